"""Names of a crowded map: none over another, none over a spot of another place."""

from hypothesis import given
from hypothesis import strategies as st

from charts.names import Disc, _box, _covers, _meet, written

PIXELS = st.floats(0, 680, allow_nan=False)
DISCS = st.lists(
    st.builds(Disc, PIXELS, PIXELS, st.floats(6, 22), st.sampled_from(["ДК", "улица Энтузиастов"])), max_size=12
)


def test_a_name_stands_below_its_spot_or_above_where_another_spot_is_below() -> None:
    alone = Disc(300, 100, 10, "улица Заречная")
    assert written([alone], 680)[0] > 0
    assert written([alone, Disc(310, 125, 15, "ДК")], 680)[0] < 0
    assert written([Disc(5, 100, 10, "улица Заречная")], 680) == {}, "cut by the border it is not written"


@given(DISCS)
def test_names_cover_neither_each_other_nor_spots(discs: list[Disc]) -> None:
    found = written(discs, 680)
    boxes = {number: _box(discs[number], down) for number, down in found.items()}
    for number, box in boxes.items():
        assert not any(_meet(box, other) for at, other in boxes.items() if at != number)
        assert not any(_covers(disc, box) for at, disc in enumerate(discs) if at != number)
