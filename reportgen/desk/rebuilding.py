"""Laying an edition out again from what it keeps, and comparing with what was approved.

The material is carried out: templates run in their sandbox. So it is only done where
the edition is intact and its certificate is trusted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reportgen.errors import EnvironmentFault, FaultsFound
from reportgen.makers import makers
from reportgen.registry.archive import digest
from reportgen.registry.editions.halves import Half
from reportgen.registry.editions.looking import Unread, weighed
from reportgen.registry.editions.manifest import Held
from reportgen.registry.editions.verification import Verification

MATERIAL = "material/"
"""What a PDF is laid out from, in each half."""

_LAY_OUT = ("weasyprint", "pydyf", "jinja2", "pango", "harfbuzz")
_PROGRAM = ("reportgen", "program")

LayOut = Callable[[Mapping[str, bytes]], bytes]
"""From the material by path to the bytes of the proof."""


class Outcome(StrEnum):
    """What became of laying out again."""

    SAME = "same"
    DIFFERENT = "different"
    NOT_REBUILT = "not rebuilt"
    """Other makers, or something that is missing; it says nothing about the edition."""


@dataclass(frozen=True)
class Rebuilt:
    """What became of the proof of one half."""

    rendition: str
    """`public` or `partners`; empty for a PDF alone."""
    outcome: Outcome
    words: str

    def __str__(self) -> str:
        """`public: rebuilt: the same 84,398 bytes`."""
        return f"{self.rendition}: {self.words}" if self.rendition else self.words


def rebuild(found: Verification, lay_out: LayOut | None = None) -> tuple[Rebuilt, ...]:
    """Lay out again what was verified, and compare it with the proof within its seal.

    Args:
        found: from `verify`.
        lay_out: from material to a proof; that of the pages where none is given.
    """
    if not (found.intact and found.trusted):
        why = "not rebuilt: only what is intact and trusted is carried out"
        return (Rebuilt("", Outcome.NOT_REBUILT, why),)
    if not found.halves:
        why = "not rebuilt: a PDF alone does not hold what it was laid out from"
        return (Rebuilt("", Outcome.NOT_REBUILT, why),)
    return tuple(_rebuilt(half, lay_out or _pages) for half in found.halves)


def _pages(material: Mapping[str, bytes]) -> bytes:
    from reportgen.pages.frozen import laid_out

    return laid_out(material)


def _rebuilt(half: Half, lay_out: LayOut) -> Rebuilt:
    """One half, laid out again where the same makers are here."""
    outcome, words = _compared(half, lay_out)
    return Rebuilt(half.manifest.rendition, outcome, words)


def _compared(half: Half, lay_out: LayOut) -> tuple[Outcome, str]:
    if others := _others(half, _LAY_OUT):
        return Outcome.NOT_REBUILT, f"not rebuilt here: {others}"
    try:
        material = _material(half)
    except Unread as changed:
        return Outcome.DIFFERENT, f"not rebuilt: {changed}"
    try:
        made = lay_out(material)
    except (FaultsFound, EnvironmentFault) as refusal:
        why = _others(half, _PROGRAM) or " ".join(str(refusal).split())
        return Outcome.NOT_REBUILT, f"not rebuilt here: {why}"
    return _judged(half, Held(digest(made), len(made)))


def _judged(half: Half, made: Held) -> tuple[Outcome, str]:
    """What was laid out, held against the proof; another program may differ."""
    proof = half.manifest.proof
    if made == proof:
        return Outcome.SAME, f"rebuilt: the same {proof.bytes:,} bytes"
    if others := _others(half, _PROGRAM):
        return Outcome.NOT_REBUILT, f"not rebuilt here: {others}"
    return Outcome.DIFFERENT, f"rebuilt differently: {made}; expected {proof}"


def _others(half: Half, names: tuple[str, ...]) -> str:
    """The makers that are others there than here, in words; empty where none is."""
    here, there = makers(), half.manifest.drawn_by
    told = [
        f"{name} {there.get(name) or 'unknown'} there, {here[name] or 'none'} here"
        for name in names
        if there.get(name) != here[name] and name != "program"
    ]
    if not told and "program" in names and there.get("program") != here["program"]:
        told = [
            f"the program is another, though both are reportgen {here['reportgen']}"
        ]
    return "; ".join(told)


def _material(half: Half) -> dict[str, bytes]:
    """The bytes of the material, once more held against the manifest.

    Raises:
        Unread: a file is not what was verified a moment ago.
    """
    found = {}
    for name, held in half.manifest.files.items():
        if not name.startswith(MATERIAL):
            continue
        try:
            read = weighed(half.folder, name, held.bytes, keep=True)
        except Unread as refusal:
            raise Unread(f"{half.named(name)} {refusal}") from None
        if Held(read.sha256, read.size) != held:
            raise Unread(f"{half.named(name)} was changed since it was verified")
        found[name.removeprefix(MATERIAL)] = read.data
    return found
