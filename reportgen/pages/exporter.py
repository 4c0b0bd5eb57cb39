"""The exporter: charts from plotly's JSON to SVG, many at once, with one Chrome.

`ChromeExporter` draws, `CachedExporter` draws only what was never drawn, and
`FakeExporter` stands in where a test needs pictures but no Chrome.
"""

import contextlib
import hashlib
import html
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, Self
from xml.etree import ElementTree

from reportgen.errors import ChromeFailed
from reportgen.pages.chrome import Run, TryFailed, chrome_version, find_chrome

_SECONDS = 60.0
_SECONDS_A_DRAWING = 0.25
"""Ten times what a chart takes, or more."""

_SVG = "{http://www.w3.org/2000/svg}"
_INK = frozenset(f"{_SVG}{tag}" for tag in ("path", "text", "line", "circle", "use"))


@dataclass(frozen=True)
class Drawing:
    """One chart, ready to be drawn."""

    name: str
    """For messages, such as "unmet-need"."""
    plot: str
    """A plotly figure as JSON text: an object with `data` and `layout`."""
    width: int
    """CSS px."""
    height: int
    """CSS px."""


class Exporter(Protocol):
    """Whoever turns drawings into SVG."""

    def export(self, drawings: Sequence[Drawing]) -> list[str]:
        """SVG text for each drawing, in the same order."""
        ...


class Cache(Protocol):
    """Where drawings are kept by content."""

    def get(self, key: str) -> str | None:
        """The SVG text kept under the key, or None."""
        ...

    def put(self, key: str, svg: str) -> None:
        """Keep the SVG text under the key."""
        ...


class ChromeExporter:
    """The real exporter. Each `export` has a Chrome of its own and ends it."""

    def __init__(
        self, fontconfig: Path | None = None, deadline: float | None = None
    ) -> None:
        """Nothing is started yet.

        Args:
            fontconfig: a fonts.conf, so that Chrome has the fonts that Pango has; None
                for those of the machine.
            deadline: seconds for one `export`, with the start of Chrome and a second
                try; None for 60 and a quarter more for each drawing.
        """
        self._fontconfig = fontconfig
        self._deadline = deadline
        self._ready: Run | None = None

    def start(self) -> None:
        """Start Chrome in the background, for the next `export`.

        Raises:
            ChromeMissing: there is none.
            FontMissing: the fonts.conf is not there.
        """
        if self._ready is None:
            self._ready = Run(self._fontconfig)

    def close(self) -> None:
        """End the Chrome that `start` started, if no `export` has used it."""
        ready, self._ready = self._ready, None
        if ready is not None:
            ready.stop()

    def __enter__(self) -> Self:
        """Start Chrome in the background."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind."""
        self.close()

    def export(self, drawings: Sequence[Drawing]) -> list[str]:
        """SVG text for each drawing, in the same order.

        Raises:
            ChromeMissing: there is none.
            FontMissing: the fonts.conf is not there.
            ChromeFailed: Chrome died, hung or answered wrongly, twice; or plotly
                cannot draw a chart, which the message names.
        """
        if not drawings:
            return []
        seconds = self._deadline or _SECONDS + _SECONDS_A_DRAWING * len(drawings)
        end = time.monotonic() + seconds
        try:
            return self._try(drawings, seconds / 2)
        except TryFailed as failure:
            first = failure
        try:
            return self._try(drawings, end - time.monotonic())
        except TryFailed as second:
            msg = (
                f"Chrome failed twice to draw {len(drawings)} charts: first, {first}; "
                f"then, {second}; see that {find_chrome()} runs by itself and that "
                "memory is not short, or name another Chrome in BROWSER_PATH"
            )
            raise ChromeFailed(msg) from second

    def _try(self, drawings: Sequence[Drawing], seconds: float) -> list[str]:
        run, self._ready = self._ready or Run(self._fontconfig), None
        return checked(drawings, run.ask(_jobs(drawings), seconds))


def _jobs(drawings: Sequence[Drawing]) -> list[dict[str, Any]]:
    return [
        {**asdict(drawing), "index": index, "key": _digest(drawing)}
        for index, drawing in enumerate(drawings)
    ]


def _digest(drawing: Drawing) -> str:
    return hashlib.sha256(json.dumps(asdict(drawing)).encode()).hexdigest()


def checked(
    drawings: Sequence[Drawing], answers: Sequence[Mapping[str, Any]]
) -> list[str]:
    """The SVG of each drawing, once it is sure to be that drawing's.

    Args:
        drawings: what was asked for.
        answers: one for each drawing, in order, with the `index` and the `key` of its
            job, and `svg` or else `error`.

    Raises:
        ChromeFailed: an answer is missing, swapped or empty, or plotly cannot draw a
            chart; the message names the drawings.
    """
    if len(answers) != len(drawings):
        msg = f"{len(drawings)} charts were asked for and {len(answers)} came back"
        raise TryFailed(msg)
    for job, answer in zip(_jobs(drawings), answers, strict=True):
        if any(answer.get(mark) != job[mark] for mark in ("index", "key")):
            msg = f"in the place of {drawings[job['index']].name} came another chart"
            raise TryFailed(msg)
    pairs = list(zip(drawings, answers, strict=True))
    problems = [(drawing.name, _problem(drawing, answer)) for drawing, answer in pairs]
    if bad := [f"{name} ({problem})" for name, problem in problems if problem]:
        msg = f"plotly cannot draw {', '.join(bad)}; mend what makes the figure"
        raise ChromeFailed(msg)
    return [_tidied(answer["svg"]) for answer in answers]


