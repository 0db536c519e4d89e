"""Fitting the weights of events: every pair of a set has features, each with a number towards which it is drawn."""

from kb.model import Article, Event, Extraction, Span
from kb.resolution.weights import EVENT
from training.fit_links import PRIOR, fit, labelled
from training.links import LinkSet


def read(article: Article) -> Extraction:
    place = article.text.index("fire")
    return Extraction(article.id, "made-up", "1", events=(Event("v1", "fire", Span(place, place + 4)),))


def test_what_one_set_says_moves_the_weights_of_its_features_alone() -> None:
    articles = {"a": Article("A fire broke out."), "b": Article("The fire was put out.")}
    one = [("a", (Span(2, 6),)), ("b", (Span(4, 8),))]
    rows = labelled(LinkSet("made-up", articles, [], [one], [], [], strict=True), read)

    bits = fit(rows, PRIOR)

    ((features, label),) = rows
    assert label
    assert features.keys() <= EVENT.keys() == PRIOR.keys()
    assert bits["same type"] > PRIOR["same type"]
    assert round(bits["other country"], 3) == PRIOR["other country"]
