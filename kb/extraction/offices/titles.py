"""Which titles are whose: of a country, of a part of one, of a town.

Input: nothing. Output: patterns that a whole title, or the end of one, matches; read by kb.extraction.offices.bodies.
Never: says who holds one.
"""

import re
from typing import Final

NATIONAL: Final = re.compile(
    r"(?!(?:[\w-]+ )?chief minister)"  # of an Indian state or a Malaysian one
    r"(?!(?:(?:acting|deputy|former) )?(?:provincial|regional|territorial|cantonal|state) "
    r"(?!minister (?:of|for))[\w&’'-]+ )(?:"
    r"(?:(?:deputy|vice|prime|first|interim|acting|former|foreign|interior|defen[cs]e|finance|health|justice|"
    r"education|energy|agriculture|transport|home|culture|economy|trade|environment|labou?r|information|security|"
    r"relief|mines)[ -])*"
    r"(?:president|minister|premier|king|queen|emir|sultan|chancellor|vice-president)|(?:[\w&,’'-]+ ){1,5}minister|"
    r"(?:(?:deputy|vice|junior|acting|former|interim|state) |vice-)*minister (?:of|for) (?:the )?[\w&,’' -]{3,60}|"
    r"(?:(?:deputy|acting|former) )?(?:foreign|home|interior|defen[cs]e|health|justice|education|energy|agriculture|"
    r"transport(?:ation)?|labou?r|trade|commerce|treasury|environment) secretary|"
    r"(?:(?:deputy|acting|former) )?(?:chief justice|attorney[- ]general|cabinet secretary|governor[- ]general)|"
    r"(?:(?:deputy|acting|former) )?director of public prosecutions|(?:de facto )?head of (?:state|government))",
    re.IGNORECASE,
)
REGIONAL: Final = re.compile(  # of a state or province, and of no country
    r"(?:[\w-]+ )?chief minister|state (?:sen(?:ator)?|rep(?:resentative)?|lawmaker|legislator)\.?|"
    r"(?:(?:acting|deputy|former) )?(?:provincial|regional|territorial|cantonal|state) (?:[\w&’'-]+ ){1,4}minister",
    re.IGNORECASE,
)
SOVEREIGN: Final = re.compile(
    r"(?:\w+[ -]){0,2}prime minister|king|queen|emir|sultan|chancellor|governor[- ]general", re.IGNORECASE
)
CIVIL_CHIEF: Final = re.compile(  # executives whom a country has too
    r"\bchief (?:scientist|(?:dental|election|electoral|fire|medical|nursing|statistical|veterinary) officer)$",
    re.IGNORECASE,
)
GOVERNS_PART: Final = re.compile(r"\b(?:provincial|regional|state|county|territorial) governor$", re.IGNORECASE)
LOCAL: Final = re.compile(r"\b(?:mayor(?:ess)?|council+or|alderman|sheriff|headman|gov(?:ernor)?)s?$", re.IGNORECASE)
MAYOR: Final = re.compile(r"\bmayor(?:ess)?$", re.IGNORECASE)
GOVERNOR: Final = re.compile(r"(?<!prison )(?<!jail )\bgov(?:ernor)?s?$", re.IGNORECASE)
MINISTER: Final = re.compile(r"\b(?:minister|premier)\b|\bpublic prosecutions$", re.IGNORECASE)
DEPUTY: Final = re.compile(r"deputy|vice|junior|former", re.IGNORECASE)
PREMIER: Final = re.compile(r"\bpremier$", re.IGNORECASE)
ATTORNEY: Final = re.compile(r"\battorney[- ]general$", re.IGNORECASE)
SECRETARY: Final = re.compile(r"\bsecretary$", re.IGNORECASE)
