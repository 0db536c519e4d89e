"""A question answered: what was understood, the SPARQL for it, and what was passed over.

Input: a question, the catalog of a moment. Output: Understood, or the error that says what was not understood.
Never: runs the query (whoever asks does, under the limits of all queries); answers what it did not understand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from rapidfuzz import fuzz, process
from simplemma import is_known

from kb.projections.catalog.reading import CatalogReader
from kb.resources import resource
from kb.service.answering import amounts
from kb.service.answering.errors import NotUnderstoodError
from kb.service.answering.forms import FORMS
from kb.service.answering.negation import negated, passed_over
from kb.service.answering.passages import named_article
from kb.service.answering.plans import Plan, put_search
from kb.service.answering.question import Reading, Word
from kb.service.answering.reading import MOST, read_question
from kb.service.answering.widening import wider
from kb.service.curation.whom import described
from kb.service.saved.binding import bind
from kb.service.saved.header import read
from kb.service.saved.library import FOLDER, library

_MARK: Final = "  #? "
_PART: Final = "  #with "
_ALIKE: Final = 80.0  # of 100, how like a name an unknown word must be to be offered
_NEAREST: Final = 3


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question means.

    Attributes:
        form: name of the form that it has.
        means: what is asked, in words.
        slots: name of a slot -> what stands in it.
        sparql: the query that answers it.
        passed_over: words that nothing was made of.
        notes: others of a name that were not meant, and the like.
        told_alone: see Plan.
    """

    question: str
    form: str
    means: str
    slots: Mapping[str, str]
    sparql: str
    passed_over: tuple[str, ...]
    notes: tuple[str, ...]
    told_alone: bool = False


def understand(question: str, catalog: CatalogReader, base: str, today: str) -> Understood:
    """Return what a question means.

    Args:
        today: ISO day, see read_question.

    Raises:
        NotUnderstoodError: no form fits, or it names what is not there.
    """
    return next(meanings(question, catalog, base, today))


def meanings(question: str, catalog: CatalogReader, base: str, today: str) -> Iterator[Understood]:
    """Yield what a question means, and then wider meanings, for where that has no answer.

    Raises:
        NotUnderstoodError: no form fits, or it names what is not there.
    """
    text = " ".join(question.split())
    form, plan, reading = _planned(text, catalog, today)
    left = tuple(word.text for word in reading.left)
    plan.notes += _elsewhere(form, plan, catalog)
    for one in chain(negated(plan, reading), (plan,), wider(plan, reading.ask)):  # most need the first alone
        yield Understood(
            question=text,
            form=form,
            means=plan.means,
            slots=_slots(one, reading),
            sparql=_sparql(one, catalog, base),
            passed_over=left,
            notes=(*one.notes, *_notes(one, reading)),
            told_alone=one.told_alone,
        )


def check(question: str, catalog: CatalogReader, today: str) -> None:
    """Make sure that a question is understood: a part of what it takes to answer it.

    Raises:
        NotUnderstoodError: as *understand* does.
    """
    _planned(" ".join(question.split()), catalog, today)


def _planned(text: str, catalog: CatalogReader, today: str) -> tuple[str, Plan, Reading]:
    if not text or len(text) > MOST:
        why = "There is no question." if not text else f"The question is longer than {MOST} characters."
        raise NotUnderstoodError(text[:MOST], why, _nearest(text[:MOST]))
    reading = read_question(text, catalog, today)
    form, plan = _plan(reading)
    if unknown := _unknown_names(reading, plan, catalog):
        raise _unknown(text, unknown, catalog)
    if plan is None:
        raise NotUnderstoodError(
            text, f"What is asked by “{text}” was not understood{_made_of(reading)}.", _nearest(text)
        )
    left = tuple(word.text for word in reading.left)
    if len(left) > 2 and len(left) > len(plan.given):
        said = f"Of “{text}” too much was not understood: {', '.join(left)}."
        raise NotUnderstoodError(text, said, _nearest(text), left)
    return form, plan, reading


