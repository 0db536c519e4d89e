"""Two speakers of one article give two amounts: they are at odds, whoever repeats both."""

from pathlib import Path

import pytest

from kb.bootstrap import open_knowledge_base
from kb.service.happenings.conflicts import conflicts
from kb.settings import load_settings
from tests.service.conftest import add

SEED = Path(__file__).parents[2] / "seeds" / "07-brisbane-river-ruling.txt"


@pytest.mark.thorough
def test_what_company_and_department_say_of_one_sum_is_in_conflict(tmp_path: Path) -> None:
    with open_knowledge_base(tmp_path / "home", load_settings({}, {}), create=True) as kb:
        add(kb, SEED)
        told = [{value.words for value in quantity.values} for quantity in conflicts(kb.catalog)]

    assert told == [{"A$57 million", "A$31 million"}]
