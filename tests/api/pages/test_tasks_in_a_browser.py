"""What people come to do, done in a browser: correct, withdraw, merge, undo, query, compare two moments, add many.

Each test leaves the shared base as it was, but for the last, which adds.
"""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.api.conftest import Served
from tests.api.pages.conftest import Window, window
from tests.api.pages.test_in_a_browser import failures


def test_a_correction_is_seen_before_it_is_recorded_and_taken_back(wide: Window, ids: dict[str, str]) -> None:
    """What changes is marked; a text that was changed after that is looked at again; the earlier one comes back."""
    page = wide.open(f"/articles/{ids['article']}")
    page.get_by_role("link", name="Publisher's correction").click()
    field = page.get_by_label("The whole new text")
    field.fill(field.input_value().replace("At least 5 killed", "At least 8 killed"))
    page.get_by_role("button", name="See what moves").click()
    expect(page.locator(".changes ins")).to_have_text(["8"])
    record = page.get_by_role("button", name="Record the correction")
    field.press("End")
    field.type(" ")
    assert record.is_disabled()
    page.get_by_role("button", name="See what moves").click()
    record.click()
    page.locator(".said-here").wait_for()
    page.get_by_role("link", name="put the earlier one back").click()
    page.get_by_role("button", name="See what moves").click()
    record.click()
    page.wait_for_url(f"**/articles/{ids['article']}?corrected=*")
    assert wide.problems == []


def test_an_article_is_withdrawn_and_comes_back(wide: Window, ids: dict[str, str]) -> None:
    """A reason is asked for; the list without it offers to undo."""
    page = wide.open(f"/articles/{ids['article']}/withdrawal")
    page.get_by_role("button", name="Withdraw").click()
    assert page.url.endswith("/withdrawal")  # the browser asks for the reason
    page.get_by_label("Reason").fill("asked by the publisher")
    page.get_by_role("button", name="Withdraw").click()
    page.locator(".banner.recorded", has_text="article withdrawn").wait_for()
    page.wait_for_load_state()  # the list stands below the banner, and may come later
    link = f'a[href="/articles/{ids["article"]}"]'
    assert page.locator(link).count() == page.locator(f".banner {link}").count() > 0  # in the banner alone
    page.get_by_role("button", name="Undo").click()
    page.locator(".banner.recorded", has_text="Undone by event").wait_for()
    expect(page.locator(f'main a[href="/articles/{ids["article"]}"]')).to_have_count(1)


def test_two_are_merged_on_a_page_and_the_merge_is_undone(wide: Window, ids: dict[str, str]) -> None:
    """By a name; the banner offers to undo."""
    page = wide.open(f"/entities/{ids['entity']}")
    name = page.locator("h1").inner_text()
    other = "Oster" if name != "Blue Column" else "Nordhaven Depot"
    other = "Blue Column" if name == "Nordhaven Depot" else other
    page.get_by_text("Correct it").click()
    page.get_by_label("Is the same as").fill(other)
    page.get_by_role("button", name="Merge").click()
    page.locator(".banner.recorded", has_text="entities merged").wait_for()
    page.get_by_role("button", name="Undo").first.click()
    page.locator(".banner.recorded", has_text="Undone by event").wait_for()
    assert wide.problems == []


