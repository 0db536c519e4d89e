"""A free question made into SPARQL by a chat model.

Input: a question, names that the base knows in it, a kb.extraction.llm.client.Service. Output: the text of a query.
Sends the question, the vocabulary and those names to that one address; no article and no row of the base.
Never: runs what comes back: it passes the gate, and whoever asks shows it and runs it under the limits of all queries.
"""

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from kb.errors import InputError, QueryRefusedError
from kb.extraction.llm.answer import without_fence
from kb.extraction.llm.client import Service
from kb.query.limits import Limits
from kb.query.sparql.gate import check
from kb.service.saved.library import library

ATTEMPTS: Final = 2
_SENT_BACK: Final = 4000  # characters of an answer that failed
SCHEMA: Final = {
    "type": "object",
    "properties": {"sparql": {"type": "string"}, "means": {"type": "string"}},
    "required": ["sparql", "means"],
    "additionalProperties": False,
}
_TASK: Final = """You turn a question about news into one SPARQL 1.1 SELECT query and nothing else. The prefixes kb:,
kbt:, rdf:, rdfs:, xsd:, skos:, prov: need no declaration. Query the default graph. No SERVICE, no update. Events:
kb:eventType (a kbt: concept; skos:broader* leads up), rdfs:label, kb:reality (kb:occurred, kb:ongoing, kb:planned,
kb:hypothetical, kb:denied, kb:notHappened), a property for each role (kb:agent, kb:patient, kb:target, kb:place ...),
kb:begin and kb:end (xsd:date), kb:article, kb:happening. Statements: kb:speaker, kb:content, kb:cue/kb:exact,
kb:addressee, kb:medium, kb:asserts (an event), kb:article. Figures: kb:event, kb:value, kb:counts, kb:unit,
kb:comparator, kb:change (only of a difference, as "six more than"). Offices: kb:holder, kb:roleTitle,
kb:organization, kb:jurisdiction, kb:positionStatus. Articles:
rdfs:label, kb:mentions, and in OPTIONAL, since they may be missing, kb:title, kb:source, kb:published. Entities:
rdfs:label, kb:alias, kb:within, kb:country. Answer as JSON:
"sparql" the query, "means" what it asks in one short sentence."""


class NoQueryError(InputError):
    """The model's answer is no query that may run."""

    code = "llm-no-query"

    def __init__(self, why: str, sparql: str) -> None:
        self.why = why
        self.sparql = sparql
        super().__init__(
            f"The language model made no query that may run: {why}", hint="Ask in other words, or in SPARQL."
        )


def sparql_for(
    question: str,
    known: Sequence[tuple[str, str]],
    service: Service,
    tried: Callable[[str], Sequence[str]],
    limits: Limits,
    failed: Callable[[str], None],
) -> tuple[str, str]:
    """Return a query for a question, and what it asks in words.

    Args:
        known: (name, IRI) of what the question names.
        tried: raises if a query cannot be run, and returns why it has no row, if that is known (no such term); these
            words go back to the model once.
        limits: of queries.
        failed: shown the query that cannot be run, or was stopped, before that is raised.

    Raises:
        NoQueryError: none of its answers is a query that the gate lets pass and the engine takes.
        QueryRefusedError: its query was stopped.
        LlmServiceError, CutOffError: the service does not answer.
    """
    messages = [
        {"role": "system", "content": _TASK},
        *_examples(),
        {"role": "user", "content": _asked(question, known)},
    ]
    why, sparql = "", ""
    for attempt in range(1, ATTEMPTS + 1):
        answer = service.ask(messages, SCHEMA)
        try:
            sparql, means = _read(answer)
            if check(sparql, limits).form != "SELECT":
                raise NoQueryError("it is no SELECT.", sparql)
            why = " ".join(tried(sparql))
            if not why or attempt == ATTEMPTS:
                return sparql, means
        except NoQueryError as error:
            why, sparql = error.why, error.sparql
        except QueryRefusedError as error:
            if error.reason not in ("malformed", "refused", "too-large"):  # not the query's fault, or too dear
                failed(sparql)
                raise
            why = str(error)
        messages = [
            *messages,
            {"role": "assistant", "content": answer[:_SENT_BACK]},
            {"role": "user", "content": f"That fails: {why}"},
        ]
    failed(sparql)
    raise NoQueryError(why, sparql)


def _asked(question: str, known: Sequence[tuple[str, str]]) -> str:
    lines = [f"Question: {question}", *(f"{name} is <{iri}>" for name, iri in known)]
    return "\n".join(lines)


def _read(answer: str) -> tuple[str, str]:
    try:
        body = json.loads(without_fence(answer))
        sparql, means = body["sparql"], body["means"]
    except (ValueError, KeyError, TypeError) as error:
        raise NoQueryError("the answer is not the JSON that was asked for.", answer[:200]) from error
    if not isinstance(sparql, str) or not isinstance(means, str) or not sparql.strip():
        raise NoQueryError("the answer has no query.", answer[:200])
    return re.sub(r"\A```(?:sparql)?\s*|\s*```\Z", "", sparql.strip()), " ".join(means.split())[:200]


@lru_cache(maxsize=1)
def _examples() -> tuple[dict[str, str], ...]:
    """Return a few saved queries as questions and answers, with a name in the place of each parameter."""
    found: list[dict[str, str]] = []
    for name in ("who-met-whom", "best-confirmed", "channels"):
        saved = library().get(name)
        body = "\n".join(line for line in saved.text.splitlines() if not line.startswith("#+"))
        for one in saved.parameters:
            body = body.replace(f"${one.name}", one.default or "UNDEF")
        found += [
            {"role": "user", "content": f"Question: {saved.title}"},
            {"role": "assistant", "content": json.dumps({"sparql": body, "means": saved.title})},
        ]
    return tuple(found)
