"""Words of small multiples: how many rose, and each panel for who does not see it."""

from invented import over_time
from timed import PANELS, RESTRICTED, made, series, twelves, years


def test_small_multiples_count_movements() -> None:
    """Names of few, numbers of many; each measure's course in the sentence."""
    up = over_time("alcohol", series(years(2015, 2), "5", "6"))
    down = over_time("crack", series(years(2015, 2), "6", "5"))
    still = over_time("spice", series(years(2015, 2), "6", "6"))
    found = made(PANELS, up, down, still).reading

    assert found.headline == (
        "Deaths, 2015/16 to 2016/17: alcohol rose; crack fell; spice ended as it began"
    )
    assert found.sentence == (
        "Alcohol rose from 5% to 6%. Crack fell from 6% to 5%. Spice was 6% throughout."
    )
    assert found.subtitle == (
        "Deaths per 100,000 people, Testshire, 2015/16 to 2016/17, own scale in each "
        "panel, lowest to highest"
    )


def test_all_alike_are_counted() -> None:
    """Both, or all five."""
    ones = [over_time(n, series(years(2015, 2), "5", "6")) for n in "abcde"]

    assert made(PANELS, *ones[:2]).reading.headline.endswith(": both groups rose")
    assert made(PANELS, *ones).reading.headline.endswith(": all five groups rose")


def test_small_multiples_explain_their_signs() -> None:
    """Gaps, breaks, hollow dots and empty panels, where there are any."""
    ones = [
        over_time(
            "a", series(years(2015, 3), "5", "[x]", "6"), series(years(2015, 1), "4")
        ),
        over_time("b", series(years(2015, 3), "5 [u]", "6 [b]", "7")),
        over_time("c", series(years(2015, 1), "[c]")),
    ]
    found = made(PANELS, *ones).reading.sentence

    assert found.endswith(
        "Differences from England are not tested here. A gap in a line is a period "
        "without a value. At an upright dashed line a new series starts. Hollow dots "
        f"are unverified. No value is shown for c ({RESTRICTED})."
    )


def test_the_alternative_goes_through_the_panels() -> None:
    """Each with its course, England's last value, its scale, and what it lacks."""
    one = over_time(
        "alcohol",
        series(years(2015, 4), "5", "9", "[x]", "6 [p]"),
        series(years(2015, 4), *"1234"),
    )
    other = over_time("crack", series(years(2015, 1), "[c]"))

    assert made(PANELS, one, other).reading.alternative == (
        "Deaths, deaths per 100,000 people, two small line charts, 2015/16 to 2018/19. "
        "Alcohol rose from 5% to 9% in 2016/17, then fell to 6%, provisional, above "
        "England throughout, England ends at 4%, scale 1% to 9%. No value for 2017/18. "
        "Crack: withheld."
    )


def test_an_old_series_is_not_joined_to_the_new_one() -> None:
    """Headline and alternative say since when; highest and lowest are of one series."""
    one = over_time("alcohol", series(years(2015, 5), "90", "95", "10 [b]", "12", "15"))
    other = over_time("crack", series(years(2015, 5), *"56789"))
    found = made(PANELS, one, other).reading

    assert found.headline == (
        "Deaths: both groups rose (alcohol since a new series started in 2017/18)"
    )
    assert (
        "Alcohol until 2016/17: rose from 90% to 95%. A new series starts in 2017/18, "
        "which rose from 10% in 2017/18 to 15% in 2019/20, scale 10% to 95%."
    ) in found.alternative


def test_periods_that_are_not_the_usual_ones_are_named() -> None:
    """Most panels share theirs, which are told once."""
    ones = [over_time(n, series(years(2015, 2), *"56")) for n in "ab"]
    rolling = over_time("c", series(twelves("Jan 2020", 2), *"56"))
    told = made(PANELS, *ones, rolling).reading.alternative

    assert (
        "2015/16 to 2016/17 where no other period is named. A rose from 5% to" in told
    )
    assert (
        "C was 5% in the 12 months to January 2020 and rose to 6% by February" in told
    )


def test_crossings_in_a_panel_are_told_since_when() -> None:
    """One sentence has no room for all of them."""
    ours, theirs = series(years(2015, 4), *"4646"), series(years(2015, 4), *"5555")
    other = over_time("b", series(years(2015, 4), *"5678"))
    found = made(PANELS, over_time("a", ours, theirs), other).reading

    assert "above England in 2018/19, England ends at 5%" in found.alternative
