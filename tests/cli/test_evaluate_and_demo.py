"""`kb evaluate` and `kb demo`: both read into a home that is gone afterwards."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, write_articles

HEADED = (
    "Title: {title}\nDate: 2024-05-0{day}\n\nBlue Column attacked Nordhaven Depot, and {n} killed were found there.\n"
)


def _gold(folder: Path) -> Path:
    articles = folder / "articles"
    articles.mkdir(parents=True)
    (articles / "000_0123456789abcdef.txt").write_text(HEADED.format(title="A", day=1, n=5), encoding="utf-8")
    (articles / "07-other.txt").write_text(HEADED.format(title="B", day=2, n=7), encoding="utf-8")
    windows = HEADED.format(title="C", day=3, n=9).replace("\n", "\r\n")
    (articles / "08-windows.txt").write_bytes(b"\xef\xbb\xbf" + windows.encode())
    (articles / "07-other.yaml").write_text("gold: [", encoding="utf-8")
    (folder / "seed-gold.yaml").write_text("gold: [", encoding="utf-8")
    return folder


def test_predictions_are_named_and_keyed_as_the_format_says(kb: CommandLine, tmp_path: Path) -> None:
    """One file a text; the seed and two-digit keys; links across documents; the user's home is not touched."""
    out = tmp_path / "out"
    done = kb("evaluate", _gold(tmp_path / "gold"), "--out", out)

    assert done.code == 0, done.err
    assert {path.name for path in out.iterdir()} == {
        "seed-gold.json",
        "07-other.json",
        "08-windows.json",
        "cross-article.json",
    }
    assert not kb.home.exists()
    links = json.loads((out / "cross-article.json").read_text())
    keys = {member.partition(":")[0] for group in links["entities"] for member in group["members"]}
    assert keys == {"seed", "07", "08"}
    assert {len(group["members"]) for group in links["entities"]} == {3}


def test_offsets_count_from_the_file_s_first_character(kb: CommandLine, tmp_path: Path) -> None:
    """Also where the stored text has other line ends and no byte order mark."""
    out = tmp_path / "out"
    gold = _gold(tmp_path / "gold")
    kb("evaluate", gold, "--out", out)
    for prediction, text in (("seed-gold", "000_0123456789abcdef"), ("08-windows", "08-windows")):
        found = json.loads((out / f"{prediction}.json").read_text())
        raw = (gold / "articles" / f"{text}.txt").read_bytes().decode("utf-8")
        event = found["events"][0]
        assert raw[event["trigger"]["start"] : event["trigger"]["end"]] == "attacked"
        number = event["quantities"][0]["span"]
        assert raw[number["start"] : number["end"]] in {"5", "9"}
        for actor in found["actors"]:
            for mention in actor["mentions"]:
                assert raw[mention["start"] : mention["end"]] == actor["name"]


def test_a_folder_without_texts_is_an_error(kb: CommandLine, tmp_path: Path) -> None:
    """Nothing is written."""
    done = kb("evaluate", tmp_path, "--out", tmp_path / "out")
    assert done.code == 3
    assert "no texts" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.thorough
def test_the_demo_shows_what_the_seeds_say(kb: CommandLine, tmp_path: Path) -> None:
    """Every part of the page is there, filled from the graph; the home is kept where it was asked for."""
    write_articles(tmp_path / "seeds")
    done = kb("demo", "--home", tmp_path / "kept", KB_SEEDS=str(tmp_path / "seeds"))

    assert done.code == 0, done.err
    headings = [line.removeprefix("== ") for line in done.out.splitlines() if line.startswith("== ")]
    assert headings[0].startswith("What was read: 2 articles")
    assert headings[1:] == [
        "Who",
        "Where",
        "What happened",
        "Who said what",
        "Figures that disagree",
        "Three questions in SPARQL",
        "One event, told by 2 articles: attack on Nordhaven Depot by Blue Column",
        "Why two are one: “Nordhaven Depot” of one article, “Nordhaven Depot” of another",
        "Where to go next",
    ]
    several = done.out.partition("== One event")[2].partition("== Where")[0]
    for words in ("Wire", "Herald", "5 killed", "7 killed", "They are one:", "same name “nordhaven depot”"):
        assert words in several
    assert "attack on Nordhaven Depot by Blue Column" in done.out
    assert "it was a hard night for everybody here" in done.out
    assert kb("list", "articles", "--home", tmp_path / "kept", "--json").json[0]["title"]


@pytest.mark.thorough
def test_the_demo_leaves_nothing_behind(kb: CommandLine, tmp_path: Path) -> None:
    """Without --home the user's own home is neither read nor written."""
    write_articles(tmp_path / "seeds")
    assert kb("demo", KB_SEEDS=str(tmp_path / "seeds")).code == 0
    assert not kb.home.exists()


@pytest.mark.thorough
def test_the_demo_keeps_the_home_named_before_it(kb: CommandLine, tmp_path: Path) -> None:
    """`kb --home X demo` is `kb demo --home X`."""
    write_articles(tmp_path / "seeds")
    done = kb("--home", tmp_path / "kept", "demo", KB_SEEDS=str(tmp_path / "seeds"))

    assert done.code == 0, done.err
    assert (tmp_path / "kept" / "log.sqlite").exists()
    assert f"kb show --home {tmp_path / 'kept'}" in " ".join(done.out.split())
