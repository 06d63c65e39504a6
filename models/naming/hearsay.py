"""What the news judge of natasha (slovnet) says of real texts: a second opinion of who is a person there.

It is slow and hears no small letters, so it stands only where the judge of names learns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.vectors import embedding, natasha_file

MODEL = "data/model/slovnet_ner_news_v1.tar"
Told = tuple[int, int, str]


def told(texts: Sequence[str]) -> Iterator[tuple[Told, ...]]:
    """For each text (start, end, PER | LOC | ORG)."""
    from slovnet import NER

    judge = NER.load(str(natasha_file(MODEL)))
    judge.navec(embedding())
    for text in texts:
        yield tuple((span.start, span.stop, span.type) for span in judge(text).spans)
