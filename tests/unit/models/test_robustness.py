"""Strange texts: nothing breaks, nothing hangs, nothing depends on the process or on a disguise."""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import profiles
from core.labels import Subject, Theme
from tests.unit.models.slips import slipped
from tests.unit.models.test_slips import TEXTS

ROOT = Path(__file__).parents[3]
DEMO = [
    json.loads(line)["text"]
    for path in sorted((Path(profiles.__file__).parent / "demo").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
LOOKALIKES = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")
DISGUISES: dict[str, Callable[[str], str]] = {
    "zero-width marks": lambda text: "\u200b".join(text),
    "soft hyphens": lambda text: text.replace("о", "о\u00ad"),
    "right-to-left marks": lambda text: f"\u202e{text}\u202c\u200f",
    "HTML": lambda text: f"<div class='x'><p>{text.replace(' ', '&nbsp;', 1)}</p><br/></div>",
    "bold": lambda text: f"**{text}**",
    "blanks": lambda text: f"  \t{text.replace(' ', '  ')}\n\n",
    "ё": lambda text: text.replace("ещё", "еще"),
    "combining marks": lambda text: text.replace("й", "и\u0306"),
}
STRANGE = [
    "",
    " ",
    "\n",
    "😡😡😡",
    "))",
    "\u200b\u200f\u202e",
    "[ссылка]",
    "12345",
    "@житель",
    "?",
    "\ud800",
    "\x00",
    "<br>",
]
FLOODS = {
    "one letter": "а" * 100_000,
    "spaced letters": "а " * 50_000,
    "words": "нет воды " * 11_111,
    "distinct words": " ".join(
        f"слово{at:x}".translate(str.maketrans("0123456789", "абвгдежзик")) for at in range(9_000)
    ),
    "one line": "Яма на улице Садовой, 5. " * 40_000,
    "hyphens": "а-" * 500_000,
    "brackets": "(" * 1_000_000,
    "mentions": "@житель, " * 110_000,
    "tags": "<b>яма</b> " * 90_000,
    "hashtags": "#НетВоды" * 120_000,
    "smiles": ":)" * 500_000,
    "quotes": "> " * 500_000,
    "capitals": "ИВАН ПЕТРОВ " * 83_000,
}


def said(assessor, texts):
    return assessor.assess([Subject(text) for text in texts], places=False, why=False)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguise_changes_nothing_that_is_said(shipped, disguise):
    assert said(shipped, map(DISGUISES[disguise], TEXTS)) == said(shipped, TEXTS)


def test_latin_lookalikes_change_no_theme(shipped):
    plain, tricky = said(shipped, TEXTS), said(shipped, [text.translate(LOOKALIKES) for text in TEXTS])
    assert sum(one.theme is other.theme for one, other in zip(plain, tricky, strict=True)) >= 0.95 * len(TEXTS)


def test_capitals_change_few_themes(shipped):
    plain, loud = said(shipped, TEXTS), said(shipped, map(str.upper, TEXTS))
    assert sum(one.theme is other.theme for one, other in zip(plain, loud, strict=True)) >= 0.95 * len(TEXTS)


@pytest.mark.parametrize("text", STRANGE)
def test_what_says_nothing_is_left_alone(shipped, text):
    (one,) = said(shipped, [text])
    assert (one.theme, one.abstain, one.risk) == (Theme.NONE, True, 0)


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_is_judged_in_time(shipped, flood):
    began = time.thread_time()
    shipped.assess([Subject(FLOODS[flood])])
    assert time.thread_time() - began < 10


def test_a_quoted_parent_and_strange_contexts_break_nothing(shipped):
    post = "Отчёт о ремонте дороги на улице Садовой"
    quoted = Subject(f"> {post}\n\nа когда у нас?", post, post)
    for subject in (quoted, *(Subject("а когда у нас?", text, text) for text in [*STRANGE, *FLOODS.values()])):
        (one,) = shipped.assess([subject])
        assert sum(guess.p for guess in one.themes) <= 1.001


def test_the_demos_posts_keep_their_theme_with_a_slip(shipped):
    plain, wrong = said(shipped, DEMO), said(shipped, slipped(DEMO, seed=11, share=0.1))
    assert sum(one.theme is other.theme for one, other in zip(plain, wrong, strict=True)) >= 0.95 * len(DEMO)


def test_order_and_batches_change_nothing_for_the_demo(shipped):
    subjects = [Subject(text, DEMO[at % 7] if at % 3 else None) for at, text in enumerate(DEMO[:150])]
    whole = shipped.assess(subjects)
    assert shipped.assess(subjects[::-1])[::-1] == whole
    assert [shipped.assess([subject])[0] for subject in subjects] == whole


DIGEST = """
import hashlib, json, sys
import models
from core.labels import Subject
from models import registry
texts = json.load(sys.stdin)
said = registry.load(models.default()).assess([Subject(text, texts[0]) for text in texts])
print(hashlib.sha256(repr(said).encode()).hexdigest())
"""


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_a_fresh_process_says_the_same(shipped, seed):
    texts = DEMO[:40]
    here = shipped.assess([Subject(text, texts[0]) for text in texts])
    done = subprocess.run(
        [sys.executable, "-c", DIGEST], input=json.dumps(texts), capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout.strip() == hashlib.sha256(repr(here).encode()).hexdigest()
