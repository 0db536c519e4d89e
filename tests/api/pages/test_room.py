"""Where things stand in a window: no holes where it is widest, no word broken where it need not be."""

from typing import Final

import pytest

from tests.api.pages.conftest import Window

pytestmark = pytest.mark.thorough

_HOLES: Final = """list => {
  const columns = {};
  for (const one of list.children) {
    const box = one.getBoundingClientRect();
    (columns[Math.round(box.left)] ??= []).push([box.top, box.bottom]);
  }
  return Object.values(columns).map(
    (boxes) => Math.max(0, ...boxes.slice(1).map((box, at) => box[0] - boxes[at][1])));
}"""
_BROKEN: Final = """cells => cells.filter((one) => {
  const range = document.createRange(), words = one.firstChild;
  return [...words.data.matchAll(/\\S+/g)].some((word) => {
    range.setStart(words, word.index); range.setEnd(words, word.index + word[0].length);
    return range.getClientRects().length > 1;
  });
}).length"""


def test_items_of_the_panel_leave_no_holes_where_it_has_two_columns(wide: Window) -> None:
    """They differ in height; a grid of rows would leave room below the short ones."""
    wide.page.set_viewport_size({"width": 2560, "height": 1200})
    papers = wide.served.client.get("/articles").json()["items"]
    page = wide.open(f"/articles/{max(papers, key=lambda one: one['events'])['id']}")
    some = page.locator(".panel .items").first
    some.evaluate("""list => {
      for (let at = 0; at < 6; at += 1) list.append(list.firstElementChild.cloneNode(true));
      list.firstElementChild.style.paddingBlockEnd = "10rem";
    }""")
    holes = some.evaluate(_HOLES)
    assert len(holes) == 2, "two columns, else nothing is shown"
    assert max(holes) < 24


def test_no_word_of_a_field_is_broken_where_two_readings_differ(wide: Window) -> None:
    """Whatever room the values would like to have."""
    page = wide.open("/articles")
    wide.page.set_viewport_size({"width": 1280, "height": 900})
    styles = page.evaluate(
        "() => document.querySelector('link[href*=\"site\"]').href.replace(/site[^/]*$/, 'article.css')"
    )
    page.add_style_tag(url=styles)
    row = (
        "<tr><th scope='row'>Ada Lund</th><td class='fine'>mentions besides</td>"
        + f"<td data-of='one'>{'a long value of many words ' * 12}</td>" * 2
        + "</tr>"
    )
    page.evaluate(f"() => {{ document.querySelector('main').innerHTML = `<table class='readings'>{row}</table>` }}")
    assert page.locator(".readings td.fine").evaluate_all(_BROKEN) == 0
