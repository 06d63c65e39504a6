"""The graph of `model.onnx` on the CPU: tokens in, logits by head out. A graph is data: no code of the folder runs."""

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import StaleModel
from models.transformer.card import CODES, HEADS, MODEL, REMEDY, Card, Embedding, stale
from models.transformer.extra import library
from models.transformer.texts import Tokens

Doubles = NDArray[np.float64]
Logits = Mapping[str, Doubles]
Linear = Mapping[str, tuple[Doubles, Doubles]]
READ = frozenset({"input_ids", "attention_mask", "token_type_ids"})
FATAL = 4
REFUSALS = (
    "EPFail", "EngineError", "Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NoModel", "NoSuchFile",
    "NotImplemented", "RuntimeException",
)  # fmt: skip
"""What onnxruntime raises; the classes have no common base but Exception."""


class Network:
    """One text a run, on one thread. A batch would be no faster on a CPU, and in a dynamically quantised graph it lets
    neighbours change a text's answer (docs/transformer.md). Several threads may call at once."""

    def __init__(self, session: Any, linear: Linear | None, embedding: Embedding) -> None:
        self._session, self._linear, self._embedding = session, linear, embedding
        outputs = [output.name for output in session.get_outputs()]
        self._outputs = [embedding.output or outputs[0]] if linear else list(CODES)
        self._types = {given.name: np.int32 if "int32" in given.type else np.int64 for given in session.get_inputs()}
        if not set(self._types) <= READ:
            raise stale(f"входы {MODEL}: {', '.join(self._types)}; понятны только {', '.join(sorted(READ))}")
        if not set(self._outputs) <= set(outputs):
            raise stale(f"выходы {MODEL}: {', '.join(outputs)}; нужны {', '.join(self._outputs)} или файл {HEADS}")

    def logits(self, tokens: Tokens) -> Logits:
        """Logits of each head (labels,) of one text (1, tokens). Raises StaleModel where graph and tokens clash."""
        given = {name: tokens[name].astype(kind, copy=False) for name, kind in self._types.items()}
        with refused("не отвечает"):
            said = [np.asarray(output, np.float64) for output in self._session.run(self._outputs, given)]
            if self._linear:
                vector = pooled(said[0][0], self._embedding)
                return {name: weight @ vector + bias for name, (weight, bias) in self._linear.items()}
        return {name: output.reshape(-1) for name, output in zip(self._outputs, said, strict=True)}


def load(folder: Path, card: Card) -> Network:
    """The network of a folder whose digests were checked. Raises StaleModel."""
    runtime = library("onnxruntime")
    runtime.disable_telemetry_events()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = FATAL
    with refused("не загружена"):
        session = runtime.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
        return Network(session, _linear(folder) if HEADS in card.files else None, card.embedding)


@contextmanager
def refused(what: str) -> Iterator[None]:
    """Whatever the runtime and numpy raise becomes StaleModel."""
    state = library("onnxruntime.capi.onnxruntime_pybind11_state")
    raised = tuple(getattr(state, name) for name in REFUSALS)
    try:
        yield
    except (*raised, ValueError, KeyError, IndexError, OSError, zipfile.BadZipFile) as error:
        raise StaleModel(f"Модель {what}: {MODEL} и файлы рядом не подходят друг другу ({error}). {REMEDY}") from error


def pooled(output: Doubles, how: Embedding) -> Doubles:
    """An output of one text, (tokens, width) or (width,) -> its vector (width,). No token is padding."""
    vector: Doubles = output if output.ndim == 1 else output[0] if how.pooling == "cls" else output.mean(axis=0)
    return vector / max(float(np.linalg.norm(vector)), 1e-12) if how.unit else vector


def _linear(folder: Path) -> Linear:
    """Heads as scikit-learn's `coef_` (labels, width) and `intercept_` (labels,)."""
    with np.load(folder / HEADS, allow_pickle=False) as arrays:
        return {
            name: (arrays[f"{name}.weight"].astype(np.float64), arrays[f"{name}.bias"].astype(np.float64))
            for name in CODES
        }
