"""Rivals on the same texts and one core, by the Python of a temporary environment that has them:

`PYTHON bench/nlp_rivals.py texts.jsonl labels.jsonl`, with fastText (any of its builds) and natasha installed there.
fastText learns one label (the theme) from labels.jsonl, with default settings but word pairs and character n-grams;
natasha runs its own whole pipeline: segmenter, morphology, syntax, NER.
"""

import json
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if row.get("text")]


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def told(title: str, texts: list[str], work: Callable[[list[str]], object]) -> None:
    work(texts[:10])
    began = time.thread_time()
    work(texts)
    print(f"{title:<34} {len(texts) / (time.thread_time() - began):8.0f} posts/s of processor time")


def by_fasttext(texts: list[str], labels: Path) -> None:
    import fasttext

    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(f"__label__{row['theme']} {words(row['text'])}\n" for row in rows(labels))
        file.flush()
        model = fasttext.train_supervised(
            file.name, epoch=25, lr=0.5, wordNgrams=2, minn=2, maxn=5, dim=50, thread=1, verbose=0
        )
    told("fastText, one label", texts, lambda some: model.predict([words(text) for text in some]))


def by_natasha(texts: list[str]) -> None:
    from natasha import Doc, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

    emb = NewsEmbedding()
    parts = NewsMorphTagger(emb), NewsSyntaxParser(emb), NewsNERTagger(emb)

    def whole(some: list[str]) -> None:
        for text in some:
            doc = Doc(text)
            doc.segment(Segmenter())
            doc.tag_morph(parts[0])
            doc.parse_syntax(parts[1])
            doc.tag_ner(parts[2])

    told("natasha, its whole pipeline", texts[:300], whole)


if __name__ == "__main__":
    given = [row["text"] for row in rows(Path(sys.argv[1]))][:6000]
    for rival in (lambda: by_fasttext(given, Path(sys.argv[2])), lambda: by_natasha(given)):
        try:
            rival()
        except ImportError as error:
            print(f"not installed here: {error.name}")
