"""Which pictures are taken of pages."""

from tools.screenshots import Picture, every


def test_every_page_is_taken_in_both_themes_at_three_widths() -> None:
    """Each under a name that a file can have."""
    taken = every({"/": "/", "/query?query=SELECT+*": "/query?query=SELECT+*", "an article": "/articles/article-1"})

    assert len(taken) == 3 * 2 * 3
    assert taken["an-article-360-dark"] == Picture("/articles/article-1", dark=True, size=(360, 1600))
    assert {one.path for name, one in taken.items() if name.startswith("start-")} == {"/"}
    assert not [name for name in taken if "/" in name or "?" in name]