def _tidied(svg: str) -> str:
    """The same SVG, attributes in one order, as Chrome's varies, and no empty groups.

    Half of the groups that plotly makes hold nothing, and every one of them costs time
    whenever a page is laid out.

    `ElementTree.canonicalize` would do, but declares a namespace twice where plotly
    resets it, which no parser takes back.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314 -- our own Chrome's
    _prune(root)
    for element in root.iter():
        items = sorted(element.attrib.items())
        element.attrib.clear()
        element.attrib.update(items)
    ElementTree.register_namespace("", _SVG[1:-1])
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    return ElementTree.tostring(root, encoding="unicode")


def _prune(element: ElementTree.Element) -> None:
    """Remove groups that hold nothing and that nothing can refer to."""
    for child in list(element):
        _prune(child)
        if child.tag == f"{_SVG}g" and not len(child) and "id" not in child.attrib:
            element.remove(child)


def _problem(drawing: Drawing, answer: Mapping[str, Any]) -> str | None:
    """Why the answer is no picture of the drawing, or None if it is one."""
    if "svg" not in answer:
        return str(answer.get("error", "nothing came back"))
    try:
        root = ElementTree.fromstring(answer["svg"])  # noqa: S314 -- our own Chrome's
    except ElementTree.ParseError as error:
        return f"the SVG is not well-formed: {error}"
    size = f"{drawing.width} {drawing.height}"
    got = f"{root.get('width')} {root.get('height')}", root.get("viewBox")
    if root.tag != f"{_SVG}svg" or got != (size, f"0 0 {size}"):
        return f"the SVG is not {drawing.width} by {drawing.height} px"
    drawn = any(element.tag in _INK for element in root.iter())
    return None if drawn else "the SVG is empty"


class FakeExporter:
    """A stand-in for tests: SVG of the right size, with name and digest."""

    def __init__(self) -> None:
        """No calls yet."""
        self.calls = 0

    def export(self, drawings: Sequence[Drawing]) -> list[str]:
        """SVG text for each drawing, in the same order."""
        self.calls += 1
        return [_fake(drawing) for drawing in drawings]


def _fake(drawing: Drawing) -> str:
    width, height = drawing.width, drawing.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><title>{html.escape(drawing.name)}</title>'
        f"<desc>{_digest(drawing)}</desc>"
        f'<path d="M0 0L{width} {height}" stroke="black"/></svg>'
    )


class CachedExporter:
    """Draws only what the cache lacks, in one call, and nothing twice."""

    def __init__(self, exporter: Exporter, cache: Cache, surroundings: str) -> None:
        """Nothing is drawn yet.

        Args:
            exporter: draws what the cache lacks.
            cache: keeps what was drawn.
            surroundings: what `surroundings` returns, or any text that changes when
                the same drawing would come out differently.
        """
        self._exporter = exporter
        self._cache = cache
        self._surroundings = surroundings
        self.drawn = 0
        """Drawings that the cache lacked, since the beginning."""

    def export(self, drawings: Sequence[Drawing]) -> list[str]:
        """SVG text for each drawing, in the same order.

        Raises:
            EnvironmentFault: what the exporter raises.
        """
        keyed = [(self._key(drawing), drawing) for drawing in drawings]
        svgs: dict[str, str] = {}
        lacking: dict[str, Drawing] = {}
        for key, drawing in keyed:
            kept = self._cache.get(key)
            if kept is None or _problem(drawing, {"svg": kept}):
                lacking[key] = drawing
            else:
                svgs[key] = kept
        if lacking:
            fresh = self._exporter.export(list(lacking.values()))
            self.drawn += len(fresh)
            for key, svg in zip(lacking, fresh, strict=True):
                self._cache.put(key, svg)
                svgs[key] = svg
        return [svgs[key] for key, _ in keyed]

    def _key(self, drawing: Drawing) -> str:
        plot = drawing.plot
        with contextlib.suppress(json.JSONDecodeError):  # the exporter will name it
            plot = json.dumps(json.loads(plot), sort_keys=True)
        parts = plot, drawing.width, drawing.height, self._surroundings
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def surroundings(theme: str, fonts: Iterable[Path] = ()) -> str:
    """A digest of all that a drawing's SVG depends on besides the drawing.

    That is the theme, the font files' content, the versions of plotly (each brings its
    own plotly.js), of afcharts, of kaleido and of Chrome, and the script that draws.

    Raises:
        ChromeMissing: there is none.
        ChromeFailed: Chrome does not say its version.
        FileNotFoundError: a font file is not there.
    """
    from importlib.metadata import version

    digests = sorted(hashlib.sha256(font.read_bytes()).hexdigest() for font in fonts)
    script = Path(__file__).with_name("exporter.js").read_text("utf-8")
    libraries = [version(name) for name in ("plotly", "afcharts", "kaleido")]
    versions = *libraries, chrome_version(find_chrome())
    parts = theme, digests, script, versions
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
