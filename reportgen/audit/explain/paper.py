"""A report as its readers get it, beside all that it was made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportgen.audit.explain.lineage import Whose, whose
from reportgen.audit.explain.written import Written, written
from reportgen.evidence.assembly import Assembly
from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.pages.attribution import Attribution, attribute
from reportgen.pages.document import Document
from reportgen.pages.figures import Figure
from reportgen.pages.narrative import Mention, MentionKind, Narrative
from reportgen.pages.numerals import Numeral, numerals
from reportgen.pages.origins import Origin
from reportgen.pages.passages import Mark, Passage, passages
from reportgen.pages.points import chosen
from reportgen.pages.tables import MeasureTable


@dataclass(frozen=True)
class Paper:
    """One report in one rendition, composed and rendered, without pages."""

    assembly: Assembly
    published: Published
    narratives: Mapping[str, Narrative]
    document: Document
    used: Sequence[PublishedIndicator]
    """The measures that it prints anything of."""
    html: str
    before: Published | None = None
    """What the issue before could print, where the report tells of one."""

    @cached_property
    def passages(self) -> list[Passage]:
        """All that it prints, in reading order."""
        return passages(self.html)

    @cached_property
    def numbers(self) -> list[tuple[Passage, Numeral]]:
        """Every number that it prints, and where, in reading order."""
        return [(one, each) for one in self.passages for each in numerals(one.text)]

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """The texts of data files that may stand in it."""
        return written(self.assembly, self.published)

    @cached_property
    def owners(self) -> Whose:
        """Place and measure of each value, of the issue before too."""
        earlier = whose(self.before) if self.before is not None else {}
        return {**earlier, **whose(self.published)}

    @cached_property
    def latest(self) -> tuple[Origin, ...]:
        """What its measures print of their latest values."""
        held = self.document.origins
        return tuple(each for one in self.published for each in held[one])

    @cached_property
    def pieces(self) -> dict[str, Figure | MeasureTable]:
        """Figures and tables, by the id that they have on the page."""
        figures = [f for f in self.document.blocks("figure") if isinstance(f, Figure)]
        tables = self.document.blocks("table")
        found: dict[str, Figure | MeasureTable] = {
            f"figure-{f.number}": f for f in figures
        }
        return found | {
            f"table-{t.number}": t for t in tables if isinstance(t, MeasureTable)
        }

    def piece(self, passage: Passage) -> Figure | MeasureTable | None:
        """The figure or the table that a passage stands in."""
        return next((self.pieces[i] for i in passage.ids if i in self.pieces), None)

    def measure(self, passage: Passage) -> str:
        """The measure whose row of a table a passage stands in; empty elsewhere.

        Rows of tables of measures, and of the changes since the last issue.
        """
        for name in passage.ids:
            parts = name.split("-", 2)
            rows = {"table", "change"}
            if parts[0] in rows and len(parts) == 3:  # noqa: PLR2004 (table-2-m20)
                return parts[2]
        return ""

    def scope(self, passage: Passage) -> list[PublishedIndicator]:
        """The measures that a passage may speak of: of its row, its piece, or all."""
        own = self.measure(passage)
        if own:
            return [self.published[own]]
        piece = self.piece(passage)
        if isinstance(piece, Figure):
            outlines = {each.id: each for each in self.assembly.outline.figure}
            return list(chosen(outlines[piece.id], self.published))
        if isinstance(piece, MeasureTable):
            return [self.published[row.id] for row in piece.rows]
        return list(self.used)

    def attributed(
        self, passage: Passage, origins: Sequence[Origin]
    ) -> list[Attribution]:
        """What the numbers of a passage stand for; worked out once."""
        key = id(passage), id(origins)
        if key not in self._attributed:
            places = self.document.places
            self._attributed[key] = attribute(passage.text, origins, places)
        return self._attributed[key]

    @cached_property
    def _attributed(self) -> dict[tuple[int, int], list[Attribution]]:
        """By passage and origins, which live as long as this."""
        return {}

    @cached_property
    def mentions(self) -> dict[int, Mention]:
        """The slot, claim or citation behind each mark, by the mark's identity.

        Equal ones of a section are told apart by their order.
        """
        waiting = {name: list(one.mentions) for name, one in self.narratives.items()}
        found: dict[int, Mention] = {}
        for passage in self.passages:
            held = waiting.get(passage.section, [])
            for mark in passage.marks:
                words = passage.text[mark.start : mark.end]
                alike = (each for each in held if _is_told(each, mark, words))
                mention = next(alike, None)
                if mention is not None:
                    held.remove(mention)
                    found[id(mark)] = mention
        return found


def _is_told(mention: Mention, mark: Mark, words: str) -> bool:
    """Whether a mark is what a mention prints; a slot has no words of its own."""
    named = mark.told.get("data-of") == (mention.named or mention.origin)
    return named and (mention.kind is MentionKind.SLOT or mention.words == words)
