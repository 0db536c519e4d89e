"""A profile of an article as it is kept, read again in parts."""

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from kb.resolution.article import ArticleProfile, dumps, loads, typed
from kb.resolution.events.figures import Number
from kb.resolution.events.profile import EventProfile
from kb.resolution.profile import Profile

# What a text form is cut at, and what comes near it, may stand in any name.
NASTY = st.one_of(
    st.sampled_from(
        [
            '},{"',
            '],"events":[',
            ',"entities":[',
            '"local":"e9"',
            "}",
            "{",
            '"',
            "\\",
            '\\"',
            ',"',
            "é\u2028\n",
            "\ud800",
        ]
    ),
    st.text(max_size=8),
)


@st.composite
def articles(draw: st.DrawFn) -> ArticleProfile:
    """Return profiles of one article, whose words are of any letters."""
    context = frozenset(draw(st.lists(NASTY, max_size=3)))
    some, any_ = NASTY.filter(bool), NASTY
    words = st.lists(NASTY, max_size=3).map(frozenset)
    entities = {
        local: Profile(
            article="a",
            local=local,
            group=draw(some),
            type=draw(some),
            kind=draw(any_),
            label=draw(some),
            names=tuple(draw(st.lists(NASTY, max_size=3))),
            bearers=frozenset(draw(st.lists(st.integers(1, 3)))),
            countries=draw(words),
            home=draw(any_),
            external=draw(any_),
            told=draw(st.booleans()),
            titles=draw(words),
            posts=draw(words),
            context=context,
            day=draw(any_),
        )
        for local in draw(st.lists(some, unique=True, max_size=4))
    }
    number = Number(2.0, 5.0, "exactly", draw(any_), draw(words), change=draw(st.sampled_from(["", "more"])))
    events = {
        local: EventProfile(
            article="a",
            local=local,
            coarse="",
            types=(draw(some),),
            word=draw(any_),
            real=True,
            places=draw(words),
            actors=frozenset({("patient", draw(any_))}),
            words=draw(words),
            numbers=(number,),
        )
        for local in draw(st.lists(some, unique=True, max_size=3))
    }
    return ArticleProfile("a", entities, events)


@given(articles())
def test_what_is_kept_of_an_article_is_read_as_it_was(profile: ArticleProfile) -> None:
    """Each entity is cut out of the text by itself: no name, whatever is in it, shifts where."""
    read = loads("a", dumps(profile))

    assert dict(read.entities) == dict(profile.entities)
    assert dict(read.events) == dict(profile.events)


def test_no_entity_has_an_object_in_it() -> None:
    """Else the text form could not be cut between two of them."""
    assert not [one.name for one in fields(Profile) if "dict" in str(one.type) or "Mapping" in str(one.type)]


@given(articles(), NASTY)
def test_its_date_and_what_it_names_are_known_before_an_entity_is_read(profile: ArticleProfile, day: str) -> None:
    """All entities and events of an article have its date, whatever letters are in it."""
    dated = ArticleProfile(
        "a",
        {local: replace(one, day=day) for local, one in profile.entities.items()},
        {local: replace(one, day=day) for local, one in profile.events.items()},
    )

    known = loads("a", dumps(dated))

    assert (known.day, known.context) == (dated.day, dated.context)


@given(articles(), NASTY)
def test_one_entity_is_found_without_the_others(profile: ArticleProfile, unknown: str) -> None:
    """It is the same whether the rest was read or not; who is not there is not made up from a part of a name."""
    for local, one in profile.entities.items():
        assert loads("a", dumps(profile)).entities.get(local) == one

    assert (loads("a", dumps(profile)).entities.get(unknown) is not None) == (unknown in profile.entities)


@given(articles())
def test_types_of_events_are_filled_in_as_they_are_read(profile: ArticleProfile) -> None:
    """What is read with them is what is read without, given them afterwards."""

    def of_type(name: str) -> tuple[str, tuple[str, ...]]:
        return f"class of {name}", (name, "above")

    read = loads("a", dumps(profile), of_type)

    assert dict(read.events) == dict(typed(loads("a", dumps(profile)), of_type).events)
    assert all(one.types[1:] == ("above",) for one in read.events.values())
