"""Small articles for tests of linking and of what people decide about it, read by the stand-in."""

from pathlib import Path

from kb.graph.registry_graph import EntityView
from kb.service.knowledge_base import KnowledgeBase
from tests.service.conftest import add


def story(agent: str, target: str, day: int, more: str = "") -> str:
    """Return an article in which one body attacks another."""
    return (
        f"Title: Raid {day}\nDate: 2024-05-{day:02}\n\n{agent} attacked {target} on that day, as many had feared "
        f"it would. {day} killed were counted there, and the town was quiet for long. {more}\n"
    )


def put(kb: KnowledgeBase, folder: Path, *stories: str) -> list[str]:
    """Add articles one by one and return their ids."""
    found = []
    for text in stories:
        path = folder / "story.txt"
        path.write_text(text, encoding="utf-8")
        found.append(add(kb, path)[0].article)  # type: ignore[attr-defined]
    return found


def graph(kb: KnowledgeBase) -> set[str]:
    """Return all quads but those of decisions."""
    with kb.as_of(kb.position) as projections:
        return {str(q) for q in projections.graph.store if "graph/decisions" not in str(q.graph_name)}


def entity_of(kb: KnowledgeBase, article: str, local: str) -> str:
    """Return whom a member stands for."""
    kb.catch_up()
    with kb.catalog_connection() as connection:
        row = connection.execute("SELECT entity FROM members WHERE article = ? AND local = ?", (article, local))
        return str(row.fetchone()[0])


def label(kb: KnowledgeBase, entity: str) -> str:
    """Return what an entity is called."""
    with kb.as_of(kb.position) as projections:
        view = projections.catalog.views.view(entity)
        assert isinstance(view, EntityView)
        return view.label
