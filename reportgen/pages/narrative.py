"""From an author's Markdown to safe HTML, with every number in it accounted for.

A number in the text is a slot (`{{ m20.value }}`, our words), a claim
(`{{ claim(m20.value, "4.8 deaths") }}`, the author's words, checked by the audit)
or a cited literal (`{{ cite("593", "needs assessment, 2023") }}`). Commentary is
untrusted: the text between double braces is parsed, never executed, and raw HTML
is refused.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from reportgen.errors import Fault, Place, Slug, caution, error
from reportgen.evidence.disclosure import Published
from reportgen.pages import markdown, slots
from reportgen.pages.numerals import carrying
from reportgen.vocabulary import Marker

_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: no author and no font has them
_FORGED = re.compile(r"&#(?:x0*e00[01]|0*5734[45]);", re.IGNORECASE)
"""The same two, as an author could write them in Markdown."""
_CURE = (
    'write {{ m20.value }}, {{ claim(m20.value, "your words") }} or '
    '{{ cite("593", "where it comes from") }}'
)


_WHOLE = 20  # characters: a short number and its words are not parted at a line's end


class MentionKind(StrEnum):
    """How a number stands in the text."""

    SLOT = "slot"
    CLAIM = "claim"
    CITATION = "citation"


@dataclass(frozen=True)
class Mention:
    """One number or comparison in the text, and what it is about."""

    kind: MentionKind
    targets: tuple[tuple[str, str], ...]
    """Measure and attribute; several where one claim speaks of several measures."""
    words: str
    """As printed."""
    origin: str
    """For a citation: where the number comes from."""
    place: Place

    @property
    def named(self) -> str:
        """`m20.value`, for messages."""
        return ", ".join(f"{measure}.{part}" for measure, part in self.targets)


@dataclass(frozen=True)
class Narrative:
    """The commentary under one heading."""

    html: str
    mentions: tuple[Mention, ...]
    faults: tuple[Fault, ...]
    marked: str = ""
    """Its Markdown, with a placeholder for each mention."""


def narrate(text: str, file: str, published: Published, level: int) -> Narrative:
    """The commentary of one file for one rendition.

    Args:
        text: Markdown with slots, claims and citations.
        file: its path for messages.
        published: what the rendition may show.
        level: level of the heading above it, in the document's own counting.
    """
    mentions, marked, faults = _mentions(text, file, published)
    faults += markdown.faults_in(text, file, level)
    faults += _bare_numbers(text, file)
    html = markdown.html(marked, file, level)
    faults += _misplaced(html, mentions)
    placed = _placed(html, mentions, published)
    return Narrative(placed, tuple(mentions), tuple(faults), marked)


def _misplaced(html: str, mentions: Sequence[Mention]) -> list[Fault]:
    """Slots that do not come out as text once: they stand in an address, say."""
    what = "a slot, claim or citation stands where no text is printed"
    return [
        error(Slug.SLOT_SYNTAX, mention.place, what, "put it into the text")
        for number, mention in enumerate(mentions)
        if html.count(f"{_OPEN}{number}{_CLOSE}") != 1
    ]


# --- Slots, claims and citations ---------------------------------------------------


def _mentions(
    text: str, file: str, published: Published
) -> tuple[list[Mention], str, list[Fault]]:
    """Mentions in order, the text with a placeholder for each, and the faults."""
    try:
        tree = ImmutableSandboxedEnvironment().parse(text)
    except TemplateSyntaxError as refusal:
        place = Place(file, line=refusal.lineno)
        what = f"the double braces do not read: {refusal.message}"
        return [], "", [error(Slug.SLOT_SYNTAX, place, what, _CURE)]
    except (RecursionError, ValueError):  # deep brackets, or a number of 5,000 digits
        what = "the double braces do not read: what stands in them is too long"
        return [], "", [error(Slug.SLOT_SYNTAX, Place(file), what, _CURE)]
    mentions: list[Mention] = []
    faults: list[Fault] = []
    parts: list[str] = []
    for node in _leaves(tree):
        if isinstance(node, nodes.TemplateData):
            parts.append(re.sub(f"[{_OPEN}{_CLOSE}]", "\ufffd", node.data))
            continue
        read = _mention(node, Place(file, line=node.lineno))
        found = _known(read, published) if isinstance(read, Mention) else [read]
        faults += found
        if isinstance(read, Mention) and not found:
            parts.append(f"{_OPEN}{len(mentions)}{_CLOSE}")
            mentions.append(read)
    return mentions, _FORGED.sub("\ufffd", "".join(parts)), faults


def _leaves(tree: nodes.Template) -> Iterator[nodes.Node]:
    for node in tree.body:
        yield from node.nodes if isinstance(node, nodes.Output) else [node]


def _mention(node: nodes.Node, place: Place) -> Mention | Fault:
    """A slot, a claim or a citation; nothing else is a sentence of this language."""
    target = _target(node)
    if target:
        return Mention(MentionKind.SLOT, (target,), "", "", place)
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
        words = [a.value for a in node.args if isinstance(a, nodes.Const)]
        targets = [found for found in map(_target, node.args) if found]
        plain = len(words) + len(targets) == len(node.args) and not node.kwargs
        texts = [str(word) for word in words]
        if plain and node.node.name == "claim" and targets and len(texts) == 1:
            kind = MentionKind.CLAIM
            return Mention(kind, tuple(targets), texts[0], "", place)
        if plain and node.node.name == "cite" and not targets and len(texts) == 2:  # noqa: PLR2004 (words and origin)
            return Mention(MentionKind.CITATION, (), texts[0], texts[1], place)
    what = f"{_quoted(node)} is neither a slot nor a claim nor a citation"
    return error(Slug.SLOT_SYNTAX, place, what, _CURE)


def _quoted(node: nodes.Node) -> str:
    """What an author would look for: the name that the braces begin with."""
    own = node.name if isinstance(node, nodes.Name) else ""
    try:
        name = own or next((each.name for each in node.find_all(nodes.Name)), "")
    except RecursionError:  # thousands of operators; any of them is too many
        name = own
    return f'what begins with "{name}"' if name else "this"


def _target(node: nodes.Node) -> tuple[str, str] | None:
    """`m20.value` as ("m20", "value"); a lone name as (name, "")."""
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return node.node.name, node.attr
    return (node.name, "") if isinstance(node, nodes.Name) else None


def _known(mention: Mention, published: Published) -> list[Fault]:
    faults = []
    for measure, attribute in mention.targets:
        named = f"{measure}.{attribute}" if attribute else measure
        if measure not in published:
            cure = "the measures are the first column of measures.csv"
            what = f'"{named}" names no measure'
            faults.append(error(Slug.UNDEFINED_SLOT, mention.place, what, cure))
        elif attribute not in slots.ATTRIBUTES:
            cure = f"after the dot stands one of {', '.join(slots.ATTRIBUTES)}"
            what = f'"{named}" is not defined'
            faults.append(error(Slug.UNDEFINED_SLOT, mention.place, what, cure))
        elif mention.kind is MentionKind.CLAIM and attribute not in slots.CHECKED:
            cure = f"bind it to one of {', '.join(slots.CHECKED)}"
            what = f"nobody can check a claim about {named}"
            faults.append(error(Slug.UNDEFINED_SLOT, mention.place, what, cure))
        elif slots.withheld(published, measure, attribute):
            what = f"the {published.rendition} rendition may not show {named}"
            cure = "take it out, or write what this audience may read"
            faults.append(error(Slug.WITHHELD_VALUE, mention.place, what, cure))
    return faults


def _placed(html: str, mentions: Sequence[Mention], published: Published) -> str:
    """Our own markup for each mention, put in after the author's was cleaned."""

    def put(found: re.Match[str]) -> str:
        if int(found[1]) >= len(mentions):
            return ""  # forged, and told as misplaced where it doubles another
        mention = mentions[int(found[1])]
        doubt = _doubt(mention, published)
        words = words_of(mention, published)
        carried = carrying(words, _stands_for(mention))
        kind, named = mention.kind.value, escape(mention.named or mention.origin)
        whole = " whole" if len(words) <= _WHOLE else ""
        return f'<span class="{kind}{whole}" data-of="{named}">{carried}</span>{doubt}'

    return re.sub(f"{_OPEN}(\\d+){_CLOSE}", put, html)


