"""What crash points found, as the tables of docs/faults.md.

Input: files of lines that tests.faults.run wrote, slices of one run or of several. Output: Markdown on standard output.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.faults.shim import Mode


def tables(results: Iterable[dict[str, Any]]) -> str:
    """Return points by operation and kind of fault, how they ended, and what was wrong."""
    points: Counter[tuple[str, str]] = Counter()
    ended: Counter[tuple[str, str]] = Counter()
    acknowledged, wrong = 0, []
    for result in results:
        points[result["operation"], result["mode"]] += 1
        ended[result["mode"], result["ended"].split(":")[0]] += 1
        acknowledged += result["acknowledged"]
        wrong += [f"{result['operation']} {result['mode']} {result['seed']}: {what}" for what in result["problems"]]
    operations = sorted({operation for operation, _ in points})
    order = [mode.name.lower() for mode in Mode]
    modes = sorted({mode for _, mode in points}, key=order.index)
    lines = [f"| | {' | '.join(modes)} | together |", f"|---|{'---:|' * (len(modes) + 1)}"]
    for operation in operations:
        row = [points[operation, mode] for mode in modes]
        lines.append(f"| {operation} | {' | '.join(map(str, row))} | {sum(row)} |")
    lines.append(f"\n{sum(points.values())} points, {acknowledged} acknowledged steps, {len(wrong)} things wrong.\n")
    kinds = list(dict.fromkeys(kind for _, kind in ended))
    lines += [f"| ended | {' | '.join(kinds)} |", f"|---|{'---:|' * len(kinds)}"]
    lines += [f"| {mode} | {' | '.join(str(ended[mode, kind]) for kind in kinds)} |" for mode in modes]
    return "\n".join(lines + [f"- {what}" for what in wrong])


if __name__ == "__main__":
    slices = "".join(Path(name).read_text() for name in sys.argv[1:])
    sys.stdout.write(tables(json.loads(line) for line in slices.splitlines()) + "\n")
