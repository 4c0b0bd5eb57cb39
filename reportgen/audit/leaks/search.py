"""The last look at finished files: does any hold what its audience may not read?

The gate keeps withheld numbers from the pages; this looks at the bytes that came out,
whatever way they came. How a number is sought follows from how likely chance prints it:

| digits of the number | sought | but not |
|---|---|---|
| six or more | everywhere, in any writing | where a published value is the same |
| three to five | alone, in every text | where the pages have it from elsewhere |
| one or two | where it would stand | beside a published value of its measure |

"Where it would stand" is its field of published.csv, its row of a table of measures,
and a sentence of a text alternative that speaks of its measure. Numbers of three digits
and more that the pages have from elsewhere (published values, years, commentary,
figures' readings) are sought there too. Round numbers in drawings may label an axis.

The faults name measure, period and row of observations.csv, and never the number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reportgen.audit.leaks.finished import passages
from reportgen.audit.leaks.numerals import Numeral, long_numerals, numerals, size
from reportgen.audit.leaks.passages import Passage, Reach
from reportgen.audit.leaks.printable import Printable, printable, values_of
from reportgen.audit.leaks.secrets import DISTINCTIVE, Secret
from reportgen.errors import Fault, Place, Slug, error
from reportgen.evidence.disclosure import Published, PublishedIndicator, PublishedValue

_DIGIT = re.compile(r"\d")
_TELLING = 3  # digits; fewer stand in a text by chance
_ROUND = 5  # axes are labelled in such steps, and with two figures at most
_FIGURES = 2
_CURE = (
    "find out how it got there; nothing was filed. If the two numbers are equal by "
    "chance, write this one in another way"
)


@dataclass(frozen=True)
class Search:
    """How much was sought in how much, and what was found."""

    sought: int
    """Withheld numbers."""
    files: int
    places: int
    """Passages of these files."""
    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        """`14 withheld numbers sought in 3 files`; nothing to seek is no pass."""
        if not self.sought:
            return "not evaluated: no number is withheld"
        numbers = f"{self.sought:,} withheld number{'s' if self.sought > 1 else ''}"
        files = f"{self.files} file{'s' if self.files > 1 else ''}"
        return f"{numbers} sought in {self.places:,} places of {files}"


def search(  # noqa: PLR0913, PLR0917 (what is sought, where, and what may stand there)
    files: Mapping[str, bytes],
    sought: Sequence[Secret],
    published: Published,
    figures: Mapping[int, Sequence[str]],
    words: Iterable[str],
    before: Published | None = None,
) -> Search:
    """Seek withheld numbers in finished files.

    Args:
        files: bytes as they will be filed, by name; the ending says what they are.
        sought: from `secrets`; the files are not even opened where there is none.
        published: what the audience may see.
        figures: ids of the measures that each figure shows, by its number.
        words: texts that the pages are made from; see `printable`.
        before: the issue before; see `printable`.
    """
    if not sought:
        return Search(0, 0, 0, ())
    scan = _Scan(sought, published, figures, printable(published, words, before))
    places, faults = 0, []
    for name, data in files.items():
        found: dict[tuple[Secret, str], Fault] = {}
        for passage in passages(name, data):
            places += 1
            for secret in scan.found(passage):
                key = (secret, passage.where)
                found.setdefault(key, _fault(name, passage, secret))
        faults += _best_named(found)
    return Search(len(sought), len(files), places, tuple(faults))


def _best_named(found: Mapping[tuple[Secret, str], Fault]) -> list[Fault]:
    """Without the numbers of objects, where a place that a reader knows is told too."""
    known = {secret for secret, where in found if not where.startswith("object ")}
    return [
        fault
        for (secret, where), fault in found.items()
        if secret not in known or not where.startswith("object ")
    ]


def _fault(name: str, passage: Passage, secret: Secret) -> Fault:
    where = re.match(r"(?:(.*) )?row (\d+), column (\w+)$", passage.where)
    place = Place(name)
    if where and not where[1]:
        place = Place(name, row=int(where[2]), column=where[3])
    what = f"{passage.where} shows {secret.about}"
    others = (secret.row,) if secret.row else ()
    made = error(Slug.VALUE_LEAKED, place, what, _CURE)
    return Fault(made.slug, made.weight, made.place, made.what, made.cure, others)


@dataclass(frozen=True)
class _Scan:
    """Finds secrets in passages of one rendition."""

    secrets: Sequence[Secret]
    published: Published
    figures: Mapping[int, Sequence[str]]
    may: Printable
    _named: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def by_form(self) -> Mapping[str, list[Secret]]:
        """Secrets by everything that would print them."""
        found: dict[str, list[Secret]] = {}
        for secret in self.secrets:
            for form in secret.forms:
                found.setdefault(form, []).append(secret)
        return found

    def found(self, passage: Passage) -> Iterator[Secret]:
        """The secrets that a passage tells."""
        if passage.reach is Reach.SPOKEN:
            for sentence in re.split(r"(?<=[.;])\s+", passage.text):
                yield from self._in(passage, sentence)
        elif _DIGIT.search(passage.text):
            yield from self._in(passage, passage.text)

    def _in(self, passage: Passage, text: str) -> Iterator[Secret]:
        for numeral in _numbers_in(text, passage.reach):
            for form in numeral.forms:
                for secret in self.by_form.get(form, ()):
                    if self._tells(form, numeral, secret, (passage, text)):
                        yield secret

    def _tells(
        self, form: str, numeral: Numeral, secret: Secret, at: tuple[Passage, str]
    ) -> bool:
        """Whether a number is the secret, rather than equal to it by chance."""
        passage, text = at
        if size(form) >= DISTINCTIVE and form not in self.may.values:
            return True
        if passage.reach is Reach.DATA or not numeral.alone:
            return False
        if size(form) >= _TELLING and form not in self.may.words:
            drawn = passage.reach in {Reach.DRAWN, Reach.SEEN}
            return not (drawn and _labels_an_axis(form))
        stands = {
            Reach.FIELD: self._stands_in_field,
            Reach.CELL: self._stands_in_cell,
            Reach.SPOKEN: self._is_spoken,
        }.get(passage.reach)
        if stands is None or (numeral.percent and not secret.is_percent):
            return False
        return stands(form, secret, passage, text)

    def _stands_in_field(
        self, form: str, secret: Secret, passage: Passage, _text: str
    ) -> bool:
        """Its measure, place and period; and no published number of this point."""
        if passage.about != (secret.measure.measure, secret.where, secret.period):
            return False
        one = self.published[secret.measure.measure]
        return form not in _numbers(self._point(one, secret), one)

    def _stands_in_cell(
        self, form: str, secret: Secret, passage: Passage, _text: str
    ) -> bool:
        """The row of its measure, under its place, where tables print the latest."""
        row, head = passage.about
        named = self._rows(row)
        if head != secret.where or secret.measure.measure not in named:
            return False
        by_right = {
            number
            for one in (self.published[name] for name in named)
            for number in _numbers(
                one.area if head == self.published.area else one.england, one
            )
        }
        return secret.latest and form not in by_right

    def _is_spoken(
        self, form: str, secret: Secret, passage: Passage, text: str
    ) -> bool:
        """A sentence that speaks of its measure, and of none that has the number."""
        named = self._spoken_of(passage, text)
        if secret.measure.measure not in named:
            return False
        lengths = {str(len(named)), "12", "95", "99.8", "100"}
        return not any(form in self.may.of[name] for name in named) and (
            form not in lengths
        )

    def _spoken_of(self, passage: Passage, text: str) -> tuple[str, ...]:
        """The measures that a sentence names, else the only one of its figure."""
        kind, what = passage.about or ("", "")
        if kind == "row":
            return self._rows(what)
        shown = self.figures.get(int(what), ()) if kind == "Figure" else ()
        named = tuple(
            name
            for name, pattern in self.spoken.items()
            if pattern[name in shown].search(text)
        )
        return named or (tuple(shown) if len(shown) == 1 else ())

    @cached_property
    def spoken(self) -> Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]:
        """What names each measure anywhere, and in a figure that shows it."""
        return {
            name: (
                _naming(one.measure.name, one.measure.short_name),
                _naming(one.measure.name, one.measure.short_name, one.measure.label),
            )
            for name, one in self.published.items()
        }

    def _rows(self, words: str) -> tuple[str, ...]:
        """The measures that a row is about: those with the longest name in it."""
        if words not in self._named:
            loose = _loose(words)
            fitting = [
                (len(word), name)
                for name, one in self.published.items()
                for word in _names(one)
                if loose.startswith(word)
            ]
            longest = max(fitting, default=(0, ""))[0]
            found = tuple(
                dict.fromkeys(n for length, n in fitting if length == longest)
            )
            self._named[words] = found
        return self._named[words]

    def _point(self, one: PublishedIndicator, secret: Secret) -> PublishedValue:
        """What the gate made of the row that the secret stands in."""
        area = secret.where == self.published.area
        latest = one.area if area else one.england
        points = (*(one.history if area else one.england_history), latest)
        return next((p for p in points if p.place == secret.row), latest)


def _numbers_in(text: str, reach: Reach) -> Iterable[Numeral]:
    if reach is Reach.DATA:
        return long_numerals(text)
    return numerals(text, spaces=reach is not Reach.SEEN)


def _labels_an_axis(form: str) -> bool:
    figures = form.replace(".", "").strip("0")
    return len(figures) <= _FIGURES or ("." not in form and int(form) % _ROUND == 0)


def _numbers(point: PublishedValue, one: PublishedIndicator) -> set[str]:
    found = set(values_of(point, one.measure))
    if point.period is not None:
        # England's own period stands beside its value.
        found |= {f for n in numerals(f"{point.period}") for f in n.forms}
    return found


def _naming(*names: str) -> re.Pattern[str]:
    either = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _names(one: PublishedIndicator) -> tuple[str, ...]:
    measure = one.measure
    return tuple(_loose(n) for n in (measure.name, measure.short_name, measure.label))


def _loose(text: str) -> str:
    """Without spaces: a line broken after a hyphen is read with one."""
    return re.sub(r"\s+", "", text).casefold()
