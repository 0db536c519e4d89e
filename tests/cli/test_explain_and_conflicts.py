"""kb explain and kb conflicts on the command line."""

from tests.cli.conftest import CommandLine, write_articles


def test_explain_says_why_in_words_and_bits(kb: CommandLine) -> None:
    paths = write_articles(kb.home.parent / "in")
    assert kb("add", *paths).code == 0
    members = {row["title"]: row["id"] for row in kb("list", "articles", "--json").json}
    one, other = (f"{members[title]}#e1" for title in ("Raid on Nordhaven", "More dead after raid"))

    told = kb("explain", one, other)
    as_json = kb("explain", one, other, "--json").json

    assert told.code == 0
    assert "bits" in told.out
    assert as_json["kind"] == "entity"
    assert round(sum(part["bits"] for part in as_json["parts"]), 2) == as_json["bits"]


def test_explain_refuses_what_cannot_be_one(kb: CommandLine) -> None:
    kb("add", *write_articles(kb.home.parent / "in"))

    nothing = kb("explain", "Blue Column", "Nobody")
    mixed = kb("explain", "Blue Column", "Raid on Nordhaven")

    assert nothing.code != 0
    assert "Nobody" in nothing.err
    assert mixed.code != 0
    assert "cannot be one" in mixed.err


def test_explain_says_that_both_names_are_one_things(kb: CommandLine) -> None:
    """One mention in one article: nothing to weigh."""
    kb("add", write_articles(kb.home.parent / "in")[0])
    (first, *_) = kb("list", "entities", "--json").json

    told = kb("explain", first["label"], first["label"])

    assert told.code == 3
    assert f"Both are entity-{first['id']} ({first['label']})" in told.err


def test_conflicts_and_timeline_look_back(kb: CommandLine) -> None:
    """As of an event they say what they said then, whatever came since."""
    first, *others = write_articles(kb.home.parent / "in")
    kb("add", first)
    position = str(kb("status", "--json").json["position"])
    commands = (("conflicts", "--all"), ("timeline", "Blue Column"))
    before = [kb(*command).out for command in commands]
    kb("add", *others)

    assert [kb(*command, "--as-of", position).out for command in commands] == before
    assert [kb(*command).out for command in commands] != before
    assert "beyond the log's end" in kb("conflicts", "--as-of", "9999").err


def test_conflicts_shows_values_side_by_side(kb: CommandLine) -> None:
    """Two tolls of one attack, in the order of their reports."""
    kb("add", *write_articles(kb.home.parent / "in"))

    (found,) = kb("conflicts", "--json", "--view", "latest").json
    assert [value["value"] for value in found["values"]] == [5, 7]
    assert found["chosen"] == found["values"][1]["figure"]
    assert "latest report" in kb("conflicts", "--view", "latest").out
    refused = kb("conflicts", "--view", "mean")
    assert refused.code != 0
    assert "latest, highest, lowest, source, official" in refused.err


def test_conflicts_of_a_kind_name_both_claims_and_the_reason(kb: CommandLine) -> None:
    kb("add", *write_articles(kb.home.parent / "in"))

    (found,) = kb("conflicts", "--kind", "figure", "--json").json
    assert "cannot both be true" in found["because"]
    assert [claim.partition("-")[0] for claim in found["claims"]] == ["claim", "claim"]
    told = kb("conflicts", "--kind", "all").out
    assert found["because"] in told
    assert f"{found['claims'][0]} of {found['articles'][0]} and {found['claims'][1]}" in told
    assert kb("conflicts", found["happening"], "--kind", "time").out == ""
    assert "happened, time" in kb("conflicts", "--kind", "colour").err


def test_a_happening_has_one_name_in_both_lists(kb: CommandLine) -> None:
    """That of the graph, not of the article whose id comes first."""
    kb("add", *write_articles(kb.home.parent / "in"))

    (figures,) = kb("conflicts", "--json").json
    (claims,) = kb("conflicts", "--kind", "figure", "--json").json
    told = {event["label"] for event in kb("list", "events", "--json").json}
    assert figures["label"] == claims["label"]
    assert figures["label"] in told


def test_conflicts_by_source_and_by_authority(kb: CommandLine) -> None:
    """One value for each who tells it; an authority's, if one does."""
    kb("add", *write_articles(kb.home.parent / "in"))

    (found,) = kb("conflicts", "--json", "--view", "source").json
    assert found["chosen"] == [value["figure"] for value in found["values"]]
    (found,) = kb("conflicts", "--json", "--view", "official").json
    official = [value["figure"] for value in found["values"] if value["official"]]
    assert found["chosen"] == (official[-1] if official else None)


def test_one_articles_own_may_be_named_as_lists_print_the_article(kb: CommandLine) -> None:
    """article-HASH#e1, copied from what other commands print."""
    paths = write_articles(kb.home.parent / "in")
    assert kb("add", *paths).code == 0
    one, other = (f"{row['id']}#e1" for row in kb("list", "articles", "--json").json[:2])

    told = kb("explain", f"article-{one}", f"article-{other}", "--json").json

    assert told == kb("explain", one, other, "--json").json


def test_of_a_withdrawn_article_nothing_is_explained(kb: CommandLine) -> None:
    """It says who took it out, and how to look back."""
    assert kb("add", *write_articles(kb.home.parent / "in")).code == 0
    one, other = (row["id"] for row in kb("list", "articles", "--json").json[:2])
    assert kb("withdraw", f"article-{one}", "-m", "a test").code == 0

    told = kb("explain", f"{one}#e1", f"{other}#e1")

    assert told.code == 4
    assert "was withdrawn" in told.err
    assert "it is still there" in told.err


def test_conflicts_of_whoever_is_named(kb: CommandLine) -> None:
    """Who takes part, a place and an article have those of their happenings; of another place there are none."""
    one, other, *_ = write_articles(kb.home.parent / "in")
    apart = kb.home.parent / "apart.txt"
    apart.write_text("Calm\n\nLeft Party met in Osk on Tuesday.\n", encoding="utf-8")
    kb("add", one, other, apart)
    everything = kb("conflicts").out
    claims = kb("conflicts", "--kind", "figure").out
    articles = kb("list", "articles", "--json").json
    with_toll = next(row["id"] for row in articles if row["title"] == "More dead after raid")
    calm = next(row["id"] for row in articles if row["title"] == "Calm")

    assert everything
    assert claims
    for name in ("Blue Column", f"article-{with_toll}"):
        assert kb("conflicts", name).out == everything
        assert kb("conflicts", name, "--kind", "figure").out == claims
    assert kb("conflicts", f"article-{calm}").out == ""
    assert kb("conflicts", f"article-{calm}", "--kind", "all").out == ""
    assert "Nothing here is called 'Nobody'" in kb("conflicts", "Nobody").err
