"""Labels: none on another, none outside, none on a line; widths that hold."""

from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from reportgen.pages import fonts
from reportgen.pages.lettering import SIZE, breadth, wrapped
from reportgen.pages.placing import Box, Note, apart, free, gathered

px = st.floats(-50, 700, allow_nan=False).map(lambda number: round(number, 2))
HAIR = 1e-6
"""CSS px that sums of fractions may be off."""


@st.composite
def columns(draw: st.DrawFn) -> list[tuple[float, float]]:
    """Blocks from the top down: where each wants to stand, and its height."""
    wanted = sorted(draw(st.lists(px, min_size=1, max_size=6)))
    heights = st.integers(5, 40).map(float)
    return [(middle, draw(heights)) for middle in wanted]


@given(columns())
def test_blocks_are_pushed_apart(blocks: list[tuple[float, float]]) -> None:
    """They keep their order and stay inside, and no two share a place."""
    middles = apart(blocks, 0, 300)
    ends = [
        (middle - height / 2, middle + height / 2)
        for middle, (_, height) in zip(middles, blocks, strict=True)
    ]

    assert all(lower <= upper + HAIR for (_, lower), (upper, _) in pairwise(ends))
    assert ends[0][0] >= -HAIR
    assert ends[-1][1] <= 300 + HAIR


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6, unique=True))
def test_what_does_not_meet_is_left_alone(places: list[int]) -> None:
    """A label stands level with its mark wherever it can."""
    blocks = [(place * 30.0 + 15, 30.0) for place in sorted(places)]

    assert apart(blocks, 0, 300) == pytest.approx([middle for middle, _ in blocks])


def test_two_that_meet_give_way_alike() -> None:
    """Their middle stays where it was."""
    assert apart([(100, 20), (110, 20)], 0, 300) == [95, 115]
    assert apart([(0, 20), (0, 20)], 0, 300) == [10, 30]
    assert apart([(300, 20), (300, 20)], 0, 300) == [270, 290]


def test_what_has_no_room_begins_at_the_top() -> None:
    """Nothing is laid on another even then."""
    assert apart([(10, 30), (10, 30)], 0, 40) == [15, 45]


words = st.text("abcdefgh ", min_size=1, max_size=30)
notes = st.lists(st.tuples(px, words), min_size=1, max_size=12)


def broad(note: Note) -> float:
    """As wide as what it says, each thing once."""
    return breadth(", ".join(dict.fromkeys(note.kinds)))


@given(notes)
def test_notes_in_a_row_never_meet(found: list[tuple[float, str]]) -> None:
    """What would meet is said together; nothing is lost."""
    made = gathered([Note(at, (said,)) for at, said in sorted(found)], broad, 627)
    ends = [(n.along - broad(n) / 2, n.along + broad(n) / 2) for n in made]

    assert all(right < left for (_, right), (left, _) in pairwise(ends))
    assert sorted(kind for note in made for kind in note.kinds) == sorted(
        said for _, said in found
    )
    if all(broad(note) <= 627 for note in made):
        assert min(left for left, _ in ends) >= -HAIR
        assert max(right for _, right in ends) <= 627 + HAIR


spots = st.tuples(px, px)


@given(st.lists(spots, min_size=1, max_size=9), st.lists(st.tuples(spots, spots)))
def test_a_free_place_is_free(
    middles: list[tuple[float, float]],
    lines: list[tuple[tuple[float, float], tuple[float, float]]],
) -> None:
    """It lies inside the room, meets no text, and no line runs through it."""
    room, taken = Box(0, 0, 600, 300), [Box(100, 100, 200, 120)]
    candidates = [Box(x - 9, y - 8, x + 9, y + 8) for x, y in middles]
    found = free(candidates, room, taken, lines)
    if found is None:
        return

    assert found in candidates
    assert found.within(room)
    assert not found.meets(taken[0])
    for (x0, y0), (x1, y1) in lines:
        steps = (n / 50 for n in range(51))
        points = ((x0 + (x1 - x0) * t, y0 + (y1 - y0) * t) for t in steps)
        assert not any(
            found.left < x < found.right and found.top < y < found.bottom
            for x, y in points
        )


@pytest.mark.parametrize(
    ("segment", "crosses"),
    [
        (((0, 5), (20, 5)), True),
        (((0, 0), (20, 20)), True),
        (((5, 5), (5, 5)), True),
        (((0, 15), (20, 15)), False),
        (((0, 12), (12, 24)), False),
        (((15, 0), (15, 20)), False),
        (((0, 5), (-5, 5)), True),
        (((-1, 5), (-5, 5)), False),
    ],
)
def test_a_line_runs_through_a_box(
    segment: tuple[tuple[float, float], tuple[float, float]], crosses: bool
) -> None:
    """Also where it ends inside, or is a point."""
    assert Box(0, 0, 10, 10).crossed(segment) is crosses


@pytest.mark.parametrize("face", ["Regular", "Bold"])
def test_no_text_is_wider_than_reckoned(face: str) -> None:
    """Letter by letter, against the typeface itself."""
    (file,) = [path for path in fonts.find() if path.stem.endswith(f"-{face}")]
    with TTFont(file) as font:
        letters, widths = font.getBestCmap(), font["hmtx"].metrics
        em = font["head"].unitsPerEm
        told = {chr(code): widths[name][0] / em for code, name in letters.items()}
    usual = [one for one in told if one <= "\u024f" or "\u2010" <= one <= "\u2212"]
    wide = [
        letter
        for letter in usual
        if breadth(letter, size=1, bold=face == "Bold") < told[letter] - HAIR
    ]

    assert len(usual) > 300
    assert wide == []


def test_a_line_is_as_wide_as_its_letters() -> None:
    """In CSS px, in proportion to the size."""
    assert breadth("") == 0
    assert breadth("aa") == 2 * breadth("a")
    assert breadth("a", size=2 * SIZE) == 2 * breadth("a")
    assert breadth("a", bold=True) > breadth("a")


@given(st.text("abc defghij", max_size=80), st.integers(1, 3), st.integers(40, 200))
def test_wrapped_lines_fit(text: str, most: int, room: int) -> None:
    """No line is wider than the room, no more lines than may be, and no word lost."""
    lines = wrapped(text, room, most)

    assert len(lines) <= most
    assert all(breadth(line) <= room for line in lines)
    if "…" not in "".join(lines):
        assert " ".join(lines).split() == text.split()


def test_what_does_not_fit_ends_in_dots() -> None:
    """After a whole word where there is one."""
    assert wrapped("one two three four", 60, 2) == ["one two", "three …"]
    assert wrapped("incomprehensibilities", 50, 2)[0].endswith("…")
