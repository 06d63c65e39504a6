"""The teacher of the judge of names draws persons, knows where they stand, and teaches the same twice."""

from random import Random

import pytest

from models.naming.declining import declined
from models.naming.people import Drawing, Names, lists
from models.naming.teaching import matrix, packed, taught
from models.naming.texts import Clauses, Marked, borrowed, drawn, frames, peopled

TEXTS = [
    "вчера сосед приходил и сказал, что воды нет совсем. она звонила, и мастер сказал завтра",
    "соседка сказала: сосед приходил, и соседка звонила. сосед сказал, соседка сказала, мастер приходил",
]


@pytest.fixture
def people() -> Drawing:
    names = Names(
        lists("common.txt"), {"masc": ["иван"], "femn": ["анна"]}, ["носов", "чернов"], lists("foreign.txt"), ["ткач"]
    )
    return Drawing(names, Random(3))


@pytest.fixture
def lent() -> Clauses:
    found = borrowed(TEXTS)
    return Clauses(found.clauses, ["сосед"], ["улица"], {"masc": ["сказал"], "femn": ["сказала"]})


@pytest.mark.parametrize(
    ("word", "case", "gender", "wanted"),
    [
        ("марина", "datv", "femn", "марине"),
        ("носов", "gent", "femn", "носовой"),
        ("носов", "datv", "masc", "носову"),
        ("шевчук", "gent", "femn", "шевчук"),
        ("дюдю", "gent", "masc", "дюдю"),
    ],
)
def test_names_stand_in_their_cases(word: str, case: str, gender: str, wanted: str) -> None:
    role = "Surn" if word in ("носов", "шевчук") else ""
    assert declined(word, case, gender, role) == wanted


def test_a_frame_knows_where_its_persons_stand(people: Drawing, lent: Clauses) -> None:
    for frame in frames():
        made = drawn(frame, people, lent)
        assert len(made.persons) == frame.count("{")
        assert all(made.text[start:end].strip() == made.text[start:end] != "" for start, end in made.persons)


def test_a_mask_in_a_real_text_becomes_a_person(people: Drawing) -> None:
    made = peopled("Спасибо [ФИО] за двор", (), people)
    assert made.persons[0][0] == len("Спасибо ")
    assert "[ФИО]" not in made.text


def test_what_another_judge_takes_for_a_person_on_a_street_sign_is_doubtful(people: Drawing) -> None:
    made = peopled("на Гагарина яма", ((3, 11, "PER"),), people)
    assert (3, 11) in made.doubtful


def test_the_same_texts_teach_the_same_weights() -> None:
    texts = [Marked("Спросите у Марины, она знает", ((11, 17),)), Marked("на Гагарина яма", ())] * 5
    one, other = (packed(*taught(*matrix(texts)), 0.0) for _ in range(2))
    assert one == other
    assert len(one) == 2**16 + 1
