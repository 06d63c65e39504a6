"""A folder with a transformer is an assessor like any other, or it is refused with what to do."""

import json
import subprocess
import sys
import time
from dataclasses import replace
from math import exp
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper, save
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from core.errors import StaleModel
from core.labels import LEVELS, Kind, Sign, Subject, Theme
from models import transformer
from models.assessor import LinearAssessor
from models.transformer.card import CARD, CODES, HEADS, MODEL, TOKENIZER
from models.transformer.saying import ENCODER
from tests.unit.models import made

ROOT = Path(__file__).parents[3]
WIDTH = 8
BROKEN = "беда"
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
WORDS = sorted({word for row in made.rows() for word in str(row["text"]).lower().replace("!", "").split()})
VOCABULARY = [*SPECIAL, BROKEN, "когда", "починят", *WORDS, *(" ".join(made.POSTS.values()).lower().split())]
SLOW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXTS = [str(row["text"]) for row in made.rows()] + ["", "😡😡", "hello", "А" * 300, "\u200b", "Ленина 5", BROKEN]
SUBJECTS = st.lists(
    st.builds(Subject, st.sampled_from(TEXTS), st.sampled_from([None, "", *made.POSTS.values()])), max_size=12
)


def weights():
    """Random heads: name -> weight (labels, width), bias (labels,)."""
    draw = np.random.default_rng(7)
    shapes = {name: len(codes) for name, codes in CODES.items()}
    return {
        name: (3 * draw.standard_normal((size, WIDTH)), draw.standard_normal(size)) for name, size in shapes.items()
    }


def tokenizer():
    """Words of the invented texts; a pair is [CLS] a [SEP] b [SEP]."""
    known = {word: at for at, word in enumerate(dict.fromkeys(VOCABULARY))}
    found = Tokenizer(models.WordLevel(known, unk_token="[UNK]"))
    found.normalizer, found.pre_tokenizer = normalizers.Lowercase(), pre_tokenizers.Whitespace()
    found.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return found


