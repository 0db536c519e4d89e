"""A process that is killed while it projects leaves a home that the next one brings up to date."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kb import events as ev
from kb.events.streams import RESOLUTION
from kb.log import Append, Home
from kb.projections.opening import opened
from kb.projections.verify import verify
from tests.projections.worlds import SETTLED, World

STEPS = 100
CODE = """
import sys
from pathlib import Path
from kb.log import Home
from kb.projections import runner
from kb.projections.opening import opened
home = Home.open(Path(sys.argv[1]))
log = home.event_log()
with opened(home, log) as projections:
    print("ready", flush=True)
    runner.advance(log, (projections.catalog, projections.graph), size=1)
"""


@pytest.mark.parametrize("delay", [0.0, 0.3])
def test_a_killed_process_leaves_nothing_torn(tmp_path: Path, delay: float) -> None:
    """Killed anywhere between two steps or in the middle of one: afterwards all verifies."""
    home = Home.open(tmp_path / "home", create=True)
    log = home.event_log()
    for recorded in World().run(SETTLED).log.read():
        stream = recorded.envelope.stream
        log.append_batch([Append(stream, log.stream_version(stream), (recorded.event,), recorded.envelope.actor)])
    merges: list[ev.DomainEvent] = []
    for number in range(STEPS // 2):
        merges += [ev.EntitiesMerged(f"k{number}", "aa", "cc"), ev.MergeUndone(f"k{number}", "again")]
    log.append(RESOLUTION, log.stream_version(RESOLUTION), merges, actor="rule:test/1")

    process = subprocess.Popen([sys.executable, "-c", CODE, str(home.root)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()

    with opened(home, log) as projections:
        assert projections.graph.position <= projections.catalog.position <= log.position()
        projections.advance(log)
    assert verify(home, log).differences == ()
    log.close()
