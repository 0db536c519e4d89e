"""Every knob of the program, where its value came from, and nothing else that reads the environment for one.

Input: defaults, a TOML file, environment variables KB_NAME, flags; later ones win.
Output: one frozen Settings with the origin of each value, handed down by
kb.bootstrap; printed by ``kb status`` and described in docs/settings.md.
Never: is read inside functions of other parts, guesses what a wrong value meant.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kb.errors import InputError

DEFAULT_BASE: Final = "http://localhost:8000/"
_SECRETS: Final = frozenset({"token", "llm_key"})
_PASSWORD: Final = re.compile(r"(?<=://)(?P<user>[^/?@:]*):[^?]*(?=@)|(?<=[?&])password=[^&]*")  # of an address


class SettingError(InputError):
    """A setting is unknown or has a value that it cannot have."""

    code = "bad-setting"

    def __init__(self, name: str, origin: str, reason: str, hint: str) -> None:
        self.name = name
        self.origin = origin
        self.reason = reason
        super().__init__(f"The setting {name} ({origin}) {reason}.", hint=hint)


def _knob(default: Any, about: str, *, least: float | None = None, most: float | None = None) -> Any:
    return field(default=default, metadata={"about": about, "least": least, "most": most})


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set. Seconds, bytes and rows as each description says.

    Attributes:
        origins: field name -> "default", "file PATH", "environment KB_NAME" or "flag".
    """

    home: str = _knob("", "folder of the knowledge base, or postgresql:// address; empty: the platform's data folder")
    cache: str = _knob("", "folder for graph and tables of a home on PostgreSQL; empty: the platform's cache folder")
    base_iri: str = _knob(DEFAULT_BASE, "base IRI of a new home; later the home has its own")
    extractor: str = _knob(
        "builtin",
        "reader of articles, an extractor's name; of several, with commas, the first that knows the language",
    )
    llm_url: str = _knob("", "address of an OpenAI-compatible service (http://localhost:8080/v1) for the extractor llm")
    llm_model: str = _knob("", "model that the extractor llm asks for")
    llm_key: str = _knob("", "secret that the extractor llm sends there; empty: none")
    llm_timeout: float = _knob(120.0, "seconds that it waits for an answer", least=0.1, most=3600)
    llm_retries: int = _knob(2, "times that it asks again after a fault of the service", least=0, most=10)
    actor: str = _knob("", "who is recorded as acting; empty: the name you are logged in with")
    lock_timeout: float = _knob(600.0, "seconds to wait for another process that writes to the home", least=0)
    server_timeout: float = _knob(30.0, "seconds to wait for a PostgreSQL server that is away", least=0, most=3600)
    max_characters: int = _knob(500_000, "characters that an article may have; a longer one is refused", least=1000)
    commit_articles: int = _knob(50, "articles after which `kb add` brings graph and tables up to date", least=1)
    commit_seconds: float = _knob(15.0, "seconds after which it does so at the latest", least=0.1)
    query_timeout: float = _knob(30.0, "seconds that a query may run", least=0.01, most=3600)
    query_rows: int = _knob(1_000_000, "rows or triples that a query may answer with", least=1)
    query_memory_mb: int = _knob(2048, "MiB of memory that a query may take", least=64)
    query_mb: int = _knob(256, "MiB that the answer to a query may have", least=1)
    public_timeout: float = _knob(
        0.0, "seconds that a query over HTTP without a token may run; 0: as long as others", least=0, most=3600
    )
    public_rows: int = _knob(0, "rows that such a query may answer with; 0: as many as others", least=0)
    public_memory_mb: int = _knob(0, "MiB of memory that such a query may take; 0: as much as others", least=0)
    public_mb: int = _knob(0, "MiB that the answer to such a query may have; 0: as many as others", least=0)
    query_cache_mb: int = _knob(
        16, "MiB of small answers to queries over HTTP, kept until something is added; 0: none", least=0, most=4096
    )
    query_workers: int = _knob(2, "queries that the server runs at once", least=1, most=64)
    reconcile_hosts: tuple[str, ...] = _knob(
        (), "hosts that `kb reconcile` may ask though their address is private, besides this machine"
    )
    reconcile_timeout: float = _knob(20.0, "seconds that `kb reconcile` waits for one answer", least=0.1, most=600)
    reconcile_pause: float = _knob(0.2, "seconds between two of its requests", least=0, most=60)
    watch_timeout: float = _knob(30.0, "seconds that `kb watch` waits for a feed's answer", least=0.1, most=600)
    watch_pause: float = _knob(1.0, "seconds between two of its requests to one host", least=0, most=3600)
    snapshots: int = _knob(4, "snapshots of graph and tables kept to look back from; 0: none", least=0, most=64)
    generations_percent: int = _knob(
        100,
        "of the graph's size on disk, what earlier states of its files may take beside it; 0: none",
        least=0,
        most=10_000,
    )
    as_of_views: int = _knob(4, "moments of the past that are kept ready once asked for", least=1, most=64)
    service_hosts: tuple[str, ...] = _knob((), "hosts that SERVICE in a query may ask; none: SERVICE is refused")
    host: str = _knob("127.0.0.1", "address that `kb serve` listens on")
    port: int = _knob(8000, "port that `kb serve` listens on", least=0, most=65535)
    root_path: str = _knob("", "path of its host that a proxy has `kb serve` below: /kb; empty: it has the host")
    private: int = _knob(0, "1: reading from `kb serve` needs a token too; 0: writing alone does", least=0, most=1)
    fetch: int = _knob(
        0, "1: who may write can have `kb serve` fetch an address of the public web at /add; 0: none", least=0, most=1
    )
    connections: int = _knob(1000, "connections to `kb serve` that may be open at once", least=1, most=100_000)
    rate: float = _knob(
        0.0, "requests a second that one address without a token may send to `kb serve`; 0: any number", least=0
    )
    log_format: str = _knob("text", "lines that `kb serve` logs: text or json")
    otel_url: str = _knob("", "address of an OTLP collector (http://localhost:4318) that traces go to; empty: none")
    token: str = _knob("", "secret that writing over HTTP asks for; must be set to listen on other than loopback")
    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), compare=False)

    def rows(self) -> list[tuple[str, Any, str]]:
        """Return (name, value, origin) of every setting, secrets veiled."""
        shown = []
        for spec in knobs():
            value = getattr(self, spec.name)
            if spec.name in _SECRETS and value:
                value = "(set)"
            if spec.name == "home":
                value = _PASSWORD.sub(lambda found: found["user"] or "", value)
            shown.append((spec.name, list(value) if isinstance(value, tuple) else value, self.origins[spec.name]))
        return shown


