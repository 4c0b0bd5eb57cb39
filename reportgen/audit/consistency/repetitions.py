"""The same fact, stated twice: with different numbers, or with opposite words."""

import re
from collections.abc import Sequence

from reportgen.audit.consistency.senses import agrees, numbers, senses, stances
from reportgen.errors import Fault, Slug, caution
from reportgen.pages.narrative import Mention, MentionKind


def check_repetitions(mentions: Sequence[Mention]) -> list[Fault]:
    """Claims about one value, and citations of one document, held against each other.

    Args:
        mentions: those of all commentary of a report.
    """
    claims = [m for m in mentions if m.kind is MentionKind.CLAIM]
    return _disagreements(claims) + _cited_twice(mentions)


def _disagreements(claims: Sequence[Mention]) -> list[Fault]:
    """The same value stated twice with different numbers, or with opposite words."""
    first: dict[tuple[str, str], Mention] = {}
    worded: dict[tuple[str, str], Mention] = {}
    faults = []
    for claim in claims:
        for target in claim.targets:
            if numbers(claim.words):
                earlier = first.setdefault(target, claim)
                if not _same_numbers(claim.words, earlier.words):
                    faults.append(_told_twice(".".join(target), claim, earlier))
            elif senses(claim.words):
                earlier = worded.setdefault(target, claim)
                if _opposed(claim.words, earlier.words):
                    faults.append(_told_twice(".".join(target), claim, earlier))
    return faults


def _same_numbers(words: str, others: str) -> bool:
    """Whether one number of each is the same, at the precision of either."""
    pairs = [(abs(a), abs(b)) for a in numbers(words) for b in numbers(others)]
    return any(agrees(a, b) or agrees(b, a) for a, b in pairs)


_SIDES = ({"up", "down", "still"}, {"higher", "lower", "similar"})


def _opposed(words: str, others: str) -> bool:
    """Whether one says higher or rose, and the other lower or fell."""
    one, other = stances(words)[0], stances(others)[0]
    return any(
        one & side and other & side and not one & other & side for side in _SIDES
    )


def _cited_twice(mentions: Sequence[Mention]) -> list[Fault]:
    """The same words from the same origin, with another number."""
    first: dict[tuple[str, str], Mention] = {}
    faults = []
    for one in mentions:
        bare = re.sub(r"[\d.,%\s]+", " ", one.words).strip().lower()
        if one.kind is MentionKind.CITATION and bare and numbers(one.words):
            earlier = first.setdefault((one.origin, bare), one)
            if not _same_numbers(one.words, earlier.words):
                faults.append(_told_twice(f"what {one.origin} says", one, earlier))
    return faults


def _told_twice(named: str, claim: Mention, earlier: Mention) -> Fault:
    what = f'{named} is "{claim.words}" here, and "{earlier.words}" before'
    cure = "find out which is true and correct the other"
    slug, about = Slug.CLAIMS_DISAGREE, (named,)
    return caution(slug, claim.place, what, cure, [earlier.place], about)
