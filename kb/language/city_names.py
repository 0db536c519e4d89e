"""What large cities are called in other languages and scripts.

Input: kb/data/exonyms.tsv.gz, made of GeoNames (CC BY 4.0) by training/gazetteer/exonyms.py.
Output: rows read by kb.resolution.names.exonyms, which made their keys.
Never: writes; says which of two cities of one name is meant.
"""

import gzip
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

SHIPPED: Final = "data/exonyms.tsv.gz"  # beside the code, a constant of it like the tables of the package nicknames


def city_names() -> Iterator[tuple[str, list[str]]]:
    """Yield the GeoNames id of each city with the keys of its names."""
    table = gzip.decompress(files("kb").joinpath(SHIPPED).read_bytes()).decode("utf-8")
    for line in table.splitlines():
        number, _, keys = line.partition("\t")
        yield number, keys.split("|")
