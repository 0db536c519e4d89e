"""A home on PostgreSQL, and the folder of this machine that goes with it."""

import sys
from contextlib import closing
from pathlib import Path

import pytest

from kb.errors import NotFoundError
from kb.log.remote_home import CacheError, MissingDriverError, RemoteHome, cache_folder, open_home
from tests.log.samples import added
from tests.postgres import Cluster
from tests.unprivileged import unprivileged


def test_one_log_has_one_folder_by_whatever_way_it_is_reached(cluster: Cluster, tmp_path: Path) -> None:
    """Over the socket or over the network; the name in messages is the address."""
    url = cluster.url()
    with pytest.raises(NotFoundError):
        open_home(url, str(tmp_path))
    home = open_home(url, str(tmp_path), create=True)
    other = open_home(cluster.tcp_url(url.rpartition("=")[2]), str(tmp_path))

    assert isinstance(home, RemoteHome)
    assert home.root == other.root
    assert home.root.parent == tmp_path
    assert (home.name, other.name) == (url, cluster.tcp_url(url.rpartition("=")[2]))
    assert home.catalog_path.parent == home.graph_path.parent == home.root
    with closing(home.event_log()) as log, closing(other.event_log(read_only=True)) as reading:
        log.append("article/a", 0, [added("a")], actor="person:Ada")
        assert reading.position() == 1
    assert home.has_log()
    assert home.log_bytes() > 0
    standing = home.standing()
    assert (standing.role, standing.may_append, standing.may_erase, standing.owns) == ("kb", True, True, True)
    assert (standing.standby, standing.safe) == (False, False)  # the tests' own server runs without fsync


def test_a_log_made_anew_gets_a_folder_of_its_own(cluster: Cluster, tmp_path: Path) -> None:
    """What was projected from the one before is not taken for its own."""
    url = cluster.url()
    before = open_home(url, str(tmp_path), create=True)
    cluster.psql(f"DROP SCHEMA {url.rpartition('=')[2]} CASCADE")
    assert open_home(url, str(tmp_path), create=True).root != before.root


def test_the_folder_is_the_flag_s_else_the_platform_s(tmp_path: Path) -> None:
    """And absolute."""
    assert cache_folder(str(tmp_path)) == tmp_path
    assert cache_folder("here") == Path.cwd() / "here"
    assert cache_folder().name == "kb"


def test_a_folder_that_cannot_be_made_is_said(cluster: Cluster, tmp_path: Path) -> None:
    """With where to name another one."""
    url = cluster.url()
    open_home(url, str(tmp_path), create=True)
    with unprivileged() as folder:
        folder.chmod(0o500)
        with pytest.raises(CacheError, match="cannot be used") as caught:
            open_home(url.replace("postgresql://kb@", "postgresql://kb@"), str(folder / "cache"))
        folder.chmod(0o700)
    assert "--cache" in caught.value.hint


def test_without_the_driver_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Folders need none."""
    for name in [name for name in sys.modules if name.startswith(("psycopg", "kb.log.postgres_"))]:
        if name != "kb.log.postgres_address":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingDriverError, match="psycopg") as caught:
        open_home("postgresql:///kb", str(tmp_path))
    assert "newskb[postgres]" in caught.value.hint
    assert open_home(tmp_path / "folder", create=True).writable
