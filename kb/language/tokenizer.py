"""Text to words, and words to what the encoder takes in.

Input: the raw text of an article.
Output: a spaCy Doc (words as spaCy's blank English model splits them, white
space kept, so that Doc.text is the text) and, for each word that is no white
space, sub-word ids, a casing class and whether a paragraph begins with it.
Read by kb.language.reader and by training/, which must see words alike.
Never: changes, drops or reorders a character of the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab
from tokenizers import Tokenizer

MAX_PIECES: Final = 8  # sub-words a word; what is longer is no word anybody wrote
MAX_WORD: Final = 64  # characters of a word that the encoder sees
CACHED_WORDS: Final = 50_000
MAX_RUN: Final = 256  # characters of a word that spaCy's tokenizer sees in one piece
CHUNK: Final = 50_000  # characters handed to spaCy's tokenizer at a time

LOWER, TITLE, UPPER, MIXED = range(4)

_BREAK = re.compile(r"\n[ \t\r\f\v]*\n|\u2029")
_ENDLESS = re.compile(rf"\S{{{MAX_RUN + 1},}}")
_ENDS = ".!?…:;\"”’')]»"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a Doc, white space left out, as the encoder sees them.

    Attributes:
        tokens: index into the Doc of each word.
        pieces: sub-word ids of each word, one at least.
        casing: casing class of each word.
        breaks: whether a paragraph begins with the word.
    """

    tokens: Sequence[int]
    pieces: Sequence[tuple[int, ...]]
    casing: Sequence[int]
    breaks: Sequence[bool]


class WordPieces:
    """Sub-word ids of single words, remembered."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._known: dict[str, tuple[int, ...]] = {}
        self.start = self._id("[CLS]")
        self.end = self._id("[SEP]")
        self.unknown = self._id("[UNK]")

    def __call__(self, word: str) -> tuple[int, ...]:
        """Return the ids of one word: at least one, at most MAX_PIECES."""
        found = self._known.get(word)
        if found is None:
            ids = self._tokenizer.encode(word[:MAX_WORD], add_special_tokens=False).ids
            found = tuple(ids[:MAX_PIECES]) or (self.unknown,)
            if len(self._known) >= CACHED_WORDS:
                self._known.clear()
            self._known[word] = found
        return found

    def _id(self, piece: str) -> int:
        number = self._tokenizer.token_to_id(piece)
        if number is None:
            raise ValueError(f"The sub-word vocabulary has no {piece}.")
        return int(number)


def casing(word: str) -> int:
    """Return the casing class of a word: LOWER, TITLE, UPPER or MIXED (also digits)."""
    if any(c.isdigit() for c in word):
        return MIXED
    if word == word.lower():
        return LOWER
    if word[0].isupper() and word[1:] == word[1:].lower():
        return TITLE
    if word == word.upper():
        return UPPER
    return MIXED


@lru_cache(maxsize=1)
def _blank() -> spacy.language.Language:
    return spacy.blank("en")


def tokenize(text: str) -> Doc:
    """Return the text as a spaCy Doc without annotation; ``doc.text == text``.

    Long texts and endless words are cut and tokenized piece by piece, because
    spaCy's tokenizer takes time that grows with the square of a word's length
    ("((((").
    """
    nlp = _blank()
    if len(text) <= CHUNK and not _ENDLESS.search(text):
        return nlp.make_doc(text)
    words: list[str] = []
    spaces: list[bool] = []
    for piece in _pieces(text):
        doc = nlp.make_doc(piece)
        words.extend(t.text for t in doc)
        spaces.extend(bool(t.whitespace_) for t in doc)
    return Doc(nlp.vocab, words=words, spaces=spaces)


def vocab() -> Vocab:
    """Return the vocabulary that every Doc of the reader shares."""
    return _blank().vocab


def _pieces(text: str) -> list[str]:
    """Cut words longer than MAX_RUN, and the rest behind a space about every CHUNK characters."""
    cuts: list[int] = []
    for run in _ENDLESS.finditer(text):
        cuts.extend(range(run.start(), run.end(), MAX_RUN))
        cuts.append(run.end() + (text[run.end() : run.end() + 1] == " "))
    ends = iter([*cuts, len(text)])
    pieces, start, end = [], 0, next(ends)
    while start < len(text):
        while end <= start and end < len(text):
            end = next(ends)
        stop = end
        if end - start > CHUNK:
            space = _lone_space(text, start, start + CHUNK)
            stop = space + 1 if space > start else start + CHUNK
        pieces.append(text[start:stop])
        start = stop
    return pieces


def _lone_space(text: str, start: int, end: int) -> int:
    """Return the last space in text[start:end] between two visible characters, -1 if there is none."""
    at = text.rfind(" ", start + 1, end - 1)
    while at > start and (text[at - 1].isspace() or text[at + 1].isspace()):
        at = text.rfind(" ", start + 1, at)
    return at


def words_of(doc: Doc, pieces: WordPieces) -> Words:
    """Return the words of *doc* that are not white space, ready for the encoder."""
    tokens, ids, cases, breaks = [], [], [], []
    starts = paragraph_starts(doc)
    for token in doc:
        if token.is_space:
            continue
        tokens.append(token.i)
        ids.append(pieces(token.text))
        cases.append(casing(token.text))
        breaks.append(token.i in starts)
    return Words(tokens, ids, cases, breaks)


def paragraph_starts(doc: Doc) -> set[int]:
    """Return the tokens, white space aside, that begin a paragraph.

    A blank line always parts paragraphs. A single line break does so where
    the text has no blank line at all, or where the line before it ends like
    a sentence: other line breaks are taken for wrapped lines.
    """
    text = doc.text
    lines_are_paragraphs = "\n" in text.strip() and not _BREAK.search(text.strip())
    starts: set[int] = set()
    fresh, last = True, ""
    for token in doc:
        if token.is_space:
            gap = token.text
            single = "\n" in gap and (lines_are_paragraphs or last in _ENDS)
            fresh = fresh or single or _BREAK.search(gap) is not None
            continue
        if fresh:
            starts.add(token.i)
            fresh = False
        last = token.text[-1]
    return starts
