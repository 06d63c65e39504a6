"""How often a disguise or a slip changes what is said of real texts: `python -m bench.robustness [texts.jsonl]`.

By default dev.jsonl of the data beside the project; where it is absent, the demo's posts, and that is said. Shares of
texts whose theme, kind and grade of risk stay as they were, with theme abstained or not.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import models
from core.labels import Assessment, Subject
from models import registry
from tests.unit.models.slips import slipped
from tests.unit.models.test_robustness import DISGUISES, LOOKALIKES

HERE = Path(__file__).resolve().parent
DEV = HERE.parent.parent / "shared/data/dev.jsonl"
DEMO = HERE.parent / "profiles/demo/vk_podslushano_yasnoborsk.jsonl"


def texts(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        return [row["text"] for row in map(json.loads, lines) if row.get("text")]


def ways(given: Sequence[str]) -> dict[str, Sequence[str]]:
    made: dict[str, Sequence[str]] = {name: list(map(change, given)) for name, change in DISGUISES.items()}
    made["all capitals"] = list(map(str.upper, given))
    made["Latin look-alikes"] = [text.translate(LOOKALIKES) for text in given]
    for share in (0.05, 0.1, 0.25):
        made[f"slips in {share:.0%} of longer words"] = list(slipped(given, seed=11, share=share))
    return made


def main(path: Path) -> None:
    given = texts(path)
    print(path.name, len(given), "texts", "" if path != DEMO else "(../shared is absent: not comparable)")
    assessor = registry.load(models.default())

    def said(some: Sequence[str]) -> list[Assessment]:
        return assessor.assess([Subject(text) for text in some], why=False, places=False)

    plain = said(given)
    sure = [at for at, one in enumerate(plain) if not one.abstain]
    for name, changed in ways(given).items():
        pairs = list(zip(plain, said(changed), strict=True))
        shares = [
            sum(getattr(a, of) == getattr(b, of) for a, b in pairs) / len(pairs) for of in ("theme", "kind", "risk")
        ]
        vouched = sum(pairs[at][0].theme == pairs[at][1].theme for at in sure) / max(1, len(sure))
        told = "  ".join(f"{of} {share:.3f}" for of, share in zip(("theme", "kind", "risk"), shares, strict=True))
        print(f"{name:<30} {told}  theme that is vouched for {vouched:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else DEV if DEV.exists() else DEMO)