def placeholders(marked: str) -> Iterator[tuple[int, int, int]]:
    """Each placeholder of a marked text: the number of its mention, start and end."""
    for found in re.finditer(f"{_OPEN}(\\d{{1,6}}){_CLOSE}", marked):
        yield int(found[1]), found.start(), found.end()


def _stands_for(mention: Mention) -> list[tuple[str, str]]:
    """What a number in the words of a mention is about: measure and part."""
    measures = dict.fromkeys(measure for measure, _ in mention.targets)
    parts = dict.fromkeys(part for _, part in mention.targets)
    quoted = "quoted" if mention.kind is MentionKind.CITATION else ""
    return [("measure", " ".join(measures)), ("part", " ".join(parts) or quoted)]


def words_of(mention: Mention, published: Published) -> str:
    """What the mention prints."""
    if mention.kind is not MentionKind.SLOT:
        return mention.words
    measure, attribute = mention.targets[0]
    return slots.printed(published, measure, attribute)


def _doubt(mention: Mention, published: Published) -> Markup:
    """A claim about an unverified value says so, beside the author's words."""
    doubtful = mention.kind is MentionKind.CLAIM and any(
        attribute == "value" and Marker.UNVERIFIED in published[measure].area.markers
        for measure, attribute in mention.targets
    )
    mark = Marker.UNVERIFIED.printed
    return Markup(f' <span class="marker">{mark}</span>') if doubtful else Markup()  # noqa: S704 (our own constant)


