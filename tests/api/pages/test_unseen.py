"""Characters that are not seen: shown by name where they mislead, left where a script needs them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.api.pages.unseen import shown

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def names(html: str) -> list[str]:
    return re.findall(r'<i class="unseen" data-name="(\w+)"', html)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("The \u202eyap\u202c", ["RLO", "PDF"]),
        ("Green\u200bpeace", ["ZWSP"]),
        ("Zoë\u200b\u200d McNamara", ["ZWSP", "ZWJ"]),
        ("Zoë\u200eMcNamara", ["LRM"]),
        ("\u05e9\u05dc\u05d5\u05dd!\u200f", []),  # puts the exclamation mark where it belongs
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", []),  # Persian
        ("\U0001f469\u200d\U0001f4bb", []),  # an emoji of two
        ("\u0e01\u200b\u0e02", []),  # Thai, where a line may break
        ("co\u00adoperate", []),  # in a text
        ("<bdi>Mc\u00adNamara</bdi>", ["SHY"]),  # in a name
        ("a\x07b", ["0007"]),
        ("a\tb\nc", []),
    ],
)
def test_what_misleads_is_shown(text: str, marks: list[str]) -> None:
    """And nothing else; what is shown has no effect any more."""
    html = shown(f"<p>{text}</p>")
    assert names(html) == marks
    assert not re.search(f"[{TURNS}]", html)


def test_what_goes_back_to_the_server_stays_as_it_is() -> None:
    """Fields and areas keep their characters; words of attributes that are shown or drawn lose them."""
    html = '<a title="a\u202eb" data-label="a\u202eb"></a><input value="a\u202eb"><textarea>a\u202eb</textarea>'
    assert shown(html) == ('<a title="ab" data-label="ab"></a><input value="a\u202eb"><textarea>a\u202eb</textarea>')


@pytest.mark.thorough
@given(st.text(st.sampled_from("ab é\u0645<>&\"'/\u200d\u200b\u202e\u2069\u00ad\u200f\n"), max_size=60))
def test_the_words_are_the_same_without_the_marks(text: str) -> None:
    """No character that is seen is lost, none comes in."""
    from markupsafe import escape

    html = shown(f"<p><bdi>{escape(text)}</bdi></p>")
    bare = re.sub(r"<i [^>]*></i>", "", html)
    unseen = f"[\u200d\u200b\u00ad\u200f{TURNS}]"
    assert re.sub(unseen, "", bare) == re.sub(unseen, "", f"<p><bdi>{escape(text)}</bdi></p>")
