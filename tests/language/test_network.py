"""Tests of kb.language.network: what loads the model tells nobody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_LOADS = "from kb.language.network import Network, folder; Network(folder())"
_THEIRS = ("XDG_", "ORT_", "KB_")  # names of variables that move folders, or switch things off


@pytest.mark.thorough
def test_what_reads_leaves_no_id_of_the_machine_and_queues_nothing_for_its_maker(tmp_path: Path) -> None:
    """ONNX Runtime keeps both below the home folder before it sends them, whatever the machine's network is."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_THEIRS)}
    environment |= {"HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", _LOADS], env=environment, check=True, timeout=600)

    assert list(tmp_path.rglob("*")) == []
