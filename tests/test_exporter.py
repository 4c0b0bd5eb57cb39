"""The exporter: the right picture for each chart, or a clear error, and no litter."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any
from xml.etree import ElementTree

import pytest

from reportgen.errors import ChromeFailed, ChromeMissing, FontMissing
from reportgen.pages import chrome, exporter
from reportgen.pages.exporter import (
    CachedExporter,
    ChromeExporter,
    Drawing,
    FakeExporter,
)

_SVG = "{http://www.w3.org/2000/svg}"
_FULL = 100
"""The end of the axis that every bar in these tests is measured on."""


def make_drawing(number: int = 1, **changes: Any) -> Drawing:
    """A chart of two bars, the number and fifty long."""
    hidden = {"visible": False, "fixedrange": True}
    figure = {
        "data": [
            {"type": "bar", "orientation": "h", "x": [number, 50], "y": ["a", "b"]}
        ],
        "layout": {
            "xaxis": {"range": [0, _FULL], **hidden},
            "yaxis": hidden,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        },
    }
    parts = {"name": f"chart-{number}", "plot": json.dumps(figure)}
    return Drawing(**{**parts, "width": 400, "height": 200, **changes})


def make_drawings(count: int) -> list[Drawing]:
    """Charts that each show another number, from 1."""
    return [make_drawing(number) for number in range(1, count + 1)]


def make_answers(drawings: Sequence[Drawing]) -> list[dict[str, Any]]:
    """What a Chrome in good order would answer, with fake pictures."""
    jobs = exporter._jobs(drawings)
    svgs = FakeExporter().export(drawings)
    return [
        {"index": job["index"], "key": job["key"], "svg": svg}
        for job, svg in zip(jobs, svgs, strict=True)
    ]


def bars(svg: str) -> list[float]:
    """The lengths of the bars, as shares of the width of the picture."""
    root = ElementTree.fromstring(svg)
    groups = root.iter(f"{_SVG}g")
    points = [group for group in groups if group.get("class") == "point"]
    paths = [point.find(f"{_SVG}path") for point in points]
    shapes = [path.get("d", "") for path in paths if path is not None]
    ends = [re.fullmatch(r"M0,[\d.]+V[\d.]+H([\d.]+)V[\d.]+Z", d) for d in shapes]
    return [float(end[1]) / float(root.get("width", 0)) for end in ends if end]


@pytest.fixture(autouse=True)
def litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that takes all temporary files, and marks our processes by name."""
    folder = tmp_path / "litter"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    chrome.chrome_version.cache_clear()
    return folder


@pytest.fixture
def fake_chrome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Path]:
    """Puts a shell script in the place of Chrome."""

    def put(script: str) -> Path:
        program = tmp_path / "chrome.sh"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("BROWSER_PATH", str(program))
        return program

    return put


