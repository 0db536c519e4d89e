"""Who is who across articles: blocking, comparison, score in bits, decision.

Pure: candidates come in, events go out. A wrong merge is worse than a missed one.
"""

from kb.resolution.decision import resolve
from kb.resolution.happenings import EventProfile, event_profiles, link_happenings
from kb.resolution.profile import Known, Profile, blocking_keys, profiles

__all__ = [
    "EventProfile",
    "Known",
    "Profile",
    "blocking_keys",
    "event_profiles",
    "link_happenings",
    "profiles",
    "resolve",
]
