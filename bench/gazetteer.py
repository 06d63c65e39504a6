"""The gazetteer on real names: `python bench/gazetteer.py ../shared/data [count]`.

Prints the share of right resolutions by kind of variant, of exact settlements and streets, of false matches, and the
speed (by processor time, one core) and size.
"""

import csv
import json
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from collectors.gazetteer.shapes import address_entries, region_entries  # noqa: E402
from core.errors import Poison  # noqa: E402
from core.geo import Entry, Match, Point  # noqa: E402
from nlp.gazetteer import Gazetteer  # noqa: E402
from nlp.gazetteer.scoring import distance  # noqa: E402
from tests.unit.nlp.gazetteer_variants import Address, Variant, addresses, variants  # noqa: E402

NEAR_KM = 0.05


def entries_of(path: Path, read: Callable[[dict[str, str]], Iterator[Entry]]) -> list[Entry]:
    """What a table holds; rows that name no place are told and left out."""
    kept: dict[tuple[str, ...], Entry] = {}
    refused = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            try:
                for entry in read(row):
                    kept.setdefault(entry.key, entry)
            except Poison:
                refused += 1
    print(f"{path.name}: {len(kept)} entries, {refused} rows refused")
    return list(kept.values())


def right(match: Match | None, meant: Address, known: dict[tuple[str, ...], list[Address]]) -> bool:
    """The point lies within 50 m of a building that has the address."""
    if match is None or match.point is None or not match.house:
        return False
    same = known[(meant.name.lower(), *meant.house)]
    return any(distance(match.point, Point(each.lat, each.lon)) <= NEAR_KM for each in same)


def rate(gazetteer: Gazetteer, made: list[Variant], listed: list[Address]) -> tuple[Counter, Counter, list[str]]:
    known: dict[tuple[str, ...], list[Address]] = {}
    for each in listed:
        known.setdefault((each.name.lower(), *each.house), []).append(each)
    total, good, wrong = Counter(), Counter(), []
    for variant in made:
        found = gazetteer.resolve(variant.text)
        total[variant.kind] += 1
        if right(found[0] if found else None, variant.meant, known):
            good[variant.kind] += 1
        else:
            said = "; ".join(f"{m.entry.title} {m.confidence}" for m in found[:3])
            wrong.append(
                f"{variant.kind:<10} {variant.text}  <=  {variant.meant.street}, {variant.meant.house}: {said}"
            )
    return total, good, wrong


def names(gazetteer: Gazetteer, entries: list[Entry], kinds: set[str]) -> tuple[int, int, int, list[str]]:
    """How many of the entries, asked by their names (a street with its settlement), come first or among equals."""
    asked = first = among = 0
    missed = []
    for entry in entries:
        if entry.kind not in kinds:
            continue
        asked += 1
        found = gazetteer.resolve(entry.name, sure=True)
        equal = [m.entry for m in found if m.confidence >= found[0].confidence - 0.02]
        here = gazetteer.resolve(entry.name, near=entry.parent, sure=True)
        first += bool(here) and here[0].entry.key == entry.key
        if any(same(e, entry) for e in equal):
            among += 1
        else:
            missed.append(f"{entry.parent} | {entry.name}: {[m.entry.title for m in found[:3]]}")
    return asked, first, among, missed


def same(one: Entry, other: Entry) -> bool:
    return one.name.replace("ё", "е") == other.name.replace("ё", "е")


def false_matches(gazetteer: Gazetteer, folder: Path, count: int, *, sure: bool) -> tuple[int, list[str]]:
    """Runs of one to four words of posts that touch no labelled place."""
    chance, rows = Random(5), []
    with (folder / "train.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    wrong: list[str] = []
    for row in chance.sample(rows, count):
        text = row["text"]
        for place in row["places"]:
            text = text.replace(place["text"] if isinstance(place, dict) else str(place), " ¤ ")
        pieces = [piece for piece in re.split(r"[¤\n]", text) if re.search(r"[а-яё]{3}", piece)]
        words = chance.choice(pieces).split() if pieces else ["нет"]
        at = chance.randrange(len(words))
        said = " ".join(words[at : at + chance.choice((1, 1, 2, 3, 4))])
        found = gazetteer.resolve(said, sure=sure)
        if found and found[0].confidence >= 0.5:
            wrong.append(f"{said!r} -> {found[0].entry.title} {found[0].confidence} {found[0].grounds}")
    return len(wrong), wrong


def main(folder: Path, count: int = 2000, shown: int = 25) -> None:
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    geo = folder / "geo"
    listed, entries = addresses(geo / "spb_buildings.csv"), entries_of(geo / "spb_buildings.csv", address_entries)
    began = time.process_time()
    gazetteer = Gazetteer(entries)
    print(f"build, {len(entries)} entries of a city     {time.process_time() - began:8.2f} s")
    made = variants(listed, count, seed=2026)
    began = time.process_time()
    total, good, wrong = rate(gazetteer, made, listed)
    print(f"cold                                {count / (time.process_time() - began):8.0f} resolutions/s")
    began = time.process_time()
    for variant in made:
        gazetteer.resolve(variant.text)
    print(f"warm                                {count / (time.process_time() - began):8.0f} resolutions/s")
    for kind in total:
        print(f"  {kind:<12} {good[kind] / total[kind]:6.3f}  of {total[kind]}")
    print(f"  {'all':<12} {good.total() / total.total():6.3f}")
    print(*wrong[:shown], sep="\n")
    rural = entries_of(geo / "leningrad_oblast.csv", region_entries)
    began = time.process_time()
    other = Gazetteer(rural)
    print(f"build, {len(rural)} entries of a region   {time.process_time() - began:8.2f} s")
    began = time.process_time()
    for variant in made:
        other.resolve(variant.text)
    print(f"cold, another place's names         {count / (time.process_time() - began):8.0f} resolutions/s")
    for title, kinds in (
        ("streets", {"street", "quarter"}),
        ("settlements", {"city", "town", "settlement", "village", "hamlet", "garden"}),
    ):
        asked, first, among, missed = names(other, rural, kinds)
        print(
            f"  {title}: {among / asked:.3f} among the best, {first / asked:.3f} first with the parent told, of {asked}"
        )
        print(*missed[: shown // 2], sep="\n")
    for title, each in (("city", gazetteer), ("region", other)):
        for sure in (False, True):
            bad, said = false_matches(each, folder, 2000, sure=sure)
            print(f"  false matches in 2000 pieces, {title}, {'as a span' if sure else 'as any words'}: {bad}")
            print(*said[: shown // 2], sep="\n")
    print(
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, before {start / 1024:.0f} MB"
    )


DATA = Path(__file__).parents[2] / "shared" / "data"

if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not (chosen / "geo").is_dir():
        sys.exit(f"{chosen} is not here: this bench needs real addresses (spb_buildings.csv, leningrad_oblast.csv)")
    main(chosen, *map(int, sys.argv[2:]))
