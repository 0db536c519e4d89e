"""Times of a reading as people read them, with what machines read in their attributes.

Input: words of kb.service.display.wording.time_words ("2024-05-01", "from 2024-05-01 18:00:00", "A to B", "by B").
Output: text, or markup of what was escaped. Read by templates and by kb.api.pages.article_view.
Pure. Never: leaves away an hour that the reading has; touches words of another form.
"""

import re
from typing import Final

from markupsafe import Markup, escape

from kb.api.pages.wording import between, day

_STAMP: Final = r"(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d)(?::\d\d)?)?"
_TIMES: Final = re.compile(rf"(?:(from|by) )?{_STAMP}(?: to {_STAMP})?", re.ASCII)


def readable(words: str) -> str:
    """Return "1 to 3 May 2024", "by 3 May 2024", "1 May 2024, 18:00 to 19:30"; what is no such time as it is."""
    if not (found := _TIMES.fullmatch(words)):
        return words
    bound, begin, at, end, until = found.groups()
    if not (at or until):
        said = between(begin, end or begin)
    elif (end, until) in ((None, None), (begin, at)):
        said = f"{day(begin)}, {at}"
    elif begin == end:
        said = f"{day(begin)}, {at} to {until}"
    else:
        said = f"{_moment(begin, at)} to {_moment(end, until)}"
    return f"{bound} {said}" if bound else said


def opposed_times(words: str) -> str:
    """Return "two times that do not meet: 2024-05-01; 2024-05-03" with each time as people read it."""
    said, colon, times = words.partition(": ")
    return said + colon + "; ".join(map(readable, times.split("; ")))


def timed(words: str) -> Markup:
    """Return a time for people, with its beginning in "datetime" and all of it in "title"."""
    if not (found := _TIMES.fullmatch(words)):
        return escape(words)
    stamp = " ".join(filter(None, found.group(2, 3)))
    return Markup('<time datetime="{}" title="{}">{}</time>').format(stamp, words, readable(words))


def _moment(of: str, at: str | None) -> str:
    return f"{day(of)}, {at}" if at else day(of)