# --- Numbers that nobody answers for -----------------------------------------------

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"'?(?:\d{2}|(?:19|20)\d{2})\b(?!\s?%)"
_NAMES_AND_DATES = re.compile(
    rf"""
      \]\([^)\n]{{0,500}}\) | <?\b(?:https?|mailto):\S+          # addresses
    | \S{{1,64}}@\S{{1,200}}
    | \[\^[^\]]{{1,50}}\]:? | ^\s{{0,20}}\d{{1,9}}[.)]\s         # notes, list numbers
    | \b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b                    # 07/11/24
    | \b\d{{4}}-\d{{2}}-\d{{2}}\b                                # 2024-11-07
    | \b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}\s+{_YEAR} # 31 March 2025
    | \b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}                     # 31 March
    | \b(?:19|20)\d{{2}}(?:\s?[/–-]\s?\d{{2,4}})?\b(?!\s?%)      # 2024, 2024/25
    | \b\d+-(?:day|week|month|year|hour)\w*\b                    # 12-month
    | (?<![\d.,])\b[A-Za-z]+[-–]?\d{{1,3}}(?!\d)\w{{0,20}}           # Q4, B12, COVID-19
    """,
    re.VERBOSE,
)
_BRACES = re.compile(r"\{\{.{0,2000}?\}\}|\{%.{0,2000}?%\}|\{#.{0,2000}?#\}", re.DOTALL)
_NUMBER = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?(?:\s?%|st\b|nd\b|rd\b|th\b)?")


def _bare_numbers(text: str, file: str) -> list[Fault]:
    """Numbers that are no slot, claim, citation, date, year or part of a name."""
    faults = []
    plain = _BRACES.sub(lambda found: " " + "\n" * found[0].count("\n"), text)
    for number, line in enumerate(plain.split("\n"), 1):
        rest = _NAMES_AND_DATES.sub(" ", line)
        for found in _NUMBER.findall(rest):
            what = f'the number "{found.strip()}" is bound to nothing'
            place = Place(file, line=number)
            faults.append(caution(Slug.BARE_NUMBER, place, what, _CURE))
    return faults
