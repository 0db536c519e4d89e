"""Whom and what a statement is about.

Input: an extraction. Output: local ids of entities, for the catalog's rows; saved queries ask the graph the same.
Pure. Never: takes who speaks for a topic because of an "I" or "we"; what they claim about themselves counts.
"""

from kb.model import Extraction, Statement


def topics(extraction: Extraction, statement: Statement) -> tuple[str, ...]:
    """Return the entities that a statement is about, each once.

    They are those that the reading says it is about, those that take part in an event which it claims or are its
    place, and those that its content names, by whatever word, but for the speakers.
    """
    claimed = [event for event in extraction.events if event.id in statement.claims]
    entities = {entity.id for entity in extraction.entities}
    found = [local for local in statement.about if local in entities]
    for event in claimed:
        found += [role.entity for role in event.roles if role.entity]
        found += event.places
    for mention in extraction.mentions:
        inside = any(part.start <= mention.span.start and mention.span.end <= part.end for part in statement.content)
        if inside and mention.entity and mention.entity not in statement.speakers:
            found.append(mention.entity)
    return tuple(dict.fromkeys(found))
