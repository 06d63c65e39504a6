"""Subjects as the network reads them: the text, and the post above as the second segment of a pair."""

from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from core.labels import Subject
from models.transformer.card import TOKENIZER, stale
from models.transformer.extra import library
from nlp.features import cleared, prepare
from nlp.tokens import judged

Tokens = dict[str, NDArray[np.int64]]


class Texts:
    """Tokens of a subject by `tokenizer.json`; the longer segment is cut first where both exceed `max_length`."""

    def __init__(self, tokenizer: Any, max_length: int) -> None:
        tokenizer.no_padding()
        tokenizer.enable_truncation(max_length, strategy="longest_first")
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path, max_length: int) -> Self:
        """Texts by the tokenizer of a folder. Raises StaleModel."""
        tokenizers = library("tokenizers")
        try:
            return cls(tokenizers.Tokenizer.from_buffer((folder / TOKENIZER).read_bytes()), max_length)
        except (ValueError, OSError) as error:
            raise stale(f"{folder / TOKENIZER} не читается ({error})") from error

    def tokens(self, subject: Subject) -> Tokens | None:
        """Inputs of the graph (1, tokens); None for a text that may not be judged (`nlp.tokens.judged`)."""
        post = subject.context or subject.parent or ""
        if not judged(cleared(subject.text), post):
            return None
        above = segment(post)
        found = self._tokenizer.encode(segment(subject.text), above or None)
        return _inputs(found) if found.ids else None


def segment(text: str) -> str:
    """What the tokenizer is given: the normalised and masked beginning of a text, without halves of surrogates."""
    return prepare(text).encode("utf-8", "replace").decode("utf-8")


def _inputs(found: Any) -> Tokens:
    columns = {
        "input_ids": found.ids,
        "attention_mask": found.attention_mask,
        "token_type_ids": found.type_ids,
    }
    return {name: np.asarray([values], np.int64) for name, values in columns.items()}
