"""What one process counts: errors by fate, answers by status, seconds of assessing."""

import time
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client import Counter as Counted

from core import errors
from core.labels import Assessment, Subject
from core.ports import Assessor

FATES = (
    ("transient", errors.Transient),
    ("poison", errors.Poison),
    ("denied", errors.Denied),
    ("too_many", errors.TooMany),
    ("refused", errors.McuError),
)
"""Errors by what becomes of them; the first that fits counts, and what is none of ours is `broken`."""
BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


def fate_of(error: BaseException) -> str:
    """What becomes of an error, in a word."""
    return next((name for name, kind in FATES if isinstance(error, kind)), "broken")


class Meter:
    """What one process counts: errors by fate, answers by status, seconds of assessing."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._errors = Counted("mcu_errors", "Errors by fate", ["fate"], registry=self.registry)
        self._answers = Counted("mcu_http_responses", "HTTP answers by status", ["status"], registry=self.registry)
        self._texts = Counted("mcu_assessed_texts", "Texts assessed", registry=self.registry)
        self._assess = Histogram(
            "mcu_assess_seconds", "Seconds of assessing a batch", registry=self.registry, buckets=BUCKETS
        )
        for name, _ in FATES:
            self._errors.labels(name)

    def error(self, error: BaseException) -> None:
        """Count an error."""
        self._errors.labels(fate_of(error)).inc()

    def answer(self, status: int) -> None:
        """Count an answer."""
        self._answers.labels(str(status)).inc()

    def assessed(self, texts: int, seconds: float) -> None:
        """Count a batch."""
        self._texts.inc(texts)
        self._assess.observe(seconds)


class Timed:
    """A model whose batches are timed. Fulfils `core.ports.Assessor`."""

    def __init__(self, inner: Assessor, meter: Meter) -> None:
        self._inner, self._meter = inner, meter

    @property
    def version(self) -> str:
        """That of the model."""
        return self._inner.version

    @property
    def ailing(self) -> str:
        """Why another model than the register's champion assesses, in Russian; empty where all is well."""
        return str(getattr(self._inner, "ailing", ""))

    def assess(self, subjects: Sequence[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        """What the model says."""
        start = time.perf_counter()
        found = self._inner.assess(subjects, why=why, places=places)
        self._meter.assessed(len(subjects), time.perf_counter() - start)
        return found
