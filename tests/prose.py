"""Text of any length, the same in every run; none of it says anything."""

from itertools import cycle, islice

_SOME = (
    "people who use drugs and alcohol across the city and the county around it need "
    "support from treatment services housing probation police schools hospitals "
    "families friends volunteers and the partnership that brings them all together"
).split()
LONGEST_WORD = "psychoneuropharmacotherapeuticallyunquestionablyinterdependent"
"""Of 60 letters and more, without a hyphen."""


def words(count: int, first: int = 0) -> str:
    """So many words, from another place of the same text with another `first`."""
    return " ".join(islice(cycle(_SOME), first, first + count))


def sentence(count: int, first: int = 0) -> str:
    """So many words with a capital."""
    text = words(count, first)
    return text[:1].upper() + text[1:]


def titled(letters: int, first: int = 0) -> str:
    """Words of so many letters and spaces in all, with a capital."""
    return sentence(letters // 4, first)[:letters].strip().ljust(letters, "s")


def paragraph(sentences: int, first: int = 0) -> str:
    """A paragraph."""
    return " ".join(
        sentence(9 + 5 * (n % 3), first + 11 * n) + "." for n in range(sentences)
    )


def table(rows: int, first: int = 0, most: int = 9) -> str:
    """A table of Markdown with so many rows, all unlike, of up to `most` words."""
    lines = [f"| {sentence(2, first)} | Who | By when |", "|---|---|---|"]
    for at in range(first, first + rows):
        lines.append(f"| {sentence(1 + at % most, at)} | {sentence(3, at)} | soon |")
    return "\n".join(lines)


def chapter() -> str:
    """Six pages of paragraphs under many small headings, with twenty notes."""
    parts, notes = [], []
    for at in range(64):
        mark = f"[^{at}]" if at % 3 == 0 and at < 60 else ""
        parts += [f"# {sentence(3 + at % 9, at)}"] if at % 2 == 0 else []
        parts.append(paragraph(1 + at % 3, at) + mark)
        notes += [f"{mark}: {sentence(5 + at, at)}."] if mark else []
    return "\n\n".join([*parts, *notes]) + "\n"


def shapes() -> str:
    """Tables of three to thirty rows, a list of sixty items, lists in lists."""
    long = "\n".join(f"- {sentence(2 + at % 23, at)}" for at in range(60))
    nested = "\n".join(
        f"{'  ' * (at % 3)}- {sentence(4 + at % 17, at)}" for at in range(24)
    )
    ordered = "\n".join(f"{n}. {sentence(12, n)}" for n in range(1, 13))
    text = [*(paragraph(2 + at % 4, at) for at in range(5)), table(30)]
    text += [f"{sentence(4)}:\n\n{each}" for each in (long, nested, ordered)]
    text += [
        f"{sentence(2 + 7 * (at % 4), at)}.\n\n{table(3 + at % 3, at, 3)}"
        for at in range(26)
    ]
    return "\n\n".join([*text, "One line."]) + "\n"