def _plan(reading: Reading) -> tuple[str, Plan | None]:
    for form in FORMS:
        if (plan := form.fits(reading)) is not None:
            amounts.leave_differences(reading, plan)
            return form.name, plan
    return "", None


def _elsewhere(form: str, plan: Plan, catalog: CatalogReader) -> Iterator[str]:
    """Say which articles name a place of which all that happened is asked: much is told without its place."""
    if form != "what" or "place" not in plan.given or "type" in plan.given:
        return
    entity = plan.given["place"].removeprefix("entity-")
    found = catalog.list_articles(entity=entity, sort="-published", limit=_NEAREST).items
    if found:
        named = "; ".join(named_article(one.id, one.title) for one in found)
        yield f"what is told without a place is not among the rows; the latest articles that name it are {named}"


def _unknown_names(reading: Reading, plan: Plan | None, catalog: CatalogReader) -> tuple[str, ...]:
    """Return the names that nothing here has; those that articles hold narrow the plan to these articles."""
    names = [word for word in reading.left if _is_name(word, reading)]
    if not names or plan is None or not put_search(plan, names):
        return tuple(word.text for word in names)
    text = " ".join(word.text for word in names)
    if not searchable(plan.query) or not catalog.search(text, kinds=["article"], limit=1):
        return tuple(word.text for word in names)
    alike = (
        f", but {' and '.join(found)} {'is' if len(found) == 1 else 'are'}" if (found := _alike(text, catalog)) else ""
    )
    plan.notes.append(f"{text} is no name here{alike}; the answer is of articles that have the words")
    reading.taken.update(number for number, word in enumerate(reading.words) if word in names)
    return ()


def _made_of(reading: Reading) -> str:
    """Return what of a question was understood, and what was not."""
    known = [described(one.entity) for one in reading.names]
    known += [f"the event {slot.word.low}" for slot in reading.types]
    known += [f"the office {reading.title}"] if reading.title else []
    known += [f"the time {reading.day_words}"] if reading.day_words else []
    left = [word.text for word in reading.left]
    parts = [f"understood were {', '.join(known)}"] if known else []
    parts += [f"{'not understood' if known else 'nothing was made of'} {', '.join(left)}"] if left else []
    return f" ({'; '.join(parts)})" if parts else ""


def _is_name(word: Word, reading: Reading) -> bool:
    """Say whether a word that nothing took looks like somebody's name."""
    if word.start == 0 and len(reading.words) > 1:
        return word.text[:1].isupper() and not is_known(word.low, lang="en")
    return word.text[:1].isupper()


def _alike(text: str, catalog: CatalogReader) -> list[str]:
    """Return the labels of those whose name is most like *text*."""
    known = {name: one for one in catalog.entities_alike(text) for name in (one.label, *one.aliases)}
    found = process.extract(text, list(known), scorer=fuzz.partial_ratio, limit=3, score_cutoff=_ALIKE)
    return list(dict.fromkeys(known[name].label for name, _, _ in found))


def _unknown(question: str, words: tuple[str, ...], catalog: CatalogReader) -> NotUnderstoodError:
    """Return the refusal of a name that nothing has; first of what may be asked instead is the same of those alike."""
    name = " ".join(words)
    alike = _alike(name, catalog)
    meant = f" Did you mean {' or '.join(alike)}?" if alike else ""
    corrected = [question.replace(name, one) for one in alike if name in question]
    nearest = tuple(dict.fromkeys([*corrected, *_nearest(question)]))[:_NEAREST]
    return NotUnderstoodError(question, f"Nothing here is called {name!r}.{meant}", nearest, words)


def _slots(plan: Plan, reading: Reading) -> dict[str, str]:
    shown = plan.given | plan.shown
    for one in plan.used:
        for slot, value in plan.given.items():
            if value == f"entity-{one.entity.id}":
                shown[slot] = f"{described(one.entity)}, {value}"
    if "type" in shown:
        shown["type"] = shown["type"].replace("_", " ").replace(",", ", ")
    if reading.day_words:
        shown["days"] = reading.day_words
    return {name: value for name, value in shown.items() if value}


