"""A network as GEXF 1.2 or GraphML, a node and an edge at a time.

Input: nodes and edges with what is known of them, each in its order. Output: XML, laid out as networkx lays it out, for
Gephi, yEd, Cytoscape and networkx.
Never: holds more than a node; what stands at the head (which attributes there are) waits for the rest in a file.
"""

import re
import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import IO, Final

Value = str | int | float
Facts = Mapping[str, Value]  # in order; what nobody knows is not among them
Node = tuple[str, Facts]
Edge = tuple[str, str, str, Facts]  # source, target, kind

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES: Final = {str: "string", int: "long", float: "double"}
_SCHEMA: Final = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation='
_GEXF: Final = "http://www.gexf.net/1.2draft"
_GRAPHML: Final = "http://graphml.graphdrawing.org/xmlns"
_CHUNK: Final = 1 << 16
_IN_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_QUOTES: Final = _IN_TEXT | str.maketrans({'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"})
_LINE_ENDS: Final = re.compile("\r\n?")


def write(nodes: Iterable[Node], edges: Iterable[Edge], out: IO[bytes], format: str) -> tuple[int, int]:
    """Write a network; return how many nodes and edges it has.

    Args:
        edges: taken when all nodes were.
        format: "gexf" or "graphml".
    """
    file = _Gexf() if format == "gexf" else _Graphml()
    counts = [0, 0]
    with tempfile.TemporaryFile(prefix="kb-export-") as body:
        for name, facts in nodes:
            body.write(file.node(name, facts))
            counts[0] += 1
        body.write(file.between(counts[0]))
        for source, target, kind, facts in edges:
            body.write(file.edge(source, target, kind, facts))
            counts[1] += 1
        body.seek(0)
        out.write(file.head(*counts))
        shutil.copyfileobj(body, out, _CHUNK)
        out.write(file.foot(*counts))
    return counts[0], counts[1]


class _File(ABC):
    """One format; numbers attributes as it meets them."""

    def __init__(self) -> None:
        self._attributes: dict[tuple[str, str], tuple[str, str]] = {}  # of what, name -> number, type

    def _number(self, of: str, name: str, value: Value) -> str:
        known = self._attributes.setdefault((of, name), (str(len(self._attributes)), _TYPES[type(value)]))
        return known[0]

    @abstractmethod
    def node(self, name: str, facts: Facts) -> bytes:
        """Return a node."""

    @abstractmethod
    def edge(self, source: str, target: str, kind: str, facts: Facts) -> bytes:
        """Return an edge."""

    @abstractmethod
    def between(self, nodes: int) -> bytes:
        """Return what stands between nodes and edges."""

    @abstractmethod
    def head(self, nodes: int, edges: int) -> bytes:
        """Return what comes before the nodes; asked for when all of them are known."""

    @abstractmethod
    def foot(self, nodes: int, edges: int) -> bytes:
        """Return what comes after the edges."""


class _Gexf(_File):
    def __init__(self) -> None:
        super().__init__()
        self._edges = 0

    def node(self, name: str, facts: Facts) -> bytes:
        label = facts.get("label", name)
        return self._element("node", f"id={_quoted(name)} label={_quoted(label)}", facts, {"label"})

    def edge(self, source: str, target: str, kind: str, facts: Facts) -> bytes:
        ends = f'source={_quoted(source)} target={_quoted(target)} id="{self._edges}"'
        opening = b"" if self._edges else b"    <edges>\n"
        self._edges += 1
        shown = "".join(f" {name}={_quoted(facts[name])}" for name in ("label", "weight") if name in facts)
        return opening + self._element("edge", ends + shown, {**facts, "networkx_key": kind}, {"label", "weight"})

    def _element(self, of: str, head: str, facts: Facts, shown: set[str]) -> bytes:
        lines = [f"      <{of} {head}>\n        <attvalues>\n"]
        for name, value in facts.items():
            if name not in shown:
                number = self._number(of, name, value)
                lines.append(f'          <attvalue for="{number}" value={_quoted(value)} />\n')
        return "".join((*lines, f"        </attvalues>\n      </{of}>\n")).encode()

    def between(self, nodes: int) -> bytes:
        return b"    </nodes>\n" if nodes else b""

    def head(self, nodes: int, edges: int) -> bytes:
        lines = [
            "<?xml version='1.0' encoding='utf-8'?>",
            f'<gexf xmlns="{_GEXF}" {_SCHEMA}"{_GEXF} {_GEXF}/gexf.xsd" version="1.2">',
            *("  <meta>", "    <creator>newskb</creator>", "  </meta>"),
            '  <graph defaultedgetype="directed" mode="static" name="">',
        ]
        for of in ("edge", "node"):
            known = [(number, name, kind) for (one, name), (number, kind) in self._attributes.items() if one == of]
            if known:
                lines.append(f'    <attributes mode="static" class="{of}">')
                lines += [f'      <attribute id="{one}" title="{name}" type="{kind}" />' for one, name, kind in known]
                lines.append("    </attributes>")
        lines.append("    <nodes>" if nodes else "    <nodes />")
        return "\n".join((*lines, "")).encode()

    def foot(self, nodes: int, edges: int) -> bytes:
        return b"%s  </graph>\n</gexf>\n" % (b"    </edges>\n" if edges else b"    <edges />\n")


class _Graphml(_File):
    def node(self, name: str, facts: Facts) -> bytes:
        return self._element("node", f"id={_quoted(name)}", facts)

    def edge(self, source: str, target: str, kind: str, facts: Facts) -> bytes:
        return self._element("edge", f"source={_quoted(source)} target={_quoted(target)} id={_quoted(kind)}", facts)

    def _element(self, of: str, head: str, facts: Facts) -> bytes:
        data = (
            f'      <data key="d{self._number(of, name, value)}">{_text(value)}</data>\n'
            for name, value in facts.items()
        )
        return "".join((f"    <{of} {head}>\n", *data, f"    </{of}>\n")).encode("ascii", "xmlcharrefreplace")

    def between(self, nodes: int) -> bytes:
        return b""

    def head(self, nodes: int, edges: int) -> bytes:
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<graphml xmlns="{_GRAPHML}" {_SCHEMA}"{_GRAPHML} {_GRAPHML}/1.0/graphml.xsd">',
        ]
        for (of, name), (number, kind) in reversed(self._attributes.items()):
            lines.append(f'  <key id="d{number}" for="{of}" attr.name="{name}" attr.type="{kind}" />')
        lines.append(f'  <graph edgedefault="directed"{"" if nodes else " /"}>')
        return "\n".join((*lines, "")).encode()

    def foot(self, nodes: int, edges: int) -> bytes:
        return b"%s</graphml>\n" % (b"  </graph>\n" if nodes else b"")


def _plain(value: Value) -> str:
    """Return a value as XML can hold it: U+FFFD stands for a character that it cannot."""
    return _NOT_XML.sub("\ufffd", value) if isinstance(value, str) else str(value)


def _quoted(value: Value) -> str:
    return f'"{_plain(value).translate(_IN_QUOTES)}"'


def _text(value: Value) -> str:
    """Return the content of an element; whoever reads it would take any end of a line for a line feed."""
    return _LINE_ENDS.sub("\n", _plain(value)).translate(_IN_TEXT)