def test_a_claim_is_decided_about_by_keys_and_what_comes_is_read_out(wide: Window, ids: dict[str, str]) -> None:
    """The form has a name and takes the focus; Escape gives it back; what was recorded is in the title and a status."""
    page = wide.open(f"/articles/{ids['article']}")
    pen = page.locator("a.decide").first
    pen.focus()
    page.keyboard.press("Enter")
    form = page.locator(".decide-box")
    form.wait_for()
    page.locator(".decide-box:focus").wait_for()
    assert form.get_attribute("role") == "group"
    assert form.get_attribute("aria-label") == pen.get_attribute("aria-label")
    page.keyboard.press("Escape")
    assert form.count() == 0
    assert pen.evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    form.wait_for()
    page.get_by_role("link", name="Start").first.focus()
    page.keyboard.press("Escape")
    assert form.count() == 0, "one that was left goes too: it may lie over what has the focus"
    assert page.evaluate("document.activeElement.innerText").strip() == "Start"
    pen.focus()
    page.keyboard.press("Enter")
    form.wait_for()
    page.locator(".decide-box:focus").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").strip() == "Confirm"
    page.keyboard.press("Enter")
    page.wait_for_url("**done=*")
    assert page.title().startswith("Recorded · ")
    assert "confirmed" in page.locator('.banner.recorded[role="status"]').inner_text()
    page.evaluate("scrollTo(0, 10000)")
    top = page.locator(".banner.recorded").evaluate("e => e.getBoundingClientRect().top")
    assert top >= 0, "in sight, where one comes back to the place"
    page.get_by_role("button", name="Undo").first.click()
    page.locator(".banner.recorded", has_text="Undone by event").wait_for()
    assert page.locator(".banner.recorded button").inner_text() == "Redo"
    assert wide.problems == []


def test_a_refused_amendment_is_said_in_the_form_which_keeps_what_was_typed(wide: Window, ids: dict[str, str]) -> None:
    """The page stays; what is right then is recorded, and taken back again."""
    page = wide.open(f"/articles/{ids['article']}")
    page.locator('a.decide[aria-label*="figure: "]').first.click()
    form = page.locator(".decide-box")
    form.get_by_label("Amend to").fill("nonsense")
    form.get_by_role("button", name="Amend").click()
    said = form.locator('.refused[role="alert"] .problem')
    said.wait_for()
    assert "it is no amount" in said.inner_text()
    assert page.url.endswith(f"/articles/{ids['article']}")
    assert form.get_by_label("Amend to").input_value() == "nonsense"
    assert failures(page) == []
    form.get_by_label("Amend to").fill("7")
    form.get_by_role("button", name="Amend").click()
    said = page.locator(".banner.recorded", has_text="claim amended")
    said.wait_for()
    assert "claim amended, 7 in Raid" in said.inner_text(), "which figure, not one of the article's"
    page.get_by_role("button", name="Undo").first.click()
    page.locator(".banner.recorded", has_text="Undone by event").wait_for()
    wide.problems[:] = [one for one in wide.problems if "422" not in one and "400" not in one]
    assert wide.problems == []


def test_a_participant_is_amended_to_one_that_is_suggested_as_one_types(wide: Window, ids: dict[str, str]) -> None:
    """In the form behind the pen, by keys: nobody has to know an id where two have one name."""
    page = wide.open(f"/articles/{ids['article']}")
    pen = page.locator('a.decide[aria-label="Decide about who did it: Blue Column"]').first
    pen.press("Enter")
    field = page.locator(".decide-box").get_by_label("Amend to")
    field.fill("")
    field.press_sequentially("Ada")
    page.locator('.decide-box [role="option"]').first.wait_for()
    assert failures(page) == []
    field.press("ArrowDown")
    field.press("Enter")
    assert field.input_value() == "Ada Lund"
    field.press("Enter")
    said = page.locator(".banner.recorded", has_text="claim amended")
    said.wait_for()
    assert "who did it" in said.inner_text()
    page.get_by_role("button", name="Undo").first.click()
    page.locator(".banner.recorded", has_text="Undone by event").wait_for()
    assert wide.problems == []


def test_a_speaker_is_picked_by_keys_and_another_by_pointer(wide: Window, ids: dict[str, str]) -> None:
    """As one types names are suggested; what is picked is sent as an id and shown as a name; Escape closes the list."""
    page = wide.open("/statements")
    field, options = page.get_by_label("Said by"), page.locator('#picks-speaker [role="option"]')
    field.press_sequentially("Ada")
    options.first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert failures(page) == []
    page.keyboard.press("Escape")
    assert options.count() == 0
    field.press_sequentially(" L")
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    assert options.first.get_attribute("id") == field.get_attribute("aria-activedescendant")
    page.keyboard.press("Enter")
    assert field.input_value() == "Ada Lund"
    page.get_by_label("beside").press_sequentially("Blue")
    page.locator('#picks-against [role="option"]').first.click()
    page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**/statements?speaker=entity-*")
    assert "called=" not in page.url
    assert page.get_by_label("beside").input_value() == "Blue Column"
    page.get_by_label("beside").fill("Nordhaven Depot")  # written over what was picked
    page.get_by_role("button", name="Filter").click()
    page.locator(".chip", has_text="Nordhaven Depot").wait_for()
    assert wide.problems == []


