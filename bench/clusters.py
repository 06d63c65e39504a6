"""What grouping made, against what belongs together: B-cubed over posts (Bagga and Baldwin 1998)."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from core.incidents import Answered, IncidentQuery
from core.posts import PostKey
from core.scope import Scope
from store.ledger import Store

Clusters = Mapping[PostKey, Hashable]


def bcubed(found: Clusters, known: Clusters) -> tuple[float, float, float]:
    """Precision, recall and F1 of clusters over the posts of `found`."""
    ours: dict[Hashable, set[PostKey]] = defaultdict(set)
    theirs: dict[Hashable, set[PostKey]] = defaultdict(set)
    for post in found:
        ours[found[post]].add(post)
        theirs[known[post]].add(post)
    common = {post: len(ours[found[post]] & theirs[known[post]]) for post in found}
    precision = sum(common[post] / len(ours[found[post]]) for post in found) / len(found)
    recall = sum(common[post] / len(theirs[known[post]]) for post in found) / len(found)
    return precision, recall, 2 * precision * recall / (precision + recall)


@dataclass
class Result:
    """What grouping made: posts' incidents, and what it asked."""

    clusters: dict[PostKey, int]
    asked: list[tuple[int, int]]

    @classmethod
    def of(cls, store: Store, scope: Scope) -> "Result":
        """Read it from the store."""
        clusters, after = {}, None
        with store.read() as work:
            while True:
                page = work.incidents.find(scope, IncidentQuery(limit=200, after=after))
                for each in page.incidents:
                    clusters |= {card.post.key: each.id for card in work.incidents.cards(scope, each.id)}
                after = page.next
                if after is None:
                    break
            asked = work.proposals.find(scope, Answered.OPEN, limit=100_000)
        return cls(clusters, [(each.incident_id, each.other_id) for each in asked])

    def joined(self, pairs: Iterable[tuple[int, int]]) -> dict[PostKey, int]:
        """The clusters after these proposals were accepted."""
        into: dict[int, int] = {}

        def now(number: int) -> int:
            while number in into:
                number = into[number]
            return number

        for one, other in pairs:
            if now(one) != now(other):
                into[now(one)] = now(other)
        return {post: now(number) for post, number in self.clusters.items()}

    def right(self, known: Clusters) -> list[tuple[int, int]]:
        """The proposals that a person who knows the matters accepts: both incidents are mostly of one."""
        held: dict[int, Counter[Hashable]] = defaultdict(Counter)
        for post, number in self.clusters.items():
            held[number][known[post]] += 1
        matter = {number: counts.most_common(1)[0][0] for number, counts in held.items()}
        return [(one, other) for one, other in self.asked if matter.get(one) == matter.get(other)]


def report(title: str, result: Result, known: Clusters) -> None:
    right = result.right(known)
    counts = len(result.clusters), len({known[post] for post in result.clusters}), len(set(result.clusters.values()))
    print(
        "{}: {} posts, {} matters, {} incidents,".format(title, *counts),
        f"{len(result.asked)} asked, {len(right)} right",
    )
    for name, clusters in (
        ("joins alone", result.clusters),
        ("with a person", result.joined(right)),
        ("all accepted blindly", result.joined(result.asked)),
    ):
        precision, recall, f1 = bcubed(clusters, known)
        print(f"  {name:<22} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
