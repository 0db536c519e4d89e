"""A task runs on one machine at a time."""

import threading
import time
from collections.abc import Iterator, Sequence

import pytest

from kb.errors import InputError
from kb.events import Recorded
from kb.log import leases as of_leases
from kb.log.leases import LeaseHeldError, LeaseLostError, Leases
from kb.log.postgres import PostgresEventLog
from kb.projections import runner
from tests.log.samples import added
from tests.postgres import Cluster


@pytest.fixture
def log(cluster: Cluster) -> Iterator[PostgresEventLog]:
    """A log that a lease can be taken on."""
    log = PostgresEventLog(cluster.url(), create=True)
    yield log
    log.close()


def test_a_second_holder_waits_or_is_told_who_has_it(log: PostgresEventLog) -> None:
    """Another name is free; the token rises with each holder."""
    leases = Leases(log.address)
    with leases.hold("export") as first, leases.hold("import") as other:
        assert first.held
        assert (first.token, other.token) == (1, 1)
        with pytest.raises(LeaseHeldError, match="'export' is done by process"), leases.hold("export"):
            pass
    said: list[str] = []
    freed = threading.Event()

    def hold() -> None:
        with leases.hold("export"):
            freed.wait(60)

    holding = threading.Thread(target=hold)
    holding.start()
    while not log._one("SELECT count(*) FROM lease WHERE name = 'export' AND expires > clock_timestamp()"):
        pass

    def told(holder: str) -> None:
        said.append(holder)
        freed.set()

    with leases.hold("export", wait=60, on_wait=told) as third:
        assert third.token == 3
    holding.join()
    assert len(said) == 1


def test_a_lease_is_renewed_and_ends_with_its_program(log: PostgresEventLog) -> None:
    """It lasts for as long as the block; what nobody renews any more is free after its time."""
    leases = Leases(log.address, seconds=0.6)
    with leases.hold("export") as lease:
        ends = log._one("SELECT expires FROM lease")
        while log._one("SELECT expires FROM lease") == ends:
            pass
        lease.check()
    with log._lock:
        log._session.get().execute(
            "INSERT INTO lease VALUES ('killed', 'process 1', 7, clock_timestamp() + interval '0.3 s')"
        )
    with leases.hold("killed", wait=60) as lease:
        assert lease.token == 8


def test_a_lease_that_was_lost_says_so(log: PostgresEventLog) -> None:
    """Another program took it while this one could not renew it."""
    with Leases(log.address, seconds=0.3).hold("export") as lease:
        with log._lock:
            log._session.get().execute("UPDATE lease SET token = token + 1, holder = 'another'")
        while lease.held:
            pass
        with pytest.raises(LeaseLostError, match="was lost"):
            lease.check()
    assert log._one("SELECT holder FROM lease WHERE expires > clock_timestamp() - interval '1 h'") == "another"


def test_a_machine_that_slept_holds_nothing(log: PostgresEventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux counts sleep in one clock of several: the lease goes by that one."""
    assert abs(of_leases._now() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 10
    clock, slept = of_leases._now, 0.0
    monkeypatch.setattr(of_leases, "_now", lambda: clock() + slept)
    with Leases(log.address, seconds=30).hold("export") as lease:
        assert 20 < lease.left <= 30
        slept = 31.0
        assert (lease.held, lease.left) == (False, 0)


@pytest.mark.parametrize("name", ["", "a\nb", "\x00"])
def test_a_task_needs_a_name(log: PostgresEventLog, name: str) -> None:
    """One that can be shown."""
    with pytest.raises(InputError, match="Not a name"), Leases(log.address).hold(name):
        pass


class Counting:
    """A projection that keeps what it was given, on one shared place, as a store elsewhere would."""

    name = "elsewhere"

    def __init__(self, place: list[int]) -> None:
        self.place = place

    @property
    def position(self) -> int:
        """Where it stands."""
        return self.place[-1] if self.place else 0

    def apply(self, events: Sequence[Recorded]) -> None:
        """Take events in, slowly enough for another worker to come between."""
        for recorded in events:
            threading.Event().wait(0.001)
            self.place.append(recorded.position)


def test_a_projection_runs_once_on_many_machines(log: PostgresEventLog) -> None:
    """Four workers keep one projection up to date under a lease: each event comes in once, in order."""
    place: list[int] = []
    for number in range(20):
        log.append(f"article/{number}", 0, [added("a")], actor="person:Ada")

    def work() -> None:
        for _ in range(3):
            with Leases(log.address).hold("elsewhere", wait=60):
                runner.advance(log, [Counting(place)], size=5)  # type: ignore[list-item]

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert place == list(range(1, 21))
