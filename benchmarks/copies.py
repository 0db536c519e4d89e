"""A base of as many copies of the bundled articles as asked for, through the log, for benchmarks of what grows.

Input: a home with articles, read as they are read. Output: events of copies in its log, then its graph and tables made
anew. A copy says what the original says of the same people and places; what happened is its own, and happens some weeks
later than in the copy before, so that days, happenings and texts grow with the base and names do not.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from kb.events import ArticleAdded, DomainEvent, EntitiesLinked, ExtractionRecorded, HappeningsLinked
from kb.events.streams import RESOLUTION, article_stream, extraction_stream
from kb.log import Append, EventLog, Home
from kb.model import Article, Extraction, TimeValue
from kb.projections.graph.store import open_reader
from kb.projections.opening import rebuild

APART = 40  # days between one copy and the next


def grow(root: Path, copies: int) -> int:
    """Append *copies* of all articles of a home, and make graph and tables anew; returns the quads there are."""
    home = Home.open(root)
    log = home.event_log()
    try:
        append_copies(log, copies)
        rebuild(home, log, share=1.0)
        return len(open_reader(home.graph_path))
    finally:
        log.close()


def append_copies(log: EventLog, copies: int) -> None:
    """Append *copies* of all articles of a log."""
    originals = [recorded.event for recorded in log.read()]
    for number in range(1, copies + 1):
        log.append_batch(list(_appends(log, originals, number)))


def add_copy(log: EventLog, originals: Sequence[DomainEvent], number: int) -> None:
    """Append one more copy of one article, the *number*-th of those in *originals*, as it was read last."""
    added = [event for event in originals if isinstance(event, ArticleAdded)]
    one = added[number % len(added)].article_id
    told = [event for event in originals if _is_of(event, one)]
    last = max((at for at, event in enumerate(told) if isinstance(event, ExtractionRecorded)), default=0)
    kept = [event for at, event in enumerate(told) if at >= last or isinstance(event, ArticleAdded)]
    log.append_batch(list(_appends(log, kept, number)))


def retell(log: EventLog, originals: Sequence[DomainEvent], copies: int, first: int) -> None:
    """Append copies of one article that tell of the same happenings on the same days, numbered from *first* on.

    It is the article of which most happenings were linked to those of others.
    """
    linked = (one for event in originals if isinstance(event, HappeningsLinked) for one in event.members)
    article = Counter(one.partition("#")[0] for one in linked).most_common(1)[0][0]
    told = [event for event in originals if _is_of(event, article)]
    for number in range(first, first + copies):
        log.append_batch(list(_appends(log, told, number, own=False)))


def _is_of(event: DomainEvent, article: str) -> bool:
    match event:
        case ArticleAdded(of) | ExtractionRecorded(of):
            return of == article
        case EntitiesLinked(members=members) | HappeningsLinked(members=members):
            return all(one.startswith(f"{article}#") for one in members)
    return False


def _appends(log: EventLog, originals: Sequence[DomainEvent], number: int, *, own: bool = True) -> Iterator[Append]:
    """Yield a copy of what *originals* say; with *own* of happenings of its own, some weeks later."""
    articles = {one.article_id: _article(one.article, number) for one in originals if isinstance(one, ArticleAdded)}
    ids = {old: article.id for old, article in articles.items()}
    linked: list[DomainEvent] = []
    for event in originals:
        match event:
            case ArticleAdded(old):
                added = ArticleAdded(ids[old], articles[old], "copy")
                yield Append(article_stream(ids[old]), 0, [added], "rule:copy/1")
            case ExtractionRecorded(old, extraction):
                told = ExtractionRecorded(ids[old], _extraction(extraction, ids[old], number if own else 0))
                yield Append(extraction_stream(ids[old]), 0, [told], "extractor:copy/1")
            case EntitiesLinked(members=members):
                linked.append(replace(event, members=_members(members, ids)))
            case HappeningsLinked(happening, members):
                other = hashlib.sha256(f"{happening} {number}".encode()).hexdigest()[: len(happening)]
                one = other if own else happening
                linked.append(replace(event, happening=one, members=_members(members, ids)))
    if linked:
        yield Append(RESOLUTION, log.stream_version(RESOLUTION), linked, "rule:copy/1")


def _article(article: Article, number: int) -> Article:
    text = f"{article.text.rstrip()}\n\nCopy {number}.\n"
    return replace(
        article,
        text=text,
        title=f"{article.title} ({number})",
        source=f"{article.source} {number % 20}",
        published=_later(article.published, number),
    )


def _extraction(extraction: Extraction, article: str, number: int) -> Extraction:
    events = tuple(
        replace(event, time=_moved(event.time, number)) if event.time else event for event in extraction.events
    )
    return replace(extraction, article=article, events=events)


def _moved(time: TimeValue, number: int) -> TimeValue:
    begin, latest_begin = _later(time.earliest_begin, number), _later(time.latest_begin, number)
    end, latest_end = _later(time.earliest_end, number), _later(time.latest_end, number)
    return replace(time, earliest_begin=begin, latest_begin=latest_begin, earliest_end=end, latest_end=latest_end)


def _later(stamp: str, number: int) -> str:
    """Return a day or a moment as copy *number* has it; what is less exact stays as it is."""
    try:
        if len(stamp) == len("2024-05-31"):
            return (date.fromisoformat(stamp) + timedelta(days=APART * number)).isoformat()
        moved = datetime.fromisoformat(stamp) + timedelta(days=APART * number)
    except ValueError:
        return stamp
    return moved.isoformat(timespec="minutes" if len(stamp) == len("2024-05-31T14:30") else "auto")


def _members(members: Iterable[str], ids: dict[str, str]) -> tuple[str, ...]:
    return tuple(f"{ids[article]}#{local}" for article, _, local in (one.partition("#") for one in members))
