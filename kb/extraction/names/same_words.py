"""What a name is where the model takes it for a country's that nothing knows: what the same words are elsewhere.

Input: mention candidates of an article, the gazetteer. Output: the candidates, read by kb.extraction.names.stage.
Pure. Never: takes from a country its own name.
"""

from collections.abc import Iterable
from dataclasses import replace

from kb.extraction.names.stage import Candidate
from kb.language.gazetteer import Gazetteer
from kb.language.text_keys import name_key


def as_elsewhere(candidates: Iterable[Candidate], gazetteer: Gazetteer) -> list[Candidate]:
    """Return the candidates, "from [Osk Sul] for 60 million" a body where "the coach of Osk Sul" is one's."""
    candidates = list(candidates)
    bodies = {name_key(c.words): c for c in reversed(candidates) if c.kind == "name" and c.group == "organisation"}
    return [
        replace(c, group="organisation", types=bodies[key].types, body=bodies[key].body)
        if (key := name_key(c.words)) in bodies and _is_unknown(c, gazetteer)
        else c
        for c in candidates
    ]


def _is_unknown(candidate: Candidate, gazetteer: Gazetteer) -> bool:
    """Whether a name is taken for a country's and is none's, nor its people's, nor a seat of power."""
    if candidate.group != "country" or candidate.kind != "name" or candidate.country:
        return False
    words = candidate.words
    return not (gazetteer.countries(words) or gazetteer.nationality(words) or gazetteer.metonym(words))