def test_a_query_is_written_by_keys_and_its_address_holds_it(wide: Window) -> None:
    """Control and Enter sends it; who opens the address sees the same."""
    page = wide.open("/query")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT ?l { ?e a kb:Article ; kb:title ?l }")
    page.keyboard.press("Control+Enter")
    page.locator("td", has_text="Raid on Nordhaven").first.wait_for()
    wide.open(page.url.removeprefix(wide.served.address))
    assert page.locator("td", has_text="Raid on Nordhaven").count() >= 1
    assert wide.problems == []


def test_terms_complete_as_one_types_and_variables_where_they_are_asked_for(wide: Window) -> None:
    """Enter takes the first; what is a whole term offers nothing, so that Enter is a new line again."""
    page = wide.open("/query")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT ?name { ?e a kb:Artic")
    page.locator(".CodeMirror-hint-active", has_text="kb:Article").wait_for()
    page.locator("main").get_by_role("listbox", name="Completions").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(" ; kb:title ?")
    page.keyboard.press("Control+Space")
    page.locator(".CodeMirror-hint-active", has_text="?name").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(" . ?e a kb:Article")
    page.locator(".CodeMirror-hints").wait_for(state="hidden")
    page.keyboard.press("Enter")
    page.keyboard.type("}")
    page.keyboard.press("Control+Enter")
    page.locator("td", has_text="Raid on Nordhaven").first.wait_for()
    assert wide.problems == []


def test_the_sign_of_a_mistake_is_on_the_line_that_breaks_off(wide: Window) -> None:
    """On that which the server names, with its place marked; and as one types, not on the bracket below."""
    sign = ".CodeMirror-gutter-wrapper:has(.parseErrorIcon) .CodeMirror-linenumber"
    half = "SELECT ?e {\n  ?e a kb:Event ;\n    rdfs:label\n}"
    page = wide.open(f"/query?query={quote(half)}")
    line = page.locator("#fault").get_attribute("data-line")
    page.locator(sign).wait_for()
    assert page.locator(sign).inner_text() == line
    assert page.locator(".fault-here").count() == 1
    wide.open(f"/query?query={quote('SELECT ?e {} LIMIT 1')}")
    page.evaluate(
        "text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", half.replace("    ", "#\n\n")
    )
    assert page.locator(sign).inner_text() == "5"
    page.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT ?e {\\n  ?e a kb:Event }}\\n}')")
    assert page.locator(sign).inner_text() == "2"
    wide.problems[:] = [one for one in wide.problems if "400" not in one]
    assert wide.problems == []


def test_what_is_selected_in_the_editor_stays_within_it_and_can_be_read(shown: Served, chromium: Browser) -> None:
    """On a phone in the dark: a full line and the caret behind it end before the edge, and no light box hides words."""
    query = quote("SELECT ?event ?label ?begin { ?event a kb:Event ; rdfs:label ?label ; kb:begin ?begin } LIMIT 60")
    with window(shown, chromium, color_scheme="dark", viewport={"width": 360, "height": 740}) as small:
        page = small.open(f"/query?query={query}")
        page.locator(".CodeMirror").click()
        page.keyboard.press("Control+A")
        page.locator(".CodeMirror-selected").first.wait_for()
        # each look in one step: the editor draws its marks anew whenever it likes, and what it took away has no style
        colours = "all => all.map(e => getComputedStyle(e).backgroundColor)"
        assert set(page.locator(".cm-matchhighlight").evaluate_all(colours)) <= {"rgba(0, 0, 0, 0)"}
        edge = page.locator(".CodeMirror").evaluate("e => e.getBoundingClientRect().right")
        rights = "all => all.map(e => e.getBoundingClientRect().right)"
        marked = "[...document.querySelectorAll('.CodeMirror-selected')].map(e => e.getBoundingClientRect().right)"
        page.wait_for_function(f"() => {marked}.some(right => right > 0)")  # drawn anew, it lies nowhere for a while
        assert max(page.locator(".CodeMirror-selected").evaluate_all(rights)) <= edge - 8
        assert small.problems == []