def _notes(plan: Plan, reading: Reading) -> Iterator[str]:
    yield from reading.notes
    for one in plan.used:
        if one.others:
            names = "; ".join(f"{described(other)}, entity-{other.id}" for other in one.others[:3])
            yield f"{one.entity.label} is taken to be {described(one.entity)}, not {names}"
        if one.part:
            yield f"{one.part} is taken to be {described(one.entity)}, the only one here with this in its name"
    for one in reading.names:
        if one not in plan.used:
            yield f"{one.entity.label} was understood and plays no part in the answer"
    told = any(reading.title in note for note in plan.notes)
    if reading.title and not told and not {"title", "officer"} & plan.given.keys():
        yield f"the office {reading.title} was understood and plays no part in the answer"
    yield from passed_over(plan, reading)
    for slot in reading.types:
        if slot.word not in plan.told:
            yield f"the word {slot.word.text} was understood and plays no part in the answer"
    yield from _wider(plan)


def _wider(plan: Plan) -> Iterator[str]:
    """Say what counts for what a question names, though it is something else."""
    if "titled" in plan.flags:
        yield "an event told without a place counts too, where the title of its article names this one"
    if "forces" in plan.flags:
        country = next(one.entity.label for one in plan.used if plan.given.get("one") == f"entity-{one.entity.id}")
        yield f"what the armed forces and government bodies of {country} do or suffer counts for {country} too"
    if "posted" in plan.flags:
        yield "an event told without a place counts too, where somebody who takes part holds an office in this one"


def _sparql(plan: Plan, catalog: CatalogReader, base: str) -> str:
    """Return the query of a plan, without its header and the lines of what was not asked."""
    if template := _template(plan.query):
        query = _read(plan.query, _trimmed(template, {*plan.given, *plan.flags}))
    else:
        query = library().get(plan.query)
    text = bind(query, plan.given, catalog, base)
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+"))


_read = lru_cache(maxsize=128)(read)  # the same few of each template


def _trimmed(text: str, wanted: set[str]) -> str:
    """Return a template with the lines of those parameters alone that are given."""
    kept = []
    for line in text.splitlines():
        body, mark, name = line.partition(_MARK)
        declared = line.startswith("#+ param: ") and line.split(":")[1].strip()
        if (mark and name.strip() not in wanted) or (declared and declared not in wanted):
            continue
        kept.append(body)
    return "\n".join(kept)


def searchable(query: str) -> bool:
    """Say whether a query can be narrowed to articles that hold words."""
    return "param: search:" in _template(query)


@lru_cache(maxsize=32)
def _template(name: str) -> str:
    """Return the text of a template, "" if a question is answered by a saved query."""
    path = resource(FOLDER) / "ask" / f"{name}.rq"
    return "\n".join(_with_parts(path.read_text(encoding="utf-8"))) if path.exists() else ""


def _with_parts(text: str) -> Iterator[str]:
    """Yield the lines of a template, with those of the parts that it names: their parameters after its title."""
    lines = text.splitlines()
    parts = [line.removeprefix(_PART) for line in lines if line.startswith(_PART)]
    shared = {one: (resource(FOLDER) / "ask" / "parts" / f"{one}.rq").read_text(encoding="utf-8") for one in parts}
    for line in lines:
        if line.startswith(_PART):
            yield from (one for one in shared[line.removeprefix(_PART)].splitlines() if not one.startswith("#+"))
            continue
        yield line
        if line.startswith("#+ title"):
            yield from (one for part in shared.values() for one in part.splitlines() if one.startswith("#+"))


def _nearest(question: str) -> tuple[str, ...]:
    """Return the examples of forms that a question comes nearest to."""
    found = process.extract(question, [form.example for form in FORMS], scorer=fuzz.token_set_ratio, limit=_NEAREST)
    return tuple(example for example, _, _ in found)


def examples() -> tuple[str, ...]:
    """Return an example of each form."""
    return tuple(form.example for form in FORMS)