def processes(litter: Path, having: str = "") -> list[int]:
    """Who lives, was started by an exporter in this test and has such a command."""
    # Chrome's pages overwrite their environment, so that only their group tells.
    commands: dict[int, str] = {}
    groups: dict[int, int] = {}
    ours: set[int] = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, _, group = (
                (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            )
            command = (entry / "cmdline").read_text().replace("\0", " ")
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue
        if state != "Z":
            commands[int(entry.name)] = command
            groups[int(entry.name)] = int(group)
        if f"TMPDIR={litter}/".encode() in environment:
            ours.add(int(group))
    return [
        process
        for process, command in commands.items()
        if groups[process] in ours and having in command
    ]


def until(true: Callable[[], object], seconds: float = 30) -> bool:
    """Whether it becomes true; the kernel takes a moment to end what it kills."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def children() -> list[str]:
    """The processes, living or not yet reaped, that this one is the parent of.

    But for the printer that an earlier test of this process may have left ready.
    """
    tasks = Path("/proc/self/task").glob("*/children")
    found = [child for task in tasks for child in task.read_text().split()]
    return [child for child in found if "printing_process" not in command(child)]


def command(process: str) -> str:
    """The command line of a process; a zombie has none."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text("utf-8")
    except OSError:
        return ""


def assert_clean(litter: Path) -> None:
    """No process, no zombie, no file."""
    assert until(lambda: not processes(litter))
    assert children() == []
    assert list(litter.iterdir()) == []


@contextmanager
def killer(litter: Path, having: str, delay: float = 0) -> Iterator[list[int]]:
    """Kills what has such a command, once a page is there, again and again."""
    over = threading.Event()
    killed: list[int] = []

    def kill() -> None:
        while not over.wait(0.01):
            if processes(litter, "--type=renderer"):
                time.sleep(delay)
                for victim in set(processes(litter, having)) - set(killed):
                    killed.append(victim)
                    with suppress(ProcessLookupError):
                        os.kill(victim, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()


# --- Chrome draws -----------------------------------------------------------------


@pytest.mark.browser
def test_one_chrome_draws_all(
    tmp_path: Path, fake_chrome: Callable[[str], Path], litter: Path
) -> None:
    """Many charts start one Chrome, come back in order and show their own data."""
    real = chrome.find_chrome()
    fake_chrome(f'echo started >> {tmp_path}/starts\nexec {real} "$@"')

    svgs = ChromeExporter().export(make_drawings(45))

    expected = [[number / _FULL, 50 / _FULL] for number in range(1, 46)]
    assert expected == [pytest.approx(bars(svg), abs=1e-4) for svg in svgs]
    assert (tmp_path / "starts").read_text() == "started\n"
    assert_clean(litter)


@pytest.mark.browser
def test_more_than_one_call() -> None:
    """A batch too large for one call of kaleido keeps its order."""
    svgs = ChromeExporter().export(make_drawings(95) + make_drawings(95)[::-1])

    expected = [number / _FULL for number in range(1, 96)]
    lengths = [bars(svg)[0] for svg in svgs]

    assert expected + expected[::-1] == pytest.approx(lengths, abs=1e-4)


@pytest.mark.browser
def test_same_bytes(litter: Path) -> None:
    """A chart has the same bytes in another order, another Chrome, another process."""
    program = (
        "import sys; from tests.test_exporter import *; svgs = ChromeExporter()"
        ".export(make_drawings(6)[::-1])[::-1]; sys.stdout.write(''.join(svgs))"
    )
    drawings = make_drawings(6)

    with ChromeExporter() as one:
        svgs = one.export(drawings)
        alone = one.export(drawings[3:4])
    other = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "TZ": "Pacific/Apia", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert svgs[3:4] == alone
    assert "".join(svgs) == other.stdout
    assert_clean(litter)


@pytest.mark.browser
def test_size() -> None:
    """The SVG is as wide and high as asked, whatever the figure says."""
    plot = '{"data": [{"y": [1, 2]}], "layout": {"width": 9, "title": "A &amp; <b>"}}'

    (svg,) = ChromeExporter().export([Drawing("sized", plot, 333, 222)])

    root = ElementTree.fromstring(svg)
    sizes = root.get("width"), root.get("height"), root.get("viewBox")
    assert sizes == ("333", "222", "0 0 333 222")


@pytest.mark.browser
@pytest.mark.parametrize(
    "plot",
    [
        "{",
        "[]",
        "null",
        '{"data": 3}',
        # Its map would have to come from the internet.
        '{"data": [{"type": "scattergeo", "lat": [1], "lon": [2]}]}',
    ],
)
def test_bad_figure(plot: str, litter: Path) -> None:
    """A figure that plotly cannot draw is named, and the good ones are not."""
    drawings = [make_drawing(1), make_drawing(2, name="odd-one", plot=plot)]

    with pytest.raises(ChromeFailed, match="plotly cannot draw odd-one") as caught:
        ChromeExporter().export(drawings)

    assert "chart-1" not in str(caught.value)
    assert_clean(litter)


@pytest.mark.browser
def test_no_network(tmp_path: Path, fake_chrome: Callable[[str], Path]) -> None:
    """Chrome asks for its own files, and for nothing over the network."""
    log = tmp_path / "net.json"
    fake_chrome(f'exec {chrome.find_chrome()} --log-net-log={log} "$@"')

    ChromeExporter().export([make_drawing()])

    asked = set(re.findall(r'"url":"(\w+):', log.read_text()))
    assert set() == asked - {"file", "data", "blob", "about", "chrome"}


@pytest.mark.browser
def test_silence(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing that kaleido or Chrome says reaches the terminal or our logs."""
    ChromeExporter().export([make_drawing()])

    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


@pytest.mark.browser
@pytest.mark.parametrize("victim", ["--remote-debugging-pipe", "--type=renderer"])
def test_killed_once(victim: str, litter: Path) -> None:
    """When Chrome, or its page, is killed at work, another draws the right charts."""
    drawings = make_drawings(90) * 5
    killed = []

    def kill() -> None:
        until(lambda: processes(litter, "--type=renderer"))
        time.sleep(1)
        for process in processes(litter, victim):
            if process not in processes(litter, "wrapper"):
                killed.append(process)
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    svgs = ChromeExporter().export(drawings)
    thread.join()

    assert killed
    expected = [number / _FULL for number in range(1, 91)] * 5
    assert expected == pytest.approx([bars(svg)[0] for svg in svgs], abs=1e-4)
    assert_clean(litter)


@pytest.mark.browser
def test_killed_always(litter: Path) -> None:
    """When every Chrome is killed at work, the second death is the error."""
    with (
        killer(litter, "--type=renderer") as killed,
        pytest.raises(ChromeFailed, match="failed twice to draw 400 charts"),
    ):
        ChromeExporter().export([make_drawing()] * 400)

    assert len(killed) >= 2
    assert_clean(litter)


@pytest.mark.browser
def test_started_early(litter: Path) -> None:
    """A Chrome started early draws, and one that nobody used is ended."""
    with ChromeExporter() as early:
        assert until(lambda: processes(litter, "--type=renderer"))
        (svg,) = early.export([make_drawing(20)])
        early.start()

    assert pytest.approx(bars(svg), abs=1e-4) == [0.2, 0.5]
    assert_clean(litter)


@pytest.mark.browser
def test_surroundings_name_versions() -> None:
    """The digest of the surroundings needs no more of Chrome than its version."""
    assert re.search(r"\d+\.\d+", chrome.chrome_version(chrome.find_chrome()))
    assert exporter.surroundings("a") == exporter.surroundings("a")
    assert exporter.surroundings("a") != exporter.surroundings("b")


# --- Chrome does not draw ---------------------------------------------------------


def test_nothing_to_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """No charts need no Chrome."""
    monkeypatch.setenv("BROWSER_PATH", "/nowhere")

    assert ChromeExporter().export([]) == []


@pytest.mark.parametrize("told", [None, "/nowhere/chrome"])
def test_chrome_missing(
    told: str | None, monkeypatch: pytest.MonkeyPatch, litter: Path
) -> None:
    """Without a Chrome the error comes at once, from start and from export."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    if told:
        monkeypatch.setenv("BROWSER_PATH", told)

    with pytest.raises(ChromeMissing):
        ChromeExporter().export([make_drawing()])
    with pytest.raises(ChromeMissing):
        ChromeExporter().start()

    assert_clean(litter)


def test_chrome_is_found_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian's chromium-headless-shell is found on PATH, after chromium."""
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = []
    for name in ("chromium-headless-shell", "chromium"):
        (tmp_path / name).touch(mode=0o755)
        found.append(chrome.find_chrome())

    assert [
        f"{tmp_path}/chromium-headless-shell",
        f"{tmp_path}/chromium",
    ] == found


def test_chrome_hangs(fake_chrome: Callable[[str], Path], litter: Path) -> None:
    """A Chrome that never answers is an error when the deadline comes."""
    fake_chrome("sleep 1000")

    with pytest.raises(ChromeFailed, match=r"no answer within 1 s.*no answer within"):
        ChromeExporter(deadline=2).export([make_drawing()])

    assert_clean(litter)


def test_chrome_says_why(fake_chrome: Callable[[str], Path], litter: Path) -> None:
    """What Chrome itself says of its failure is in the message, its chatter is not."""
    fake_chrome('echo "[1/2:ERROR:dbus] chatter" >&2; echo "libnss3: no" >&2; exit 1')

    with pytest.raises(ChromeFailed, match="first, libnss3: no;") as caught:
        ChromeExporter().export([make_drawing()])

    assert "chatter" not in str(caught.value)
    assert "chrome.sh runs by itself" in str(caught.value)
    assert_clean(litter)


def test_answer_is_not_json(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, litter: Path
) -> None:
    """An answer that cannot be read is a failure, not a crash."""
    program = tmp_path / "process.py"
    program.write_text("print('What?')")
    monkeypatch.setattr(chrome, "_PROCESS", program)
    monkeypatch.setenv("BROWSER_PATH", sys.executable)

    with pytest.raises(ChromeFailed, match=r"not JSON.*not JSON"):
        ChromeExporter().export([make_drawing()])

    assert_clean(litter)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_interrupted(
    error: type[BaseException], fake_chrome: Callable[[str], Path], litter: Path
) -> None:
    """An interruption passes through, and leaves nothing behind."""
    fake_chrome("sleep 1000")

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise error

    old = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 1.5)
    try:
        with pytest.raises(error):
            ChromeExporter().export([make_drawing()])
    finally:
        signal.signal(signal.SIGALRM, old)

    assert_clean(litter)


def test_parent_killed(fake_chrome: Callable[[str], Path], litter: Path) -> None:
    """When we are killed outright, Chrome and its files go too."""
    fake_chrome("sleep 1000")
    program = (
        "from tests.test_exporter import *; ChromeExporter().export([make_drawing()])"
    )
    ours = subprocess.Popen(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[1]
    )
    assert until(lambda: processes(litter, "sleep"))

    ours.kill()
    ours.wait()

    assert_clean(litter)


def test_fonts_reach_chrome(tmp_path: Path, fake_chrome: Callable[[str], Path]) -> None:
    """Chrome is told of our fonts.conf, and our own environment stays as it was."""
    fake_chrome(f'printf "$FONTCONFIG_FILE" > {tmp_path}/told; exit 1')
    fonts = tmp_path / "fonts.conf"
    fonts.touch()
    before = dict(os.environ)

    with pytest.raises(ChromeFailed):
        ChromeExporter(fontconfig=fonts).export([make_drawing()])

    assert str(fonts) == (tmp_path / "told").read_text()
    assert before == dict(os.environ)


def test_fonts_missing(
    tmp_path: Path, fake_chrome: Callable[[str], Path], litter: Path
) -> None:
    """A fonts.conf that is not there is an error, not a chart in other fonts."""
    fake_chrome("exit 1")

    with pytest.raises(FontMissing, match="absent"):
        ChromeExporter(fontconfig=tmp_path / "absent.conf").export([make_drawing()])

    assert_clean(litter)


@pytest.mark.parametrize("script", ["sleep 1000", "exit 1", "exit 0"])
def test_version_unknown(
    script: str,
    fake_chrome: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
    litter: Path,
) -> None:
    """A Chrome that does not say its version is an error, never a wait."""
    monkeypatch.setattr(chrome, "_SECONDS_FOR_VERSION", 0.5)
    fake_chrome(script)

    with pytest.raises(ChromeFailed, match="--version says nothing"):
        exporter.surroundings("theme")

    assert_clean(litter)


def test_surroundings(fake_chrome: Callable[[str], Path], tmp_path: Path) -> None:
    """Theme, fonts and Chrome's version each change the surroundings."""
    font = tmp_path / "one.ttf"
    font.write_bytes(b"glyphs")
    fake_chrome("echo Chrome 1")
    digests = [exporter.surroundings("blue"), exporter.surroundings("red")]
    digests.append(exporter.surroundings("red", [font]))
    font.write_bytes(b"other glyphs")
    digests.append(exporter.surroundings("red", [font]))
    fake_chrome("echo Chrome 2")
    chrome.chrome_version.cache_clear()
    digests.append(exporter.surroundings("red", [font]))

    assert len(set(digests)) == 5


# --- what comes back is checked ---------------------------------------------------


def test_right_answers() -> None:
    """Answers that match what was asked pass, and say what they said."""
    drawings = make_drawings(3)

    svgs = exporter.checked(drawings, make_answers(drawings))

    expected = [
        ElementTree.canonicalize(answer["svg"]) for answer in make_answers(drawings)
    ]
    assert expected == [ElementTree.canonicalize(svg) for svg in svgs]


def test_order_of_attributes() -> None:
    """The order in which Chrome writes attributes, which varies, does not show."""
    size = 'width="400" height="200" viewBox="0 0 400 200"'
    namespaces = (
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    one = f'<svg {namespaces} {size} style=""><a xlink:href="#b"><path d=""/></a></svg>'
    two = f'<svg style="" {size} {namespaces}><a xlink:href="#b"><path d=""/></a></svg>'
    answer = make_answers([make_drawing()])[0]

    svgs = [
        exporter.checked([make_drawing()], [{**answer, "svg": s}]) for s in (one, two)
    ]

    assert svgs[0] == svgs[1]
    assert 'xlink:href="#b"' in svgs[0][0]


def test_swapped_answers() -> None:
    """A chart in the place of another is refused, even if its index is forged."""
    drawings = make_drawings(3)
    one, two, three = make_answers(drawings)

    with pytest.raises(ChromeFailed, match="place of chart-1 came another chart"):
        exporter.checked(drawings, [two, one, three])
    with pytest.raises(ChromeFailed, match="place of chart-2 came another chart"):
        exporter.checked(drawings, [one, {**one, "index": 1}, three])


def test_missing_answer() -> None:
    """Fewer charts than were asked for are refused."""
    drawings = make_drawings(3)

    with pytest.raises(ChromeFailed, match="3 charts were asked for and 2 came back"):
        exporter.checked(drawings, make_answers(drawings)[:2])


@pytest.mark.parametrize(
    ("svg", "why"),
    [
        ("", "not well-formed"),
        ("<svg", "not well-formed"),
        ("<html/>", "not 400 by 200 px"),
        (FakeExporter().export([make_drawing(width=401)])[0], "not 400 by 200 px"),
        (
            '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" '
            'viewBox="0 0 400 200"/>',
            "empty",
        ),
    ],
)
def test_bad_picture(svg: str, why: str) -> None:
    """A picture that is broken, empty or of another size is refused by name."""
    drawings = make_drawings(2)
    answers = make_answers(drawings)
    answers[1]["svg"] = svg

    with pytest.raises(ChromeFailed, match=rf"chart-2 \(.*{why}"):
        exporter.checked(drawings, answers)


# --- the fake and the cache -------------------------------------------------------


class Kept(dict[str, str]):
    """A cache in memory."""

    def put(self, key: str, svg: str) -> None:
        """Keep the SVG text under the key."""
        self[key] = svg


def test_fake() -> None:
    """The fake carries name, size and a digest, and counts its calls."""
    drawing = make_drawing(name="a < b & c")
    fake = FakeExporter()

    (svg,) = fake.export([drawing])

    root = ElementTree.fromstring(svg)
    assert root.findtext(f"{_SVG}title") == "a < b & c"
    assert (root.get("width"), root.get("height")) == ("400", "200")
    assert [svg] == fake.export([drawing])
    assert [svg] != fake.export([make_drawing(2, name=drawing.name)])
    assert fake.calls == 3


def test_cache_draws_once() -> None:
    """What was drawn is not drawn again; a changed chart alone is."""
    fake, kept = FakeExporter(), Kept()
    drawings = make_drawings(5)
    first = CachedExporter(fake, kept, "today").export(drawings)
    cached = CachedExporter(fake, kept, "today")

    assert first == cached.export(drawings)
    assert (cached.drawn, fake.calls) == (0, 1)

    drawings[2] = make_drawing(77)
    svgs = cached.export(drawings)

    assert (cached.drawn, fake.calls) == (1, 2)
    assert [svg for svg in first if svg != first[2]] == svgs[:2] + svgs[3:]
    assert FakeExporter().export(drawings[2:3]) == svgs[2:3]


def test_cache_same_twice() -> None:
    """Two charts alike in one batch are drawn once, whatever their JSON's layout."""
    same = json.dumps(json.loads(make_drawing().plot), sort_keys=True, indent=2)
    cached = CachedExporter(FakeExporter(), Kept(), "today")

    one, two = cached.export([make_drawing(), make_drawing(plot=same)])

    assert one == two
    assert cached.drawn == 1


@pytest.mark.parametrize(
    ("changes", "surroundings"),
    [({"width": 401}, "today"), ({"height": 201}, "today"), ({}, "tomorrow")],
)
def test_cache_keys(changes: dict[str, int], surroundings: str) -> None:
    """Another size, or other surroundings, is another picture."""
    fake, kept = FakeExporter(), Kept()
    CachedExporter(fake, kept, "today").export([make_drawing()])

    CachedExporter(fake, kept, surroundings).export([make_drawing(**changes)])

    assert fake.calls == 2


def test_cache_damaged() -> None:
    """A picture that was damaged in the cache is drawn anew."""
    fake, kept = FakeExporter(), Kept()
    cached = CachedExporter(fake, kept, "today")
    whole = cached.export([make_drawing()])
    (key,) = kept
    kept[key] = whole[0][:-9]

    assert whole == cached.export([make_drawing()])
    assert cached.drawn == 2


def test_cache_key_is_a_digest() -> None:
    """Keys are SHA-256 digests, fit for file names, even of a plot that is not JSON."""
    kept = Kept()

    CachedExporter(FakeExporter(), kept, "today").export([make_drawing(plot="{")])

    (key,) = kept
    assert hashlib.sha256().digest_size * 2 == len(key)
    assert re.fullmatch(r"[0-9a-f]+", key)


def test_import_is_light() -> None:
    """Importing the exporter imports neither plotly nor kaleido nor asyncio."""
    program = "import sys, reportgen.pages.exporter; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    heavy = {"plotly", "kaleido", "choreographer", "asyncio", "logistro"}
    assert set() == heavy & set(done.stdout.split())