def test_a_term_is_found_by_what_it_means(wide: Window) -> None:
    """Those with all the words stay, wherever these stand; without words all are back."""
    page = wide.open("/ontology")
    shown = page.locator(".term:not([hidden])")
    every = shown.count()
    page.get_by_label("Find a term").fill("kind of attack shells")
    expect(page.locator("[data-sifted]")).to_have_text(re.compile(rf"\d+ of {every} terms"))
    assert 0 < shown.count() < every
    assert page.locator("[data-sifted]").inner_text() == f"{shown.count()} of {every} terms"
    page.get_by_label("Find a term").fill("")
    expect(shown).to_have_count(every)
    assert wide.problems == []


def test_the_log_says_when_more_comes_of_what_it_is_filtered_by(
    shown: Served, wide: Window, chromium: Browser, ids: dict[str, str]
) -> None:
    """By whom as well as of which type; the link shows it with the same filters."""
    with window(shown, chromium) as other:
        of_nobody = other.open("/log?actor=nobody-at-all")
        page = wide.open("/log?actor=person")
        done = shown.client.post("/decisions/confirm", json={"what": ids["event"]})
        assert done.status_code == 201, done.text
        link = page.locator(".live a")
        link.wait_for()
        assert link.inner_text() == "1 event was recorded since: show"
        assert link.get_attribute("href") == "/log?actor=person"
        assert of_nobody.locator(".live").is_hidden()
        shown.client.post("/decisions/undo", json={"position": done.json()["position"]})
        assert wide.problems == other.problems == []


def test_two_moments_are_compared_from_the_log(wide: Window) -> None:
    """What came between them, and the events by which it did."""
    page = wide.open("/log")
    page.get_by_label("What changed from event or day").fill("3")
    page.get_by_label("to", exact=True).fill("6")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/diff?from=3&to=6")
    expect(page.locator("h1")).to_have_text("What changed")
    page.wait_for_load_state()
    assert page.locator("main ins, main .come, main li").count() > 0
    assert wide.problems == []


def test_what_another_article_says_comes_as_it_is_unfolded(
    wide: Window, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an event that many articles tell of, their words are not read before somebody wants them."""
    monkeypatch.setattr("kb.api.pages.event._READ", 1)
    page = wide.open(f"/events/{ids['told']}")
    last = page.locator("details.version").last
    assert "Its words are on" in (last.text_content() or "")
    last.locator("summary").first.click()
    last.locator("dl.facts blockquote").first.wait_for()
    assert "Its words are on" not in (last.text_content() or "")
    assert wide.problems == []


def test_many_files_go_in_one_by_one_each_with_its_line(wide: Window, tmp_path: Path) -> None:
    """A bad one stops no other; who stops in between may send what is left; the last test here, for it adds."""
    for name, text in (
        ("a.txt", "Grey Band attacked Westgate Mill on Monday, and 3 killed were found there by those who came."),
        ("b.json", '{"text": '),
        ("c.txt", "Grey Band attacked Eastgate Mill on Tuesday, and 4 killed were found there by those who came."),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    page = wide.open("/add")
    page.locator("input[type=file]").set_input_files([tmp_path / name for name in ("a.txt", "b.json", "c.txt")])
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator(".summary", has_text="3 of 3 files done, 1 rejected").wait_for()
    assert page.locator(".files > li > p strong").all_inner_texts() == ["recorded", "rejected", "recorded"]
    assert page.locator(".files a[href^='/articles/article-']").count() == 2
    assert page.locator(".files .problem").count() == 1
    assert wide.problems == []
