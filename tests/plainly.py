"""Commentary made up for the rules of plain English, and what they find in it."""

from invented import indicator, published

from reportgen.audit.plain.plain_words import Plainness, check_plain
from reportgen.errors import Fault, Slug
from reportgen.evidence.words import words_from
from reportgen.pages.narrative import narrate
from reportgen.pages.paragraphs import Paragraph, paragraphs
from reportgen.vocabulary import Change, Rendition

FILE = "data/2026-10/commentary/progress.md"
SEEN = published(
    indicator("need", "47.0", "53.0", change=Change.FELL, difference="-2.5"),
    rendition=Rendition.PARTNERS,
)


def read(text: str) -> list[Paragraph]:
    """The paragraphs of one commentary."""
    return paragraphs(narrate(text, FILE, SEEN, 1), SEEN)


def checked(*texts: str, words: tuple[str, ...] = ()) -> Plainness:
    """One report whose headings have these texts: `1.md`, `2.md` and so on."""
    files = {f"{number}.md": read(text) for number, text in enumerate(texts, 1)}
    return check_plain(files, words_from(words))


def told(slug: Slug, *texts: str, words: tuple[str, ...] = ()) -> list[Fault]:
    """The faults of one kind."""
    return [one for one in checked(*texts, words=words).faults if one.slug is slug]
