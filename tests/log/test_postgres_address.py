"""Addresses of logs: read, and shown without their secrets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from kb.log.postgres_address import AddressError, is_address, parse_address, veiled
from kb.settings import load_settings


@pytest.mark.parametrize(
    ("home", "schema", "known"),
    [
        ("postgresql:///kb", "kb", {"dbname": "kb"}),
        ("postgres://ada@db.example.org/news", "kb", {"user": "ada", "host": "db.example.org", "dbname": "news"}),
        (
            "postgresql://ada:se%40cret@h1:5433,h2/kb?schema=news&sslmode=require",
            "news",
            {
                "user": "ada",
                "password": "se@cret",
                "host": "h1,h2",
                "port": "5433,",
                "dbname": "kb",
                "sslmode": "require",
            },
        ),
        ("postgresql://@/kb?host=/run/my%20pg&schema=a_1", "a_1", {"dbname": "kb", "host": "/run/my pg"}),
    ],
)
def test_an_address_is_what_libpq_reads(home: str, schema: str, known: dict[str, str]) -> None:
    """But for the schema, which is ours."""
    assert is_address(home)
    address = parse_address(home)
    assert address.schema == schema
    assert conninfo_to_dict(address.conninfo) == known


@pytest.mark.parametrize("home", ["", "news", "/srv/postgresql", "postgresql", "postgresql:", "http://x/y", "~/pg://x"])
def test_a_folder_is_no_address(home: str) -> None:
    """Whatever its name."""
    assert not is_address(home)
    assert veiled(home) == home


@pytest.mark.parametrize("schema", ["", "a b", "A", "1a", 'a"b', "a;drop", "a" * 41, "ä"])
def test_a_schema_is_a_plain_name(schema: str) -> None:
    """It becomes part of SQL, of names of roles and of a folder."""
    with pytest.raises(AddressError, match="schema"):
        parse_address(f"postgresql://ada:secret@h/kb?schema={schema}")


@given(
    password=st.text(st.characters(codec="ascii", exclude_characters="?#"), min_size=8).map(lambda text: f"Zq{text}"),
    user=st.from_regex(r"[a-z]{0,5}", fullmatch=True),
    tail=st.sampled_from(["", "/", "/kb", "/kb?sslmode=require", "/kb?schema=a b"]),
)
def test_no_message_shows_a_password(password: str, user: str, tail: str) -> None:
    """Neither the address nor an error nor the settings."""
    home = f"postgresql://{user}:{password}@h{tail}"
    shown = [veiled(home), *(str(value) for name, value, _ in load_settings({"home": home}, {}).rows())]
    try:
        shown.append(repr(parse_address(home)))
    except AddressError as error:
        shown.append(f"{error} {error.hint}")
    assert [text for text in shown if password in text or f"{password[:8]}" in text] == []


def test_a_password_among_the_parameters_is_veiled_too() -> None:
    """libpq takes it there."""
    home = "postgresql://h/kb?user=ada&password=secret&sslmode=require"
    assert veiled(home) == "postgresql://h/kb?user=ada&sslmode=require"
    assert "secret" not in str(load_settings({"home": home}, {}).rows())
