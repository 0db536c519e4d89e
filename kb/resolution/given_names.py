"""Given names that are forms of one name, and those that only look it.

Input: two folded given names. Output: whether both can be of one person; read by kb.resolution.persons.
Pure apart from caches. Never: says that two persons are one.

Nicknames are those of the package nicknames (English); FORMS adds names that languages write differently.
"""

from functools import cache, lru_cache
from typing import Final

from nicknames import NickNamer

from kb.resolution.romanise import alike, skeleton
from kb.resolution.sparse import fits, script

FORMS: Final = tuple(
    tuple(row.split())
    for row in (
        "volodymyr vladimir uladzimir wladimir",
        "oleksandr aleksandr alexander alyaksandr alexandr alexandros iskander",
        "mykola nikolai nikolay mikalai nicholas nicolae nikolaos",
        "mykhailo mikhail michael mikhael micheil mikheil michel miguel mihai",
        "serhiy sergei sergey siarhei serge",
        "dmytro dmitry dmitri dzmitry dimitrios",
        "andriy andrei andrey andrew andreas andre andres",
        "oleksiy aleksei alexei alexey alexis",
        "yevhen yevhenii yevheniy evhen yevgeny yevgeniy evgeny evgeni evgenii eugene",
        "ihor igor ihar",
        "oleh oleg aleh",
        "hanna ganna",
        "halyna galina halina",
        "hryhoriy hryhorii grigory grigoriy grigori gregory ryhor",
        "hennadiy hennadii gennady gennadiy gennadi",
        "heorhiy heorhii georgy georgiy george",
        "fedir fyodor fedor theodore",
        "pavlo pavel paul pablo paolo pavlos",
        "petro pyotr petr peter pedro pierre pietro petros piotr",
        "kyrylo kirill cyril",
        "olha olga",
        "olena elena yelena helena helen",
        "kateryna yekaterina ekaterina katerina catherine katherine",
        "yulia julia yuliya iuliia",
        "iryna irina irene",
        "svitlana svetlana sviatlana",
        "lev leo leon lew",
        "stepan stefan stephen steven stefanos etienne esteban",
        "yuriy yuri iurii jurij jerzy george georgy giorgi georgi giorgos georgios jorge georges",
        "konstantinos constantine konstantin constantin kostas",
        "yanis giannis ioannis yannis",
        "mohammed muhammad mohamed mohammad muhammed mehmet mahomed mamadou",
        "ahmed ahmad ahmet ahmadou",
        "hussein husayn hussain hossein huseyin",
        "hassan hasan hasen",
        "yusuf yousef youssef yusef joseph yosef jose giuseppe josef",
        "ibrahim ebrahim abraham avraham brahim",
        "isaac yitzhak itzhak jitzchak ishaq",
        "benjamin binyamin",
        "jonathan yonatan",
        "gaddafi qaddafi kadhafi gadhafi",
        "gamal jamal",
        "john ivan jan juan joao jean giovanni johann hans janos ioan",
        "william wilhelm guillermo guillaume vilmos",
        "francis francisco francesco francois franz ferenc",
        "charles karl carlos carlo karel karoly",
        "henry henri heinrich enrique enrico",
        "louis luis luiz lluis ludwig lajos",
        "kassym kasym qasym",
    )
)
_MAN: Final = frozenset(["", "o", "e", "u"])


@lru_cache(maxsize=16384)
def same_given(one: str, two: str) -> bool:
    """Say whether two given names can be of one person: a nickname, or another language's form."""
    if alike(one, two) and not gender_differs(one, two):
        return True
    a, b = _rows(one), _rows(two)
    if a & b:
        return True
    return two in _nicknames_of(one) or one in _nicknames_of(two)


@lru_cache(maxsize=16384)
def _nicknames_of(name: str) -> frozenset[str]:
    return frozenset(_nicknames().nicknames_of(name))


@lru_cache(maxsize=16384)
def _rows(name: str) -> frozenset[int]:
    if script(name):
        return frozenset(n for n, row in enumerate(FORMS) if any(fits(name, form) for form in row))
    return _forms().get(skeleton(name), frozenset())


@cache
def _forms() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, row in enumerate(FORMS):
        for name in row:
            found[skeleton(name)] = found.get(skeleton(name), frozenset()) | {number}
    return found


@lru_cache(maxsize=16384)
def gender_differs(one: str, two: str) -> bool:
    """Say whether two given names are of a man and a woman: "Mario" and "Maria", "Daniel" and "Daniela"."""
    if script(one) or script(two):
        return False
    short, long = sorted((skeleton(one), skeleton(two)), key=len)
    for woman, man in ((long, short), (short, long)):
        if woman.endswith("a") and not man.endswith("a") and man.removeprefix(woman[:-1]) in _MAN:
            return True
    return one != two and {one[-3:], two[-3:]} & {"lle", "ine", "tte"} != set() and (one[-3:] != two[-3:])


def initial_of_form(one: str, two: str) -> bool:
    """Say whether one is the first letter of a name that the other is a nickname of: "w" and "bill"."""
    short, long = sorted((one, two), key=len)
    return len(short) == 1 < len(long) and any(name[0] == short for name in _nicknames().canonicals_of(long))


@cache
def _nicknames() -> NickNamer:
    return NickNamer()
