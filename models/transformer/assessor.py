"""The assessor of a transformer's folder: texts in, assessments out (core.ports.Assessor)."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from core.labels import Assessment, Subject
from models.silence import silent
from models.standing import kept
from models.transformer import saying
from models.transformer.card import Card, stale
from models.transformer.network import Logits, Network
from models.transformer.texts import Texts, Tokens
from nlp.appeals import lawful_call
from nlp.features import cleared
from nlp.places import places as find_places

BATCH = 256
PLACE_CHARS = 100_000
"""Places are looked for in the beginning of a longer text."""
TRIAL = (Subject("Яма на дороге"), Subject("Когда починят?", "Отчёт о ремонте дороги"))


class TransformerAssessor:
    """All heads by one run of the network a text. The result for a subject depends on nothing but the subject: neither
    on its neighbours nor on `threads`, which is how many texts are worked on at once."""

    def __init__(self, card: Card, version: str, texts: Texts, network: Network, threads: int = 1) -> None:
        self._card, self._version, self._texts, self._network = card, version, texts, network
        self._threads = threads

    @property
    def version(self) -> str:
        """Name of the model version: the card's, and the first letters of the card's digest."""
        return self._version

    def assess(self, subjects: Sequence[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        """Assessments in the order of the subjects. `why` and `places` False leave those fields empty, for speed.
        Raises StaleModel where the network does not answer."""
        made: list[Assessment] = []
        for start in range(0, len(subjects), BATCH):
            batch = subjects[start : start + BATCH]
            answers = self._answers([self._texts.tokens(subject) for subject in batch])
            pairs = zip(batch, answers, strict=True)
            made.extend(self._assessment(subject, logits, why, places) for subject, logits in pairs)
        return made

    def try_out(self) -> None:
        """Raises StaleModel where the network's answers do not fit the card."""
        for logits in self._answers([self._texts.tokens(subject) for subject in TRIAL]):
            if logits is None:
                raise stale("токенизатор не находит слов в русском тексте")
            for name, head in self._card.heads.items():
                if logits[name].shape != (len(head.labels),) or not np.isfinite(logits[name]).all():
                    raise stale(f"голова «{name}» отвечает не так, как описано: меток {len(head.labels)}")

    def _answers(self, given: Sequence[Tokens | None]) -> Iterator[Logits | None]:
        """Logits of each, None for what is not to be read; in the order given."""
        if self._threads == 1 or len(given) == 1:
            yield from map(self._answer, given)
            return
        with ThreadPoolExecutor(self._threads) as pool:
            yield from pool.map(self._answer, given)

    def _answer(self, tokens: Tokens | None) -> Logits | None:
        return None if tokens is None else self._network.logits(tokens)

    def _assessment(self, subject: Subject, logits: Logits | None, why: bool, places: bool) -> Assessment:
        if logits is None or not all(np.isfinite(values).all() for values in logits.values()):
            return silent(self._version)
        found = saying.said(logits, self._card, self._version)
        return replace(
            found,
            places=kept(find_places(subject.text[:PLACE_CHARS])) if places else (),
            why=tuple(saying.why(found, logits, self._card)) if why else (),
            lawful_call=lawful_call(cleared(subject.text)),
        )