class Graph:
    """A few nodes of ONNX: words and segments, a quantisation over the whole batch as int8 exports have, the heads."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, name, value, kind=np.float32):
        self.constants.append(numpy_helper.from_array(np.asarray(value, kind), name))
        return name

    def node(self, kind, inputs, *outputs, **how):
        self.nodes.append(helper.make_node(kind, inputs, outputs, **how))
        return outputs[0]

    def hidden(self, output, quantised=True):
        draw = np.random.default_rng(1)
        words = draw.standard_normal((len(VOCABULARY), WIDTH))
        words[VOCABULARY.index(BROKEN)] = np.nan
        self.node("Gather", [self.constant("words", words), "input_ids"], "word")
        self.node("Gather", [self.constant("kinds", draw.standard_normal((2, WIDTH))), "token_type_ids"], "segment")
        self.node("Add", ["word", "segment"], "sum" if quantised else output)
        if quantised:
            self.node("DynamicQuantizeLinear", ["sum"], "small", "scale", "zero")
            self.node("DequantizeLinear", ["small", "scale", "zero"], output)

    def heads(self, output):
        axis = self.constant("axis", [1], np.int64)
        self.node("ReduceMean", [output, axis], "mean", keepdims=0)
        for name, (weight, bias) in weights().items():
            self.node("MatMul", ["mean", self.constant(f"{name}.w", weight.T)], f"{name}.m")
            self.node("Add", [f"{name}.m", self.constant(f"{name}.b", bias)], name)

    def write(self, path, outputs, inputs=("input_ids", "attention_mask", "token_type_ids")):
        given = [helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "t"]) for name in inputs]
        said = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
        graph = helper.make_graph(self.nodes, "tiny", given, said, self.constants)
        save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), path)


def card(**fields):
    heads = {name: {"labels": list(codes), "temperature": 1.0} for name, codes in CODES.items()}
    return {"version": "tiny-2026.11.21", "max_length": 32, "threshold": 0.2, "heads": heads} | fields


def finish(folder, **fields):
    """The rest of a folder whose `model.onnx` is written."""
    tokenizer().save(str(folder / TOKENIZER))
    (folder / CARD).write_text(json.dumps(card(**fields)), encoding="utf-8")
    transformer.seal(folder)
    return folder


def with_heads(folder, quantised=True, **fields):
    """A folder whose graph has the heads as outputs."""
    folder.mkdir(exist_ok=True)
    graph = Graph()
    graph.hidden("hidden", quantised)
    graph.heads("hidden")
    graph.write(folder / MODEL, tuple(CODES))
    return finish(folder, **fields)


def with_npz(folder, **fields):
    """A folder whose graph gives token vectors, and `heads.npz` beside it."""
    folder.mkdir(exist_ok=True)
    graph = Graph()
    graph.hidden("last_hidden_state")
    graph.write(folder / MODEL, ("last_hidden_state",))
    np.savez(
        folder / HEADS,
        **{f"{name}.weight": weight for name, (weight, _) in weights().items()},
        **{f"{name}.bias": bias for name, (_, bias) in weights().items()},
    )
    return finish(folder, **fields)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return with_heads(tmp_path_factory.mktemp("transformer") / "model")


@pytest.fixture(scope="module")
def assessor(folder):
    return transformer.load(folder)


@pytest.fixture
def copy(tmp_path):
    return with_heads(tmp_path / "model")


def refused(folder):
    with pytest.raises(StaleModel, match=r"^Модель .*[.]$") as caught:
        transformer.load(folder)
    return str(caught.value)


def rewrite(folder, **fields):
    path = folder / CARD
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | fields), encoding="utf-8")


def hold(said, text):
    """What every assessment promises."""
    assert said.theme in Theme
    assert said.kind in Kind
    assert [guess.p for guess in said.themes] == sorted((guess.p for guess in said.themes), reverse=True)
    assert said.themes[0].code == said.theme
    shares = [*(guess.p for guess in said.themes), said.kind_p, said.solvable, *said.signs.values()]
    assert all(0 <= share <= 1 for share in shares)
    assert sum(guess.p for guess in said.themes) <= 1.001
    assert set(said.signs) == set(Sign)
    assert said.neg in LEVELS
    assert said.risk in LEVELS
    assert 0 <= said.neg_score <= 3
    assert 0 <= said.risk_score <= 3
    assert all(text[place.start : place.end] == place.text for place in said.places)


@given(subjects=SUBJECTS, cut=st.integers(0, 12))
@SLOW
def test_order_and_batch_change_nothing(assessor, subjects, cut):
    whole = assessor.assess(subjects)
    assert whole == assessor.assess(subjects[:cut]) + assessor.assess(subjects[cut:])
    assert whole[::-1] == assessor.assess(subjects[::-1])


def test_threads_change_nothing(assessor, folder):
    subjects = [Subject(text, post) for text in TEXTS for post in (None, *made.POSTS.values())]
    assert len(subjects) > 256
    assert transformer.load(folder, threads=3).assess(subjects) == assessor.assess(subjects)


@given(
    text=st.text(max_size=200) | st.text("ямадорог ЁЛ.,!?🙂\u200b[]<>05", max_size=200),
    context=st.none() | st.text(max_size=50),
)
@SLOW
def test_any_text_is_assessed(assessor, text, context):
    (said,) = assessor.assess([Subject(text, context)])
    hold(said, text)


@pytest.mark.parametrize(
    "text",
    [
        "мама мыла раму " * 7_000, "а" * 100_000, "[" * 100_000 + "яма", "яма \u200b\u202eдорога", "яма \ud800 дорога",
        "[CLS] [SEP] [PAD] яма", "<b>ЯМА</b> на дoрoге",
    ],
    ids=["words", "letter", "brackets", "marks", "surrogate", "special", "markup"],
)  # fmt: skip
def test_a_strange_text_is_assessed_in_time(assessor, text):
    start = time.monotonic()
    alone, below = assessor.assess([Subject(text), Subject("Яма на дороге", text)])
    assert time.monotonic() - start < 10
    hold(alone, text)
    hold(below, "Яма на дороге")
    assert below.why != ()


@pytest.mark.parametrize("text", ["", "   ", "😡😡😡", "hello world", "12345", BROKEN])
def test_what_is_not_russian_or_has_no_finite_answer_is_left_alone(tmp_path, text):
    (said,) = transformer.load(with_heads(tmp_path / "model", quantised=False)).assess([Subject(text)])
    assert (said.theme, said.kind, said.risk, said.abstain) == (Theme.NONE, Kind.CHATTER, 0, True)


def test_a_wordless_answer_to_a_russian_post_is_judged(assessor):
    alone, below = assessor.assess([Subject("👍"), Subject("👍", made.POSTS["roads"])])
    assert (len(alone.themes), len(below.themes) > 1) == (1, True)


def test_the_post_above_changes_the_answer_and_a_parent_stands_for_it(assessor):
    text, post = "Когда починят?", made.POSTS["roads"]
    alone, above, parent = assessor.assess([Subject(text), Subject(text, post), Subject(text, None, post)])
    assert alone != above
    assert above == parent


def test_places_and_lawful_calls_are_those_of_the_house(assessor):
    (said,) = assessor.assess([Subject("Давайте напишем жалобу в прокуратуру! Яма на улице Садовой, д. 5")])
    assert said.lawful_call
    assert said.places != ()
    (bare,) = assessor.assess([Subject("Яма на улице Садовой, д. 5")], why=False, places=False)
    assert (bare.places, bare.why) == ((), ())


def test_all_themes_sum_to_one_and_the_reason_is_the_margin(tmp_path):
    heads = card()["heads"] | {"theme": {"labels": ["roads", "housing", "none"]}}
    (said,) = transformer.load(finish_pruned(tmp_path, heads)).assess([Subject("Яма на дороге")])
    assert abs(sum(guess.p for guess in said.themes) - 1) < 1e-3
    reasons = {why.part: why for why in said.why}
    assert set(reasons) == {f"theme:{said.theme}", f"kind:{said.kind}", "risk"}
    assert {why.term for why in said.why} == {ENCODER}
    weight = reasons[f"theme:{said.theme}"].weight
    assert abs(1 / (1 + exp(-weight)) - said.themes[0].p) < 1e-3


def finish_pruned(folder, heads):
    """Heads of three themes only."""
    with_npz(folder / "model")
    with np.load(folder / "model" / HEADS) as arrays:
        kept = {name: values[:3] if name.startswith("theme") else values for name, values in arrays.items()}
    np.savez(folder / "model" / HEADS, **kept)
    return finish(folder / "model", heads=heads)


def test_heads_beside_the_graph_say_what_heads_inside_it_say(tmp_path):
    subjects = [Subject(text) for text in TEXTS[:20]]
    inside = transformer.load(with_heads(tmp_path / "inside")).assess(subjects)
    beside = transformer.load(with_npz(tmp_path / "beside", embedding={"pooling": "mean"})).assess(subjects)
    plain = [[replace(said, model="", why=()) for said in found] for found in (inside, beside)]
    assert [said.theme for said in plain[0]] == [said.theme for said in plain[1]]
    assert all(abs(one.risk_score - other.risk_score) < 1e-3 for one, other in zip(*plain, strict=True))
    unit = transformer.load(with_npz(tmp_path / "unit", embedding={"pooling": "cls", "unit": True})).assess(subjects)
    assert [said.risk_score for said in unit] != [said.risk_score for said in beside]


def test_a_hotter_head_is_less_sure_and_abstains(tmp_path):
    heads = {name: head | {"temperature": 50.0} for name, head in card()["heads"].items()}
    cold, hot = with_heads(tmp_path / "cold"), with_heads(tmp_path / "hot", heads=heads)
    (sure,), (unsure,) = (transformer.load(one).assess([Subject("Яма на дороге")]) for one in (cold, hot))
    assert unsure.theme == sure.theme
    assert unsure.themes[0].p < sure.themes[0].p
    assert (sure.abstain, unsure.abstain) == (False, True)


def test_the_version_ends_with_the_digest_of_the_card(copy):
    before = transformer.load(copy).version
    assert before.startswith("tiny-2026.11.21-")
    rewrite(copy, threshold=0.3)
    assert transformer.load(copy).version != before


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_a_flipped_byte_is_refused(copy, name):
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(bytes(data))
    assert "sha256" in refused(copy)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER, CARD])
def test_a_missing_file_is_refused(copy, name):
    (copy / name).unlink()
    assert name in refused(copy)


def test_a_file_that_is_not_listed_is_refused(copy):
    (copy / "weights.data").write_bytes(b"?")
    assert "посторонний" in refused(copy)
    (copy / "weights.data").rename(copy / "card.md")
    assert transformer.load(copy)


def test_a_foreign_folder_is_refused(tmp_path, tiny):
    assert CARD in refused(tmp_path)
    assert CARD in refused(tmp_path / "nowhere")
    assert CARD in refused(tiny)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_rubbish_with_a_right_digest_is_refused(copy, name):
    (copy / name).write_bytes(b"{}")
    transformer.seal(copy)
    assert name in refused(copy)


HEAD = {"labels": list(Theme), "temperature": 1.0}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"format": 2}, "формата"),
        ({"version": ""}, "version"),
        ({"max_length": "много"}, "max_length"),
        ({"max_length": 2}, "max_length"),
        ({"threshold": 2}, "threshold"),
        ({"threshold": "a"}, "не того вида"),
        ({"files": {}}, "files"),
        ({"heads": {}}, "theme"),
        ({"heads": []}, "не того вида"),
        ({"heads": card()["heads"] | {"theme": HEAD | {"labels": ["roads", "moon"]}}}, "heads.theme.labels"),
        ({"heads": card()["heads"] | {"theme": HEAD | {"labels": ["roads", "roads"]}}}, "heads.theme.labels"),
        ({"heads": card()["heads"] | {"theme": HEAD | {"labels": ["roads"]}}}, "heads.theme.labels"),
        ({"heads": card()["heads"] | {"theme": HEAD | {"temperature": 0}}}, "heads.theme.temperature"),
        ({"heads": card()["heads"] | {"theme": HEAD | {"temperature": float("nan")}}}, "heads.theme.temperature"),
        ({"heads": card()["heads"] | {"risk": {"labels": ["0", "1"]}}}, "heads.risk.labels"),
        ({"heads": card()["heads"] | {"neg": {"labels": list("0123"), "cuts": [2, 1, 0]}}}, "heads.neg.cuts"),
        ({"embedding": {"pooling": "max"}}, "embedding.pooling"),
        ({"embedding": {"surprise": 1}}, "surprise"),
        ({"heads": card()["heads"] | {"theme": HEAD | {"labels": ["roads", "none"]}}}, "меток 2"),
    ],
)
def test_a_wrong_card_is_refused_by_name(copy, fields, named):
    rewrite(copy, **fields)
    assert named in refused(copy)


def test_the_documented_card_is_accepted(tmp_path):
    told = (ROOT / "docs" / "transformer.md").read_text(encoding="utf-8")
    (tmp_path / CARD).write_text(told.partition("```json")[2].partition("```")[0], encoding="utf-8")
    for name in (MODEL, TOKENIZER):
        (tmp_path / name).write_bytes(b"")
    assert set(transformer.seal(tmp_path).files) == {MODEL, TOKENIZER}


def test_a_graph_with_foreign_inputs_or_outputs_is_refused(copy):
    graph = Graph()
    graph.node("Cast", ["pixels"], "theme", to=TensorProto.FLOAT)
    graph.write(copy / MODEL, ("theme",), ("pixels",))
    transformer.seal(copy)
    assert "pixels" in refused(copy)
    graph = Graph()
    graph.hidden("last_hidden_state")
    graph.write(copy / MODEL, ("last_hidden_state",))
    transformer.seal(copy)
    assert HEADS in refused(copy)


def test_a_tokenizer_of_another_model_is_refused(copy):
    other = Tokenizer(models.WordLevel({"[UNK]": 10_000}, unk_token="[UNK]"))
    other.pre_tokenizer = pre_tokenizers.Whitespace()
    other.save(str(copy / TOKENIZER))
    transformer.seal(copy)
    assert "не отвечает" in refused(copy)


def test_a_folder_is_opened_by_what_lies_in_it(copy, tiny):
    assert isinstance(transformer.open_folder(tiny), LinearAssessor)
    assert isinstance(transformer.open_folder(copy), transformer.TransformerAssessor)
    (copy / CARD).unlink()
    with pytest.raises(StaleModel, match=CARD):
        transformer.open_folder(copy)


BARE = """
import sys
from pathlib import Path

class Bare:
    "A machine without the extra."
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"onnxruntime", "tokenizers", "onnx"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Bare())
from core.errors import StaleModel
from models import transformer

print(transformer.open_folder(Path(sys.argv[1])).version)
try:
    transformer.open_folder(Path(sys.argv[2]))
except StaleModel as error:
    print(error)
"""

QUIET = """
import sys
from pathlib import Path
from core.labels import Subject
from models import transformer

def alone(event, args):
    assert not event.startswith("socket."), event

sys.addaudithook(alone)
assert not {"onnxruntime", "tokenizers"} & set(sys.modules)
print(transformer.load(Path(sys.argv[1]), threads=2).assess([Subject("Яма на дороге")] * 3)[0].theme)
"""


def run(script, *folders):
    command = [sys.executable, "-X", "utf8", "-W", "error", "-c", script, *map(str, folders)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_without_the_extra_the_linear_model_works_and_a_transformer_says_what_to_install(tiny, folder):
    version, said = run(BARE, tiny, folder)
    assert version
    assert "Поставьте mcu-monitor[transformer]" in said


def test_the_libraries_are_loaded_late_and_nothing_asks_the_network(folder):
    assert run(QUIET, folder)[0] in set(Theme)
