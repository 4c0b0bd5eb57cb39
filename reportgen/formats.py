"""Numbers, dates and lists as words for a page; used by templates and charts alike."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reportgen.errors import EnvironmentFault

_WIDE = Context(prec=80)  # digits: more than any number that is read can have
MINUS = "\u2212"
_SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_WHOLE = Decimal(100)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half away from zero, as statisticians round; never a negative zero."""
    step = Decimal(1).scaleb(-decimals)
    result = value.quantize(step, rounding=ROUND_HALF_UP, context=_WIDE)
    return abs(result) if result.is_zero() else result


@lru_cache(maxsize=8192)  # a page says most values in several places
def number(value: Decimal, decimals: int = 0) -> str:
    """1,234.5 with a true minus sign."""
    text = f"{rounded(value, decimals):,.{decimals}f}"
    return text.replace("-", MINUS)


def share(value: Decimal, decimals: int) -> Decimal:
    """A percentage rounded; 0 or 100 only when it truly is, as coverage.py does."""
    shown = rounded(value, decimals)
    for limit, step in ((Decimal(0), 1), (_WHOLE, -1)):
        if shown == limit != value and 0 <= value <= _WHOLE:
            shown = limit + step * Decimal(1).scaleb(-decimals)
    return shown


@lru_cache(maxsize=8192)
def percentage(value: Decimal, decimals: int = 1) -> str:
    """12.3%; 0 or 100 only when it truly is."""
    return number(share(value, decimals), decimals) + "%"


def signed(value: Decimal, decimals: int = 1) -> str:
    """+5.0 or −11.4; a zero carries no sign."""
    text = number(value, decimals)
    return f"+{text}" if rounded(value, decimals) > 0 else text


def count_word(count: int, noun: str = "", plural: str = "") -> str:
    """`nine measures`, `10 measures`, `one measure`: words up to nine."""
    word = _SMALL[count] if 0 <= count < len(_SMALL) else f"{count:,}"
    if not noun:
        return word
    return f"{word} {noun if count == 1 else plural or noun + 's'}"


def counted(groups: Sequence[tuple[int, str]]) -> list[str]:
    """`two higher`, `one lower`; in figures throughout where one count is above nine.

    Args:
        groups: counts with the word that follows each; none is left out.
    """
    large = any(count >= len(_SMALL) for count, _ in groups)
    return [
        f"{count if large else count_word(count)} {word}"
        for count, word in groups
        if count
    ]


def listed(items: Sequence[str], last: str = "and") -> str:
    """`a, b and c`, without a comma before the last."""
    if len(items) < 2:  # noqa: PLR2004 (one item needs no joining)
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def london_day(moment: datetime) -> date:
    """The day of a moment in England, wherever the machine stands.

    Reports are England's: an embargo ends, an acceptance runs out and a seal is dated
    by its clock, or a machine abroad would release a day early.

    Args:
        moment: aware; one without a zone is taken for this machine's.

    Raises:
        EnvironmentFault: this machine does not know England's time.
    """
    try:
        return moment.astimezone(ZoneInfo("Europe/London")).date()
    except OverflowError:  # the first or last day of all time
        return moment.date()
    except ZoneInfoNotFoundError:
        raise EnvironmentFault(
            "this machine does not know the time of England (Europe/London); install "
            "the Python package tzdata"
        ) from None


def long_date(day: date) -> str:
    """7 November 2024, in English whatever the locale."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def month_year(day: date) -> str:
    """November 2024."""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def plain_key(text: str) -> str:
    """Without what people write in different ways: case, widths and spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def sentence_case(text: str) -> str:
    """The first letter a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def sentences(*said: str) -> str:
    """Sentences in a row, each with a capital; an empty one leaves no gap."""
    return " ".join(sentence_case(one) for one in said if one)


MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
