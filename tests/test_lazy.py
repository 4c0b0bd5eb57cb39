"""What is made when it is asked for, and numbers that take little room."""

from hypothesis import given
from hypothesis import strategies as st

from reportgen.lazy import Lazy, mapped
from reportgen.numbering import Numbering


def test_items_are_made_when_they_are_asked_for() -> None:
    """Nothing before, each time anew, and parts of it in the same way."""
    made: list[int] = []

    def make(number: int) -> str:
        made.append(number)
        return f"item {number}"

    items = Lazy(make, [3, 5, 7])
    part = items[1:]

    assert ([], 3, 2) == (made, len(items), len(part))
    assert ["item 5", "item 7"] == [*part] == [*items[-2:]]
    assert "item 3" == items[0]
    assert [5, 7, 5, 7, 3] == made
    assert ["ITEM 3", "ITEM 5", "ITEM 7"] == [*mapped(str.upper, items)]


@given(st.lists(st.text(max_size=3)))
def test_keys_are_numbered_as_a_dictionary_would(keys: list[str]) -> None:
    """From 0, in the order in which they came; what was not added has none."""
    found, wanted = Numbering(), dict[str, int]()
    for key in keys:
        wanted.setdefault(key, len(wanted))
        assert wanted[key] == found.add(key)

    assert len(wanted) == len(found)
    assert wanted == {key: found.find(key) for key in wanted}
    assert "never added" not in found


def test_many_keys_are_told_apart() -> None:
    """Also while the table grows."""
    found = Numbering()
    for number in range(5000):
        assert number == found.add(f"member{number}@example.org")

    assert [0, 2500, 4999] == [
        found.find(f"member{number}@example.org") for number in (0, 2500, 4999)
    ]
