"""Two issues of a report side by side: what became of its figures, then its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from reportgen.checking import compositions_of, settle_words
from reportgen.composition import Composition
from reportgen.differences.difference import Difference
from reportgen.differences.telling import told
from reportgen.errors import Collector, UsageError
from reportgen.evidence.cycle import targets_of
from reportgen.evidence.outline import Outline
from reportgen.formats import listed
from reportgen.pages.revisions import Move, Revision, revisions
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition

_MOST = 500  # differences of one text that are told


@dataclass(frozen=True)
class Contrast:
    """What changed from one issue of a report to a later one, for one audience."""

    before: str
    """`2025-05/outcomes`."""
    after: str
    rendition: Rendition
    looked_at: int
    """Measures that either of them shows."""
    figures: tuple[Revision, ...]
    """New ones, revised ones, removed ones, then those of a later period."""
    headings: tuple[str, ...]
    """What came and went of headings, figures and tables, as the outlines name them."""
    words: tuple[Difference, ...]
    """Of the commentary, text by text."""
    facts: tuple[Difference, ...]
    """Of the report itself: title, dates, key figures, who signs."""


def contrast(
    workspace: Workspace, before: str, after: str, rendition: Rendition
) -> list[Contrast]:
    """Each report that both cycles owe, side by side.

    Args:
        workspace: where they are read.
        before: `2025-05`, or one report of it.
        after: the later one.
        rendition: whose report is looked at; what it withholds is not told.

    Raises:
        FaultsFound: one of them cannot be composed.
        UsageError: a target names no report, or they have none in common.
    """
    pairs = _pairs(workspace, before, after)
    collector = Collector()
    wanted = [(name, rendition) for pair in pairs for name in pair]
    names = list(dict.fromkeys(name for name, _ in wanted))
    found = compositions_of(workspace, names, wanted, collector)
    compositions = {each[0].assembly.name: each[0] for each in found}
    settle_words(collector, list(compositions.values()))
    return [_contrast(compositions[a], compositions[b]) for a, b in pairs]


def _pairs(workspace: Workspace, before: str, after: str) -> list[tuple[str, str]]:
    """The reports of the same name in both."""
    sides = []
    for target in (before, after):
        names = targets_of(workspace.data, target)
        if not names:
            raise UsageError(f"there is no report {target}; reportgen status lists all")
        sides.append({name.partition("/")[2]: name for name in names})
    old, new = sides
    pairs = [(old[report], new[report]) for report in old if report in new]
    if not pairs:
        raise UsageError(
            f"{before} and {after} have no report in common: {listed(list(old))} and "
            f"{listed(list(new))}; name two cycles that owe the same one"
        )
    return pairs


def _contrast(before: Composition, after: Composition) -> Contrast:
    shown = [[one.measure.measure for one in each.shown] for each in (before, after)]
    return Contrast(
        before=before.assembly.name,
        after=after.assembly.name,
        rendition=after.published.rendition,
        looked_at=len({*shown[0], *shown[1]}),
        figures=revisions(before.published, after.published, (shown[0], shown[1])),
        headings=tuple(_headings(before.assembly.outline, after.assembly.outline)),
        words=tuple(_words(before, after)),
        facts=_facts(before, after),
    )


def _headings(before: Outline, after: Outline) -> Iterator[str]:
    """`new heading opioids: Opioids`; also where one is called otherwise."""
    for kind, title in (
        ("heading", "title"),
        ("figure", "topic"),
        ("table", "caption"),
    ):
        old = {one.id: getattr(one, title) for one in getattr(before, kind)}
        new = {one.id: getattr(one, title) for one in getattr(after, kind)}
        for name in [*new, *(name for name in old if name not in new)]:
            if name not in old:
                yield f"new {kind} {name}: {new[name]}"
            elif name not in new:
                yield f"removed {kind} {name}: {old[name]}"
            elif old[name] != new[name]:
                yield f"{kind} {name}: {old[name]} became {new[name]}"


def _words(before: Composition, after: Composition) -> Iterator[Difference]:
    """Each text of the later issue against the one under the same heading."""
    old, new = before.assembly.commentary, after.assembly.commentary
    for heading in [*new, *(name for name in old if name not in new)]:
        file = (new if heading in new else old)[heading].file
        sides = [side[heading].text.encode() if heading in side else None
                 for side in (old, new)]  # fmt: skip
        yield from told(file, sides[0], sides[1], most=_MOST)


def _facts(before: Composition, after: Composition) -> tuple[Difference, ...]:
    """What `cycle.toml` says of the two."""
    sides = [
        _packed(one.assembly.cycle.cut_off.isoformat(), one) for one in (before, after)
    ]
    file = f"data/{after.assembly.cycle.cycle}/cycle.toml"
    return told(str(PurePosixPath(file)), sides[0], sides[1], most=_MOST)


def _packed(cut_off: str, one: Composition) -> bytes:
    """The report's own settings, in one form whatever the file looks like."""
    import json

    report = one.assembly.report.model_dump(mode="json")
    lines = [f'cut_off = "{cut_off}"']
    for key, value in report.items():
        if key != "sign_off":
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    for seat in report["sign_off"]:
        lines.append("[[sign_off]]")
        lines += [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in seat.items()]
    return "\n".join(lines).encode()


def by_move(figures: Sequence[Revision]) -> dict[Move, list[Revision]]:
    """The figures by what became of them, in the order in which it is told."""
    found: dict[Move, list[Revision]] = {move: [] for move in Move}
    for one in figures:
        found[one.move].append(one)
    return {move: held for move, held in found.items() if held}
