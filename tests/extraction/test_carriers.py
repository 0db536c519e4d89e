"""On which platform a statement was published, by the words beside its verb."""

import pytest

from tests.extraction.interpreted import extraction, mention


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("The port is shut, the clerk said in a statement posted on Facebook.", "Facebook"),
        (
            "In a video shared late on Sunday on the social network Facebook, the clerk said the port is shut.",
            "Facebook",
        ),
        ("The clerk said the port is shut by a message posted on Facebook.", ""),
        ("The port is shut, the clerk said. A letter published on Facebook was forged.", ""),
        ("The port is shut, the clerk said at Facebook.", ""),
    ],
)
def test_where_a_statement_was_published(text: str, platform: str) -> None:
    words = "The port is shut" if text.startswith("The port") else text[text.index("the port") :].rstrip(".")
    rows = [
        mention("clerk", "person", "nominal"),
        mention("Facebook", "organisation"),
        ("cue", "cue", "said"),
        ("content", "indirect", words),
    ]
    (statement,) = extraction(text, rows, [("content", "said", words), ("speaker", "said", "clerk")]).statements
    span = statement.medium_span

    assert (span.of(text) if span else "") == platform
