"""Where a matter goes and why: auto-rules, blocks, recipients, territories, dry runs. Every rule is pure."""

from core.routing.blocks import Matter, Route, blocks_of, route, rule_of
from core.routing.territories import Whereabouts
from core.routing.trial import Differs, Past, Trial, dry_run
from core.routing.words import mentioned

__all__ = [
    "Differs",
    "Matter",
    "Past",
    "Route",
    "Trial",
    "Whereabouts",
    "blocks_of",
    "dry_run",
    "mentioned",
    "route",
    "rule_of",
]
