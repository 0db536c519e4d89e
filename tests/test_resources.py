"""The package finds what it brings with it."""

import pytest

from kb.resources import MissingResourceError, resource


def test_the_ontology_is_found() -> None:
    assert (resource("ontology") / "ontology.ttl").is_file()


def test_the_package_data_is_found() -> None:
    assert resource("data").name == "data"


def test_what_is_missing_is_named() -> None:
    with pytest.raises(MissingResourceError) as error:
        resource("qwzx")

    assert error.value.name == "qwzx"
