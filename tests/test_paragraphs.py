"""What readers read of a commentary, and in which line of its file it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plainly import read


def texts(marked: str) -> list[str]:
    """What is printed, paragraph by paragraph."""
    return [one.text for one in read(marked)]


def test_a_slot_is_what_it_prints_and_not_the_authors_own() -> None:
    """Its words stand in the text, and blanks in what the author answers for."""
    (one,) = read("Need is at {{ need.value }} now.")

    assert "Need is at 47.0% now." == one.text
    assert "Need is at       now." == one.own


def test_claims_and_citations_are_the_authors_own() -> None:
    """What was bound or cited is printed as it was written, and answered for."""
    claim = '{{ claim(need.value, "47%") }} of us, {{ cite("19", "a survey") }} told'
    (one,) = read(claim)

    assert "47% of us, 19 told" == one.text == one.own


@pytest.mark.parametrize(
    ("marked", "printed"),
    [
        ("Run `rm colour` **now**.", ["Run  now."]),
        ("See [the *plan*](https://www.example.org/color).", ["See the plan."]),
        ("See <https://www.example.org/color>.", ["See ."]),
        ("Write to plan@example.org or www.example.org/a-b.", ["Write to  or "]),
        (
            "# What we *do*\n\nWe count.[^1]\n\n[^1]: By hand.",
            ["What we do", "We count.", "By hand."],
        ),
        ("    colour\n", []),
        ("{# nobody reads this #}", []),
    ],
)
def test_code_and_addresses_are_left_out(marked: str, printed: list[str]) -> None:
    """The words of a link are read, its address is not; notes are read last."""
    assert printed == texts(marked)


def test_headings_and_cells_hold_no_sentences() -> None:
    """Paragraphs, items and notes do."""
    found = read("# Head\n\nText.\n\n- Item.\n\n| A | B |\n|---|---|\n| c | d |\n")
    prose = {one.text: one.is_prose for one in found}

    assert ["Text.", "Item."] == [text for text, holds in prose.items() if holds]
    assert [*"ABcd"] == [text for text in prose if len(text) == 1]


def test_every_letter_knows_its_line() -> None:
    """A paragraph of several lines tells the line in which each word stands."""
    one = read("# Head\n\nThe first line\nand the second\\\nand the third.\n")[1]

    assert 3 == one.line
    lines = {word: one.line_at(one.text.index(word)) for word in one.text.split()}
    assert [3, 4, 5] == [lines[word] for word in ("first", "second", "third.")]


def test_braces_of_several_lines_move_no_line() -> None:
    """Below braces that hold line ends, a paragraph still tells its own line."""
    claim = '{{ claim(\n  need.value,\n  "47%") }} and {{ need.value }}'
    found = read(f"One.\n\n{claim}\n\nFrom {{{{ need.period }}}} on.\n")

    assert [1, 3, 7] == [one.line for one in found]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever people write, it is read, and both texts are as long."""
    assert all(len(one.text) == len(one.own) and one.line >= 1 for one in read(text))
