"""One decision by its name: what the HTTP service does with a request.

Input: an action, its words, who acts. Output: Done. Never: guesses what is missing.
"""

from kb.errors import InputError
from kb.service.curation.deciding import Done, deciding
from kb.service.curation.identifying import identifying
from kb.service.curation.parting import parting
from kb.service.curation.undoing import undoing
from kb.service.elsewhere.external_ids import external_ids
from kb.service.knowledge_base import KnowledgeBase

_NEEDED = {
    "confirm": ("what",),
    "retract": ("what",),
    "amend": ("what", "value"),
    "merge": ("what", "value"),
    "unmerge": ("what",),
    "keep-apart": ("what", "value"),
    "rename": ("what", "value"),
    "set-type": ("what", "value"),
    "set-id": ("what", "value"),
    "explode": ("what",),
    "move": ("what", "value"),
    "accept": ("what", "value"),
    "reject": ("what", "value"),
    "undo": ("position",),
    "redo": ("position",),
}
ACTIONS = tuple(_NEEDED)
_MEANING = {
    "what": "what, the id of what is decided about",
    "value": "value, what is said of it",
    "position": "position, the number from 1 on of the event that records the decision, as /decisions lists them",
}


def act(
    kb: KnowledgeBase,
    action: str,
    actor: str = "",
    *,
    what: str = "",
    value: str = "",
    position: int = 0,
    reason: str = "",
    seen: int = 0,
) -> Done:
    """Take one decision.

    Args:
        kb: the home.
        action: one of ACTIONS.
        actor: "person:NAME"; "" for the knowledge base's own.
        what, value: what is decided about, and what is said of it.
        position: of the decision that is undone or done again.
        reason, seen: see kb.service.curation.deciding.

    Raises:
        InputError: something is missing, or given where it has no meaning.
        others: as the services do.
    """
    given = {"what": what, "value": value, "position": position}
    needed = _NEEDED[action]
    for name, said in given.items():
        if bool(said) != (name in needed):
            fault = f"lacks {name!r}" if name in needed else f"has no use for {name!r}"
            if name in needed and name == "position":
                fault = f"needs {name!r}, from 1 on: positions of events begin at 1"  # 0 is as good as none
            raise InputError(
                f"The action {action} {fault}.",
                hint=f"It takes {'; and '.join(_MEANING[one] for one in needed)}.",
            )
    if action in ("undo", "redo"):
        with undoing(kb, actor) as undoer:
            return undoer.undo(position, reason) if action == "undo" else undoer.redo(position, reason)
    if action in ("confirm", "retract", "amend"):
        with deciding(kb, actor) as decider:
            if action == "amend":
                return decider.amend(what, value, reason, seen)
            return decider.confirm(what, reason, seen) if action == "confirm" else decider.retract(what, reason, seen)
    if action in ("explode", "move", "accept", "reject"):
        return _of_members_and_ids(kb, action, actor, what, value, reason, seen)
    with identifying(kb, actor) as identifier:
        if action == "unmerge":
            return identifier.unmerge(what, reason, seen)
        does = {
            "merge": identifier.merge,
            "keep-apart": identifier.keep_apart,
            "rename": identifier.rename,
            "set-type": identifier.set_type,
            "set-id": identifier.set_id,
        }
        return does[action](what, value, reason, seen)


def _of_members_and_ids(
    kb: KnowledgeBase, action: str, actor: str, what: str, value: str, reason: str, seen: int
) -> Done:
    if action in ("accept", "reject"):
        with external_ids(kb, actor) as ids:
            return ids.accept(what, value, reason) if action == "accept" else ids.reject(what, value, reason)
    with parting(kb, actor) as parter:
        return parter.explode(what, reason, seen) if action == "explode" else parter.move(what, value, reason, seen)
