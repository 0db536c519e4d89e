"""Where articles come from: files, folders, feeds, records, pages. Reads; never writes, never fetches."""

from kb.sources.finding import SUFFIXES, find_files
from kb.sources.outcome import MAX_BYTES, Failed, Loaded, Note, Outcome, ReadOptions, Skipped, SourceError, on_one_line
from kb.sources.reading import KINDS, check_options, read_bytes, read_path, read_paths

__all__ = [
    "KINDS",
    "MAX_BYTES",
    "SUFFIXES",
    "Failed",
    "Loaded",
    "Note",
    "Outcome",
    "ReadOptions",
    "Skipped",
    "SourceError",
    "check_options",
    "find_files",
    "on_one_line",
    "read_bytes",
    "read_path",
    "read_paths",
]
