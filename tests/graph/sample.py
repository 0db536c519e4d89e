"""A short invented article and what a careful reader takes from it, for the tests of graph and projections."""

from kb.model import Article, Entity, Event, Extraction, Figure, Mention, Office, Role, Span, Statement, TimeValue

TEXT = (
    "Rivermark floods\n\n"
    "Floods killed at least four people in Rivermark on Tuesday, Mayor Ada Lund said on Chirper. "
    "The Dam Authority denied that its gates had been opened. "
    'Lund told reporters: "We expect a visit by the president." '
    "The floods damaged the old bridge."
)
BASE = "http://localhost:8000/"


def at(text: str, words: str, nth: int = 0) -> Span:
    """Return where *words* stand in *text* the *nth* time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def article(text: str = TEXT, *, source: str = "The Rivermark Gazette", title: str = "Rivermark floods") -> Article:
    """Return the sample article, or one with another text."""
    return Article(
        text=text,
        title=title,
        source=source,
        url="https://gazette.example/floods?id=1",
        published="2031-05-07T09:30:00+02:00",
        language="en",
        body_start=18,
    )


def extraction(of: Article | None = None) -> Extraction:
    """Return what the sample article says."""
    found = of or article()
    text = found.text

    def span(words: str, nth: int = 0) -> Span:
        return at(text, words, nth)

    tuesday = TimeValue(
        span("Tuesday"),
        earliest_begin="2031-05-06",
        latest_begin="2031-05-06",
        earliest_end="2031-05-06",
        latest_end="2031-05-06",
        granularity="day",
        basis="relative",
    )
    return Extraction(
        article=found.id,
        extractor="sample",
        version="1",
        mentions=(
            Mention("m1", span("Rivermark", 1), "name", "e1"),
            Mention("m2", span("Ada Lund"), "name", "e2", 0.9),
            Mention("m3", span("Lund", 1), "name", "e2"),
            Mention("m4", span("Dam Authority"), "name", "e3"),
            Mention("m5", span("Chirper"), "name", "e4"),
            Mention("m6", span("the president"), "nominal", "e5"),
        ),
        entities=(
            Entity("e1", "city", "Rivermark", country="XX"),
            Entity("e2", "person", "Ada Lund", aliases=("Lund",)),
            Entity("e3", "organisation", "Dam Authority"),
            Entity("e4", "platform", "Chirper"),
            Entity("e5", "person", "the president", named=False),
        ),
        offices=(Office("o1", "e2", "Mayor", span("Mayor"), place="e1", confidence=0.8),),
        statements=(
            Statement(
                "s1",
                (span("Floods killed at least four people in Rivermark on Tuesday"),),
                "indirect",
                speakers=("e2",),
                speaker_span=span("Mayor Ada Lund"),
                cue=span("said"),
                medium="e4",
                medium_span=span("Chirper"),
                claims=("v1",),
                about=("e1",),
                confidence=0.95,
            ),
            Statement(
                "s2",
                (span("its gates had been opened"),),
                "indirect",
                speakers=("e3",),
                speaker_span=span("The Dam Authority"),
                cue=span("denied"),
                claims=("v2",),
            ),
            Statement(
                "s3",
                (span("We expect a visit by the president."),),
                "direct",
                speakers=("e2",),
                speaker_span=span("Lund", 1),
                cue=span("told"),
                claims=("v3",),
            ),
        ),
        events=(
            Event(
                "v1",
                "killing",
                span("killed"),
                roles=(
                    Role("cause", span("Floods"), event="v4", confidence=0.7),
                    Role("patient", span("at least four people")),
                ),
                places=("e1",),
                place_spans=(span("Rivermark", 1),),
                time=tuesday,
                sources=("s1",),
                causes=("v4",),
                confidence=0.9,
            ),
            Event(
                "v2",
                "opening",
                span("opened"),
                polarity="negative",
                roles=(Role("agent", span("its"), entity="e3"),),
                sources=("s2",),
            ),
            Event(
                "v3",
                "visit",
                span("visit"),
                modality="expected",
                roles=(Role("agent", span("the president"), entity="e5"),),
                sources=("s3",),
            ),
            Event(
                "v4",
                "flood",
                span("Floods"),
                other_mentions=(span("The floods"),),
                roles=(Role("patient", span("the old bridge")),),
            ),
        ),
        figures=(
            Figure(
                "q1",
                "v1",
                span("at least four"),
                "at_least",
                value=4,
                of="people killed",
                sources=("s1",),
                confidence=0.85,
            ),
        ),
    )
