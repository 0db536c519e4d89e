"""Offsets of the time zones that news names.

Input: a zone's words. Output: an ISO 8601 offset, read by kb.extraction.time.
"""

from kb.extraction.time.calendar_words import ZONE_MINUTES


def zone_offset(words: str) -> str:
    """Return the ISO offset of a zone's name ("GMT", "UTC+3"), "" for local time or an unknown name."""
    name = words.strip().lower()
    head = name.rstrip("+-:0123456789")
    if head not in ZONE_MINUTES:
        return ""
    minutes = ZONE_MINUTES[head]
    tail = name[len(head) :]
    if tail:
        hours, _, rest = tail[1:].partition(":")
        if not hours.isdigit() or len(hours) > 2:
            return ""
        minutes += (1 if tail[0] == "+" else -1) * (int(hours) * 60 + int(rest or 0))
    if abs(minutes) > 14 * 60:
        return ""
    return f"{'+' if minutes >= 0 else '-'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