def knobs() -> list[Any]:
    """Return the dataclass fields that are settings, in order; metadata holds about, least, most."""
    return [spec for spec in fields(Settings) if spec.name != "origins"]


def config_path(environ: Mapping[str, str] | None = None) -> Path:
    """Return where the TOML file is looked for: $KB_CONFIG, else the platform's configuration folder."""
    env = os.environ if environ is None else environ
    if env.get("KB_CONFIG"):
        return Path(env["KB_CONFIG"])
    import platformdirs

    return Path(platformdirs.user_config_dir("kb", appauthor=False)) / "config.toml"


def load_settings(flags: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in force.

    Args:
        flags: field name -> value from the command line; None: not given.
        environ: instead of the process's environment.

    Raises:
        SettingError: an unknown key in the file, a wrong type, a value out of range.
        InputError: the file cannot be read, or is no TOML.
    """
    env = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    origins = {spec.name: "default" for spec in knobs()}
    path = config_path(env)
    layers: list[tuple[Mapping[str, Any], str]] = [
        (_read_file(path, required=bool(env.get("KB_CONFIG"))), f"file {path}")
    ]
    layers.append(({s.name: env[f"KB_{s.name.upper()}"] for s in knobs() if env.get(f"KB_{s.name.upper()}")}, "env"))
    layers.append(({name: value for name, value in (flags or {}).items() if value is not None}, "flag"))
    known = {spec.name: spec for spec in knobs()}
    for layer, origin in layers:
        for name, raw in layer.items():
            where = f"environment KB_{name.upper()}" if origin == "env" else origin
            if name not in known:
                raise SettingError(name, where, "is unknown", f"Known are: {', '.join(known)}.")
            values[name] = _read_value(known[name], raw, where, text=origin == "env")
            origins[name] = where
    return Settings(**values, origins=MappingProxyType(origins))


def _read_file(path: Path, *, required: bool) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError as error:
        if not required:
            return {}
        raise InputError(f"There is no settings file {path}.", hint="Create it or unset KB_CONFIG.") from error
    except OSError as error:
        raise InputError(
            f"The settings file {path} cannot be read: {error.strerror}.", hint="Check its permissions."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"The settings file {path} is no TOML: {error}.", hint="Write lines such as: query_timeout = 30"
        ) from error


def _read_value(spec: Any, raw: Any, origin: str, *, text: bool) -> Any:
    """Return *raw* as the type of the field's default; from the environment everything is text."""
    try:
        value = _from_text(spec.default, raw) if text else _exact(spec.default, raw)
    except ValueError:
        kind = {str: "text", int: "a whole number", float: "a number", tuple: "a list of texts"}[type(spec.default)]
        wanted = "parts with commas between" if text and kind.startswith("a list") else kind
        raise SettingError(spec.name, origin, f"must be {kind}, not {raw!r}", f"Give {wanted}.") from None
    least, most = spec.metadata["least"], spec.metadata["most"]
    if (least is not None and not value >= least) or (most is not None and not value <= most):
        limits = f"from {least} to {most}" if most is not None else f"of at least {least}"
        raise SettingError(spec.name, origin, f"cannot be {raw!r}", f"Give a number {limits}.")
    return value


def _from_text(default: Any, raw: str) -> Any:
    if isinstance(default, tuple):
        return tuple(part.strip() for part in raw.split(",") if part.strip())
    return type(default)(raw)


def _exact(default: Any, raw: Any) -> Any:
    if isinstance(default, tuple):
        if not isinstance(raw, list | tuple) or not all(isinstance(part, str) for part in raw):
            raise ValueError(raw)
        return tuple(raw)
    if isinstance(default, float) and type(raw) is int:
        return float(raw)
    if type(raw) is not type(default):
        raise ValueError(raw)
    return raw
