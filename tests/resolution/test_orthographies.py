"""Names in orthographies that sounds alone mislead about."""

import pytest

from kb.resolution.blocking import blocking_keys
from kb.resolution.names.orthographies import english_of_somali, russian_of_neighbours
from kb.resolution.names.persons import compare_persons
from kb.resolution.profile import Profile


@pytest.mark.parametrize(
    ("english", "somali"),
    [
        ("hassan sheikh mohamud", "xasan sheekh maxamuud"),
        ("omar abdirashid sharmarke", "cumar cabdirashiid sharmaarke"),
        ("ali guudlaawe", "cali guudlaawe"),
        ("ismail guuleed", "ismaaciil guuleed"),
        ("halima yarey", "xaliimo yarey"),
    ],
)
def test_a_somali_name_is_its_english_spelling(english: str, somali: str) -> None:
    """Somali c, x and double vowels are read as English writes them."""
    assert compare_persons(english, somali) == compare_persons(somali, english) == "spelling"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hussein sheikh", "xasan sheekh"),
        ("cali guudlaawe", "cabdi guudlaawe"),
        ("mohamed abdi nur", "xasan cabdi nuur"),
    ],
)
def test_other_somali_names_stay_two(one: str, other: str) -> None:
    """Reading the letters otherwise makes no name another one."""
    assert compare_persons(one, other) in ("given", "other", "near")


@pytest.mark.parametrize("name", ["alexander fox", "xi jinping", "xavier cox", "marcel camara", "isaac newton"])
def test_a_name_without_two_habits_is_not_somali(name: str) -> None:
    """One letter x or one double vowel makes no Somali."""
    assert english_of_somali(name) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nguyen van hung", "nguyen van huong"),
        ("tran van tho", "tran van thu"),
        ("zhou qun", "zhu jun"),
    ],
)
def test_each_letter_of_vietnamese_and_pinyin_tells(one: str, other: str) -> None:
    """What sounds alike to others is two names there."""
    assert compare_persons(one, other) == compare_persons(other, one) in ("given", "other")


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("zhang xiaoming", "zhang xiao ming", "spelling"),
        ("zhang xiaoming", "xiaoming zhang", "spelling"),
        ("zhou enlai", "chou en-lai", "spelling"),
        ("muhammadu buhari", "mohammed buhari", "nickname"),
        ("umaru musa yaradua", "umar musa yaradua", "nickname"),
        ("abdoulaye wade", "abdulaye wade", "same"),
    ],
)
def test_what_stays_one(one: str, other: str, how: str) -> None:
    """Other romanisations, hyphens, and the vowel in which Hausa ends a given name part nobody."""
    assert compare_persons(one, other) == compare_persons(other, one) == how


@pytest.mark.parametrize(
    ("own", "russian"),
    [
        ("siarhei tsimkouski", "sergei timkovsky"),
        ("katsiaryna vasilieuskaya", "ekaterina vasilevskaya"),
        ("andrei sannikau", "andrei sannikov"),
        ("dzianis tsiareshka", "denis tereshko"),
        ("olexandr hrytsenko", "oleksandr gritsenko"),
        ("volodymyr hroisman", "vladimir groysman"),
        ("olena halushka", "elena galushka"),
        ("petro holovko", "petr golovko"),
    ],
)
def test_a_name_from_belarus_or_ukraine_is_its_russian_form(own: str, russian: str) -> None:
    assert compare_persons(own, russian) == compare_persons(russian, own)
    assert compare_persons(own, russian) in ("spelling", "nickname")
    keys = [blocking_keys(Profile("a", "e1", "person", "person", "", name, (name,))) for name in (own, russian)]
    assert not keys[0].isdisjoint(keys[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("alexander hill", "alexander gill"),
        ("ivan tsekov", "ivan tekov"),
        ("boris hanov", "boris ganov"),
        ("stanislav hlinka", "stanislav glinka"),
        ("pavlo hrytsenko", "oleksandr gritsenko"),
        ("siarhei tsimkouski", "ivan timkovsky"),
    ],
)
def test_other_names_of_these_letters_stay_two(one: str, other: str) -> None:
    assert compare_persons(one, other) == compare_persons(other, one) in ("given", "other")


@pytest.mark.parametrize("name", ["paul moreau", "laura haupt", "dmitri tsvetkov", "helen hunt"])
def test_a_name_that_shows_nothing_of_the_two_is_read_as_it_is(name: str) -> None:
    assert russian_of_neighbours(name) == ()
