"""A trained model as plain arrays and names: no code is run when it is read (npz without pickle)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.calibrate import Calibration
from models.pipelines import Weights
from models.threads import THEMES, ThreadWeights
from nlp import convolution
from nlp.features import Floats, Vocabulary
from nlp.perceptron import Perceptron
from nlp.tagger import Tagger

Arrays = Mapping[str, NDArray[np.generic]]
TAGGER = convolution.Weights.__slots__
"""Arrays of the place tagger."""


@dataclass(frozen=True, slots=True)
class Model:
    """Vocabulary, weights, the machine of threads, calibration, the probability of each theme (27,) below which the
    model abstains, and the tagger of places."""

    known: Vocabulary
    weights: Weights
    threads: ThreadWeights
    calibration: Calibration
    thresholds: Floats
    tagger: Tagger


def to_arrays(model: Model) -> dict[str, NDArray[np.generic]]:
    """Everything as arrays; weights in half precision, names as UTF-8 bytes parted by line feeds."""
    half = {f"weights.{name}": array.astype(np.float16) for name, array in model.weights.arrays().items()}
    names = ThreadWeights.__slots__
    thread = {f"threads.{name}": getattr(model.threads, name).astype(np.float16) for name in names}
    calibration = model.calibration
    return {
        **half,
        **thread,
        "keys": _packed(model.known.keys),
        "key_idf": model.known.key_idf,
        "grams": _packed(model.known.grams),
        "gram_idf": model.known.gram_idf,
        **{f"calibration.{name}": getattr(calibration, name) for name in Calibration.__slots__},
        "thresholds": model.thresholds,
        **{f"tagger.{name}": getattr(model.tagger.weights, name).astype(np.float16) for name in TAGGER},
        **_second(model.tagger.second),
        "tagger.sure": np.asarray([model.tagger.slope, model.tagger.shift]),
    }


def from_arrays(arrays: Arrays) -> Model:
    """The reverse. Raises KeyError or ValueError where an array is missing or misshapen."""
    weights = Weights(**{name: _single(arrays[f"weights.{name}"]) for name in Weights.__slots__})
    thread = _thread(arrays)
    cal = {name: np.asarray(arrays[f"calibration.{name}"], np.float64) for name in Calibration.__slots__}
    known = Vocabulary(
        unpacked(arrays["keys"]), _single(arrays["key_idf"]), unpacked(arrays["grams"]), _single(arrays["gram_idf"])
    )
    keys, grams = len(known.keys), len(known.grams)
    if not keys == weights.key.shape[0] == thread.text_key.shape[0] or weights.gram.shape[0] != grams:
        raise ValueError("число весов не равно числу признаков")
    return Model(known, weights, thread, Calibration(**cal), _single(arrays["thresholds"]), _tagger(arrays))


def _thread(arrays: Arrays) -> ThreadWeights:
    found = {name: _single(arrays[f"threads.{name}"]) for name in ThreadWeights.__slots__ if name != "joint"}
    nothing = np.zeros((THEMES**2, THEMES), np.float32)
    return ThreadWeights(**found, joint=_single(arrays.get("threads.joint", nothing)))


def _tagger(arrays: Arrays) -> Tagger:
    slope, shift = np.asarray(arrays["tagger.sure"], float).tolist()
    weights = convolution.Weights(**{name: _single(arrays[f"tagger.{name}"]) for name in TAGGER})
    centres = [_single(arrays[name]) for name in sorted(arrays) if name.startswith("second.centres.")]
    second = Perceptron(_single(arrays["second.weights"]), _single(arrays["second.steps"]), tuple(centres))
    return Tagger(weights, slope, shift, second)


def _second(second: Perceptron | None) -> dict[str, NDArray[np.generic]]:
    if second is None:
        raise ValueError("без второго голоса разметчик мест не сохраняется")
    return {
        "second.weights": second.weights.astype(np.float16),
        "second.steps": second.steps,
        **{f"second.centres.{at}": centre.astype(np.float16) for at, centre in enumerate(second.centres)},
    }


def rounded(model: Model) -> Model:
    """The model as it will be after a save and a load: what is measured is what is shipped."""
    return from_arrays(to_arrays(model))


def _single(array: NDArray[np.generic]) -> Floats:
    return np.ascontiguousarray(array, np.float32)


def _packed(names: Mapping[str, int]) -> NDArray[np.generic]:
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def unpacked(array: NDArray[np.generic]) -> dict[str, int]:
    """Names by their numbers, as they lie in an artefact."""
    text = np.asarray(array, np.uint8).tobytes().decode()
    return {name: at for at, name in enumerate(text.split("\n"))} if text else {}
