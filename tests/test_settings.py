"""Settings: three layers over the defaults, each value with its origin, nothing guessed."""

from pathlib import Path

import pytest

from kb.errors import InputError
from kb.settings import SettingError, Settings, knobs, load_settings

DOCUMENT = Path(__file__).parents[1] / "docs" / "settings.md"


def _file(tmp_path: Path, text: str) -> dict[str, str]:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return {"KB_CONFIG": str(path)}


def test_flags_beat_environment_beats_file_beats_default(tmp_path: Path) -> None:
    """Each layer overrides the one below, and each value says which layer it came from."""
    env = _file(tmp_path, 'port = 1\nhost = "a"\nquery_rows = 5\n') | {"KB_PORT": "2", "KB_HOST": "b"}
    settings = load_settings({"port": 3, "home": None}, env)

    assert (settings.port, settings.host, settings.query_rows, settings.extractor) == (3, "b", 5, "builtin")
    assert settings.origins["port"] == "flag"
    assert settings.origins["host"] == "environment KB_HOST"
    assert settings.origins["query_rows"] == f"file {tmp_path / 'config.toml'}"
    assert settings.origins["extractor"] == settings.origins["home"] == "default"


def test_a_list_comes_from_either_layer(tmp_path: Path) -> None:
    """TOML has lists; the environment has commas."""
    env = _file(tmp_path, 'service_hosts = ["a.org", "b.org"]\n')
    assert load_settings(None, env).service_hosts == ("a.org", "b.org")
    assert load_settings(None, env | {"KB_SERVICE_HOSTS": "c.org, d.org,"}).service_hosts == ("c.org", "d.org")


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("qery_timeout = 3", "qery_timeout", "is unknown"),
        ('port = "8000"', "port", "must be a whole number"),
        ("port = 80.5", "port", "must be a whole number"),
        ("port = true", "port", "must be a whole number"),
        ("port = 70000", "port", "cannot be 70000"),
        ("query_timeout = nan", "query_timeout", "cannot be nan"),
        ('service_hosts = "a.org"', "service_hosts", "must be a list of texts"),
        ("host = 1", "host", "must be text"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, name: str, reason: str) -> None:
    """The error names the setting, where it stands and what is wrong with it."""
    with pytest.raises(SettingError) as caught:
        load_settings(None, _file(tmp_path, text))

    assert caught.value.name == name
    assert str(tmp_path) in str(caught.value)
    assert reason in str(caught.value)
    assert caught.value.hint


def test_a_wrong_environment_variable_is_named() -> None:
    """The variable is called by its own name."""
    with pytest.raises(SettingError, match=r"environment KB_QUERY_TIMEOUT.* must be a number, not 'soon'"):
        load_settings(None, {"KB_CONFIG": "", "KB_QUERY_TIMEOUT": "soon"})


def test_a_file_that_is_no_toml_or_is_missing_is_an_error(tmp_path: Path) -> None:
    """A file that was asked for by name must be there and readable."""
    with pytest.raises(InputError, match="is no TOML"):
        load_settings(None, _file(tmp_path, "port 3"))
    with pytest.raises(InputError, match="There is no settings file"):
        load_settings(None, {"KB_CONFIG": str(tmp_path / "other.toml")})


def test_the_token_is_never_shown(tmp_path: Path) -> None:
    """`kb status` prints the settings; the secret stays out of it."""
    settings = load_settings({"token": "s3cret"}, {"XDG_CONFIG_HOME": str(tmp_path)})
    assert ("token", "(set)", "flag") in settings.rows()
    assert "s3cret" not in repr(settings.rows())


def test_every_setting_is_documented_with_its_default() -> None:
    """docs/settings.md has one row a setting: name, default, description."""
    rows = {}
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            name, default, about = (cell.strip() for cell in line.strip("|").split("|"))
            rows[name.strip("`")] = (default.strip("`"), about)
    expected = {}
    for spec in knobs():
        default = ", ".join(spec.default) if isinstance(spec.default, tuple) else str(spec.default)
        expected[spec.name] = (default, spec.metadata["about"])
    assert rows == expected


def test_settings_cannot_be_changed() -> None:
    """They are values: nobody can turn a knob behind another part's back."""
    with pytest.raises(AttributeError):
        Settings().port = 9  # type: ignore[misc]
