"""Claims about a trend: the author's words, held against what was calculated."""

from dataclasses import replace

import invented
import pytest

from reportgen.audit.consistency.claims import check_claims
from reportgen.errors import Place, Slug, Weight
from reportgen.evidence.disclosure import PublishedTrend
from reportgen.pages.narrative import Mention, MentionKind
from reportgen.vocabulary import Trend, TrendMethod

HERE = Place("data/2024-10/commentary/progress.md", line=3)
TRENDS = {
    "better": (Trend.BETTER_UP, "high is good"),
    "worse": (Trend.WORSE_DOWN, "high is good"),
    "up": (Trend.INCREASING, "no judgement"),
    "down": (Trend.DECREASING, "no judgement"),
    "still": (Trend.NO_CHANGE, "low is good"),
    "none": (Trend.NOT_CALCULATED, "low is good"),
    "hidden": (Trend.NOT_SHOWN, "low is good"),
}
WHYS = {"none": "3 of 5 yearly values are held", "hidden": "restricted"}
ALL = invented.published(
    *(
        replace(
            invented.indicator(name, "5", polarity=polarity),
            trend=PublishedTrend(
                word,
                TrendMethod.RECENT if word.is_calculated else None,
                WHYS.get(name, "for a reason"),
            ),
        )
        for name, (word, polarity) in TRENDS.items()
    )
)


def faults(words: str, name: str) -> list[tuple[Slug, str]]:
    """What is found of one claim."""
    one = Mention(MentionKind.CLAIM, ((name, "trend"),), words, "", HERE)
    found = check_claims([one], ALL)

    assert {Weight.CAUTION} >= {fault.weight for fault in found}
    return [(fault.slug, fault.what) for fault in found]


AGREE = [
    ("up", "keeps rising"),
    ("up", "a significant increase"),
    ("up", "has grown significantly since 2019"),
    ("up", "an upward trend"),
    ("up", "is not falling"),
    ("up", "a statistically significant trend"),
    ("down", "a downward trend"),
    ("down", "declining"),
    ("down", "no longer rising, but falling"),
    ("better", "increasing and getting better"),
    ("better", "improved"),
    ("worse", "is decreasing and worsening"),
    ("still", "no significant change"),
    ("still", "has not changed significantly"),
    ("still", "stable"),
    ("still", "remained steady"),
    ("still", "is not rising"),
    ("still", "no trend"),
]


@pytest.mark.parametrize(("name", "words"), AGREE)
def test_words_that_agree_pass(name: str, words: str) -> None:
    """Rising, falling, stable, significant, better: where the trend is so."""
    assert faults(words, name) == []


DISAGREE = [
    ("up", "falling"),
    ("up", "no significant change"),
    ("up", "stable"),
    ("up", "is not rising"),
    ("down", "keeps rising"),
    ("down", "not significantly decreasing"),
    ("better", "getting worse"),
    ("better", "is not improving"),
    ("worse", "improving"),
    ("still", "a rising trend"),
    ("still", "fell"),
    ("still", "a significant trend"),
    ("still", "is getting better"),
    ("still", "has not been stable"),
]


@pytest.mark.parametrize(("name", "words"), DISAGREE)
def test_words_that_contradict_the_trend_are_found(name: str, words: str) -> None:
    """The message says what the trend is, and why."""
    ((slug, what),) = faults(words, name)

    assert slug is Slug.CLAIM_CONTRADICTS_VALUE
    assert what == (
        f'"{words}" contradicts {name}.trend: the trend is {TRENDS[name][0]}: '
        "for a reason"
    )


@pytest.mark.parametrize(
    ("name", "words", "missing"),
    [
        (
            "none",
            "a significant rise",
            "the trend of none cannot be calculated (3 of 5 yearly values are held)",
        ),
        ("none", "stable", "the trend of none cannot be calculated"),
        ("hidden", "rising", "the trend of hidden is not shown (restricted)"),
        ("up", "is improving", "nobody says which way is good for up"),
        ("up", "as before", "it has no word that says rising, falling or stable"),
    ],
)
def test_what_cannot_be_checked_is_no_pass(name: str, words: str, missing: str) -> None:
    """No word about a trend that nobody calculated, no judgement without a polarity."""
    slugs = dict(faults(words, name))

    assert missing in slugs[Slug.CLAIM_NOT_CHECKED]
