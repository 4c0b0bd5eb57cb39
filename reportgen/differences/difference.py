"""One difference between two versions of an input, as people read it."""

from dataclasses import dataclass

from reportgen.errors import Place

_LONGEST = 60  # characters of a cell or of words that are told whole
_BARE = frozenset("0123456789-+.,:/%")


@dataclass(frozen=True)
class Difference:
    """What changed at one place.

    `about` and `what` may hold restricted values and names: they are for whoever has
    the workspace, on the terminal, and never go into a file that is handed over. What
    `place` and `kind` say may.
    """

    place: Place
    """Where it stands now; of what was removed, where it stood before."""
    what: str
    """`4.8 became 4.9`."""
    kind: str = "changed"
    """`changed`, `added`, `removed` or `moved`."""
    about: str = ""
    """What the row is about: `m20, Southampton, 2022/23`."""

    def __str__(self) -> str:
        """`data/observations.csv row 41 (m20, …), column value: 4.8 became 4.9`."""
        former = " of the version before" if self._is_former else ""
        row = f" row {self.place.row}" if self.place.row is not None else ""
        about = f" ({self.about})" if self.about else ""
        where = str(self.place)
        if row:
            where = where.replace(row, f"{row}{former}{about}", 1)
        else:
            where = f"{where}{former}{about}"
        return f"{where}: {self.what}"

    @property
    def safely(self) -> str:
        """`data/observations.csv row 41, column value: changed`; tells no value."""
        former = " of the version before" if self._is_former else ""
        return f"{self.place}{former}: {self.kind}"

    @property
    def _is_former(self) -> bool:
        """Whether its row or line is numbered as it was, for it is gone."""
        has_number = (self.place.row or self.place.line) is not None
        return self.kind == "removed" and has_number

    def as_json(self) -> dict[str, object]:
        """Plain values, for `--json`."""
        place = self.place
        return {
            "file": place.file,
            "line": place.line,
            "row": place.row,
            "column": place.column,
            "about": self.about,
            "kind": self.kind,
            "what": self.what,
        }


def became(before: str, after: str) -> str:
    """`4.8 became 4.9`, `"final" became "revised"`, `nothing became 4.9`."""
    return f"{quoted(before)} became {quoted(after)}"


def quoted(text: str) -> str:
    """A value as it is read in a sentence: numbers and dates bare, words in quotes."""
    if not text:
        return "nothing"
    return text if set(text) <= _BARE else f'"{shortened(text)}"'


def shortened(text: str, longest: int = _LONGEST) -> str:
    """The text on one line, with dots in its middle where it is long."""
    plain = " ".join(text.split()) if "\n" in text or len(text) > longest else text
    if len(plain) <= longest:
        return plain
    half = (longest - 3) // 2
    return f"{plain[:half].rstrip()} … {plain[-half:].lstrip()}"
