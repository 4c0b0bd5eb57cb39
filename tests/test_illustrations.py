"""Made-up values are told where the partnership is not made up."""

from conftest import Scratch

from reportgen.errors import Slug, Weight

_ROW = "t1,E99000001,2022/23 Q1,12,,,2024-12-01,"


def _illustrate(testshire: Scratch, *, fictional: bool) -> list[str]:
    file = "data/observations.csv"
    testshire.change(file, f"{_ROW}final", f"{_ROW}illustrative")
    if not fictional:
        partnership = "data/partnership.toml"
        testshire.change(partnership, "fictional = true", "fictional = false")
    found = [f for f in testshire.faults() if f.slug is Slug.ILLUSTRATIVE_VALUE]
    assert {Weight.CAUTION} >= {fault.weight for fault in found}
    return [str(fault) for fault in found]


def test_a_real_partnership_is_told(testshire: Scratch) -> None:
    """A measure that shows one illustrative value is told once, with its row."""
    (told,) = _illustrate(testshire, fictional=False)

    assert "observations.csv row 2: t1 shows one illustrative value" in told
    assert "a release is refused" in told


def test_a_fictional_partnership_is_not(testshire: Scratch) -> None:
    """Where all is made up, and every page says so, there is nothing to tell."""
    assert [] == _illustrate(testshire, fictional=True)
