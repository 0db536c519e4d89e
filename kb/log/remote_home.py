"""A home whose log lies on PostgreSQL, with graph and tables in a folder of this machine.

Input: the log's address, and where this machine keeps such folders (--cache,
KB_CACHE, or the platform's cache folder).
Output: a Home; its folder is the log's own, found again by the id that the log
was given when it was made, whatever address leads to it.
Never: keeps knowledge in the folder that the log does not have; signatures and tokens are the machine's own.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kb.errors import StorageError
from kb.log.chain import utc_now
from kb.log.contract import Clock, EventLog, OnAway
from kb.log.home import Home, resolve_home
from kb.log.postgres_address import Address, is_address, parse_address
from kb.log.sqlite_file import NewerFormatError

if TYPE_CHECKING:
    from kb.log.postgres_inspection import Standing


PATIENCE: Final = 30.0


class MissingDriverError(StorageError):
    """The package that speaks to PostgreSQL is not installed."""

    code = "missing-driver"

    def __init__(self) -> None:
        super().__init__(
            "A home on PostgreSQL needs the package psycopg, which is not installed.",
            hint="pip install 'newskb[postgres]'",
        )


class CacheError(StorageError):
    """The folder for graph and tables cannot be made or used."""

    code = "bad-cache"

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        self.reason = reason
        super().__init__(
            f"The folder {folder}, for graph and tables of a log on PostgreSQL, cannot be used: {reason}",
            hint="Name another one with --cache or KB_CACHE.",
        )


@dataclass(frozen=True, slots=True)
class RemoteHome(Home):
    """An opened home with its log on PostgreSQL; see open_home.

    Attributes:
        address: of the log.
        patience: seconds for which its server is waited for when it goes away.
        on_away: told then; see PostgresEventLog.
    """

    address: Address
    patience: float = PATIENCE
    on_away: OnAway | None = None

    @property
    def name(self) -> str:
        """How the home is called in messages."""
        return self.address.shown

    @property
    def log_name(self) -> str:
        """How the log is called in messages."""
        return self.name

    def has_log(self) -> bool:
        """Say whether the log is there: it was when this home was opened."""
        return True

    def log_bytes(self) -> int:
        """Return how much room the log takes on the server."""
        return self.standing().bytes

    def standing(self) -> "Standing":
        """Return what server and role this is; see kb.log.postgres_inspection."""
        from kb.log.postgres_inspection import inspect

        return inspect(self.address)

    def event_log(self, *, read_only: bool = False, clock: Clock = utc_now) -> EventLog:
        """Open the log; what may be written to it the server decides.

        Raises:
            StorageError, NotFoundError: see PostgresEventLog.
        """
        from kb.log.postgres import PostgresEventLog

        return PostgresEventLog(self.address, clock=clock, patience=self.patience, on_away=self.on_away)


def open_home(
    chosen: str | Path | None,
    cache: str = "",
    *,
    create: bool = False,
    patience: float = PATIENCE,
    on_away: OnAway | None = None,
) -> Home:
    """Open the home that *chosen* names, a folder or an address.

    Args:
        chosen: see resolve_home; or postgresql://USER@HOST/DATABASE?schema=NAME.
        cache: folder under which graph and tables of an address are kept; "" for the platform's.
        create: make the folder, or the tables in the database, where there are none.
        patience: seconds for which the server of an address is waited for when it goes away.
        on_away: told then; with it, a server that is away now is waited for too.

    Raises:
        NotFoundError: there is no home, or no database or log at the address.
        StorageError: see Home.open and PostgresEventLog.
        MissingDriverError, CacheError: of an address alone.
        AddressError: it cannot be read.
    """
    if not is_address(str(chosen or "")):
        return Home.open(resolve_home(chosen, {}), create=create)
    address = parse_address(str(chosen))
    try:
        from kb.log.postgres_inspection import log_id
    except ImportError as error:
        raise MissingDriverError from error
    number = log_id(address, create=create, patience=patience if on_away else 0.0, on_away=on_away)
    folder = cache_folder(cache) / f"{address.schema}-{number}"
    try:
        place = Home.open(folder, create=True)
    except NewerFormatError:
        raise
    except StorageError as error:
        raise CacheError(folder, str(error)) from error
    return RemoteHome(place.root, place.writable, address, patience, on_away)


def cache_folder(cache: str = "") -> Path:
    """Return where this machine keeps graph and tables of logs on PostgreSQL."""
    from platformdirs import user_cache_dir

    return Path(cache or user_cache_dir("kb", appauthor=False)).expanduser().absolute()
