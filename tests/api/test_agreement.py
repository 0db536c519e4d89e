"""GET /conflicts: figures of one happening side by side."""

import httpx
import pytest

from kb.api.routes import agreement, disputes


def test_values_of_one_happening_with_their_articles(client: httpx.Client) -> None:
    """Both articles' tolls, in the order of their reports."""
    (found,) = client.get("/conflicts").json()["items"]

    assert [value["value"] for value in found["values"]] == [5, 7]
    assert all(value["article"].startswith("article-") for value in found["values"])
    one = client.get("/conflicts", params={"agreeing": True, "happening": found["happening"]}).json()
    assert one["items"] == [found]


def test_claims_that_contradict_each_other_are_there_on_demand(client: httpx.Client) -> None:
    assert client.get("/conflicts").json()["contradictions"] == []

    (odd,) = client.get("/conflicts", params={"kind": "all"}).json()["contradictions"]

    assert odd["kind"] == "figure"
    assert len(odd["claims"]) == len(odd["articles"]) == 2
    assert client.get("/conflicts", params={"kind": "colour"}).status_code == 422


def test_a_view_names_its_rule_and_what_it_chooses(client: httpx.Client) -> None:
    """The whole history stays; beside it stands which value is the latest, the lowest, each source's."""
    chosen = {}
    for view in ("latest", "lowest", "source"):
        (found,) = client.get("/conflicts", params={"view": view}).json()["items"]
        values = {value["figure"]: value["value"] for value in found["values"]}
        assert found["view"]
        chosen[view] = [values[figure] for figure in found["chosen"]]

    assert chosen == {"latest": [7], "lowest": [5], "source": [5, 7]}
    (without,) = client.get("/conflicts").json()["items"]
    assert (without["view"], without["chosen"]) == ("", [])
    assert client.get("/conflicts", params={"view": "mean"}).status_code == 422


def test_conflicts_of_whoever_is_named(client: httpx.Client) -> None:
    """As `kb conflicts NAME` has them: of who takes part, of an article, of the event; of nobody it is a 404."""
    everything = client.get("/conflicts", params={"kind": "all"}).json()
    (found,) = everything["items"]
    for name in ("Blue Column", found["values"][0]["article"], found["happening"]):
        assert client.get("/conflicts", params={"of": name, "kind": "all"}).json() == everything
    both = client.get("/conflicts", params={"of": "Blue Column", "happening": found["happening"]}).json()
    assert both["items"] == [found]
    told = client.get("/conflicts", params={"of": "Blue Column", "accounts": True}).json()
    assert [one["happening"] for one in told["disputed"]] == [found["happening"]]
    entities = client.get("/entities").json()["items"]
    other = next(
        one["id"] for one in entities if not client.get("/conflicts", params={"of": one["id"]}).json()["items"]
    )
    apart = client.get("/conflicts", params={"of": other, "kind": "all", "accounts": True}).json()
    assert (apart["items"], apart["contradictions"], apart["disputed"]) == ([], [], [])
    assert client.get("/conflicts", params={"of": "Nobody"}).status_code == 404


def test_what_is_no_happening_is_refused(client: httpx.Client) -> None:
    assert client.get("/conflicts", params={"happening": "nonsense"}).status_code == 422
    assert client.get("/conflicts", params={"happening": f"happening-{'0' * 20}"}).status_code == 404


def test_what_is_at_odds_in_all_of_a_base_is_found_once_for_a_position(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a filter it is looked for again."""
    first = client.get("/conflicts", params={"accounts": True, "kind": "all"}).json()
    looked: list[str] = []

    def looks(*_given: object, **_named: object) -> tuple[()]:
        looked.append("again")
        return ()

    for module, name in (
        (agreement, "odds"),
        (agreement, "conflicts"),
        (disputes.GoingOn, "conflicts"),
        (disputes, "part"),
    ):
        monkeypatch.setattr(module, name, looks)

    assert client.get("/conflicts", params={"accounts": True, "kind": "all"}).json() == first
    assert client.get("/conflicts").json()["items"] == first["items"]
    assert not looked
    client.get("/conflicts", params={"agreeing": True})
    assert looked
