"""The clusters of the names read so far, by what a further name can have in common with them.

Input: names, each with the cluster that it was put into. Output: those clusters that a name could belong to, read by
kb.extraction.names.coreference. In a long text all are too many to look through for each name.
Never: leaves one out that kb.extraction.names.naming would choose.
"""

from collections.abc import Collection, Mapping

from kb.extraction.names.cluster import Cluster
from kb.extraction.names.forms import head_of, key_of
from kb.extraction.names.stage import Candidate
from kb.language.text_keys import initials, letters_of, name_key, person_key


class NamesSoFar:
    """Clusters in the order in which they were begun.

    Args:
        links: proposal -> earlier proposal -> probability that both are one entity.
    """

    def __init__(self, links: Mapping[int, Mapping[int, float]]) -> None:
        self.clusters: list[Cluster] = []
        self._numbers: dict[int, int] = {}  # id of a cluster -> its place among them
        self._linked: dict[int, list[int]] = {}  # proposal -> those linked to it, later and earlier
        for later, others in links.items():
            for earlier in others:
                self._linked.setdefault(later, []).append(earlier)
                self._linked.setdefault(earlier, []).append(later)
        self._of_proposal: dict[int, int] = {}
        self._with: dict[tuple[str, str], dict[int, None]] = {}  # what is in common -> clusters
        self._forms: dict[int, dict[tuple[str, str, str], Candidate]] = {}

    def add(self, name: Candidate, cluster: Cluster) -> None:
        """Say that a name is of a cluster; one that is not among them comes last."""
        if id(cluster) not in self._numbers:
            self._numbers[id(cluster)] = len(self.clusters)
            self.clusters.append(cluster)
        number = self._numbers[id(cluster)]
        self._of_proposal[name.proposal] = number
        key = key_of(name)
        forms = self._forms.setdefault(number, {})
        if (form := (name.words, name.kind, key)) in forms:
            return
        forms[form] = name
        words = {
            *key.split(),
            *name_key(name.words).split(),
            *person_key(name.words).split(),
            *head_of(name.words)[-1:],
        }
        shared = [
            ("key", key),
            *(("word", word) for word in words),
            *(("initials", one) for one in initials(name.words)),
        ]
        for one in shared:
            self._with.setdefault(one, {}).setdefault(number)

    def near(self, name: Candidate) -> list[Cluster]:
        """Return the clusters that share with a name its key, its first word, its letters, or a link."""
        full, bare = name_key(name.words).split(), person_key(name.words).split()
        if not full or not bare:
            return list(self.clusters)
        wanted = [("key", key_of(name)), ("word", full[0]), ("word", bare[0]), ("initials", letters_of(name.words))]
        numbers = {number for one in wanted for number in self._with.get(one, ())}
        linked = self._linked.get(name.proposal, ())
        numbers.update(self._of_proposal[one] for one in linked if one in self._of_proposal)
        return [self.clusters[number] for number in sorted(numbers)]

    def forms(self, cluster: Cluster) -> Collection[Candidate]:
        """Return names of a cluster, one for all that are written alike and of one kind."""
        return self._forms[self._numbers[id(cluster)]].values()
