"""Questions over HTTP."""

import httpx


def test_a_question_is_answered(client: httpx.Client) -> None:
    """With slots, query and rows; the query gives the same rows."""
    body = client.get("/ask", params={"q": "Who attacked Nordhaven Depot?"}).json()

    assert body["form"] == "who"
    assert body["slots"]["one"].startswith("Nordhaven Depot")
    assert body["rows"][0]["who"]["value"] == "Blue Column"
    same = client.get("/sparql", params={"query": body["sparql"]}).json()
    assert (same["head"]["vars"], same["results"]["bindings"]) == (body["columns"], body["rows"])


def test_as_of_and_what_is_not_understood(client: httpx.Client) -> None:
    """A moment counts; what is not understood is a problem with questions that are."""
    assert client.get("/ask", params={"q": "Who attacked whom?", "asOf": 1}).json()["rows"] == []
    answer = client.get("/ask", params={"q": "How tall is the Eiffel Tower?"})
    assert (answer.status_code, answer.json()["code"]) == (400, "not-understood")
    assert answer.json()["unknown"] == ["Eiffel", "Tower"]
    assert set(answer.json()["nearest"]) <= set(client.get("/ask/examples").json()["items"])
    assert client.get("/ask").status_code == 422
