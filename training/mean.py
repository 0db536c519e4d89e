"""The mean of two checkpoints, number by number (Wortsman et al. 2022, model soups).

    python -m training.mean FIRST SECOND 0.5 OUT

Input: two checkpoints of one network, the second trained on from the first.
Output: one whose numbers are (1 - share) of the first and *share* of the second.
PropBank roles and factuality, which recovered files lack, are the second's.
"""

import argparse
from pathlib import Path

import torch

from training.recover import ABSENT


def mean(first: Path, second: Path, share: float, out: Path) -> None:
    """Write the mean of two checkpoints.

    Raises:
        ValueError: they are of networks of different shapes, or *share* is not between 0 and 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"A share of {share} is none: say a number between 0 and 1.")
    a, b = (torch.load(path, map_location="cpu") for path in (first, second))
    if {n: v.shape for n, v in a["model"].items()} != {n: v.shape for n, v in b["model"].items()}:
        raise ValueError(f"{first} and {second} are not of one network.")
    model = {
        n: v if n.startswith(ABSENT) or not v.is_floating_point() else (1 - share) * a["model"][n] + share * v
        for n, v in b["model"].items()
    }
    note = f"{1 - share:.2f} of ({a['note']}) and {share:.2f} of ({b['note']})"
    torch.save({**b, "model": model, "note": note}, out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("share", type=float)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    mean(args.first, args.second, args.share, args.out)
