"""The printer: many documents at once, each from its own process, none in another."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from specimen import CSS, HTML, IMPRINT, typesetter

from reportgen.errors import FaultsFound, LayoutFailed, Slug
from reportgen.pages import fonts
from reportgen.pages.pdf import Attachment
from reportgen.pages.printing import Printer

pytestmark = pytest.mark.pages


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printer]:
    """A printer with the specimen's styles."""
    laid_out = fonts.lay_out(tmp_path_factory.mktemp("fonts"), fonts.find())
    made = Printer(laid_out, [("report.css", CSS)])
    yield made
    made.close()


def nothing() -> list[Attachment]:
    """No file to embed."""
    return []


def test_the_bytes_are_those_of_this_process(printer: Printer, tmp_path: Path) -> None:
    """Another process makes the same file that this one would."""
    attached = Attachment("a.csv", "Values", "text/csv", b"a,b\n")
    there = printer.print(HTML, IMPRINT, lambda: [attached], "the page")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", "")
        here = typesetter(tmp_path).pdf(HTML, IMPRINT, [attached])

    assert here == there


def test_documents_do_not_mix(printer: Printer) -> None:
    """Six documents from three threads: each gets its own, as if it were alone."""
    pages = [
        HTML.replace("Annual report", f"Report number {number}") for number in range(6)
    ]

    def made(html: str) -> bytes:
        return printer.print(html, IMPRINT, nothing, "the page")

    alone = [made(html) for html in pages]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(made, pages))

    assert alone == together
    assert 6 == len(set(together))


def test_faults_come_back(printer: Printer) -> None:
    """What the layout complains of is told as in one process, and nothing is lost."""
    bad = HTML.replace("Annual report", "Annual \U0001f600 report")

    with pytest.raises(FaultsFound) as found:
        printer.print(bad, IMPRINT, nothing, "page seven")
    assert [Slug.MISSING_GLYPH] == [fault.slug for fault in found.value.faults]
    assert "page seven" == found.value.faults[0].place.file
    assert printer.print(HTML, IMPRINT, nothing, "the page").startswith(b"%PDF")


def test_attachments_that_cannot_be_made_stop_only_their_document(
    printer: Printer,
) -> None:
    """An error of the caller's comes back to the caller; the next document is made."""

    def broken() -> list[Attachment]:
        msg = "no data"
        raise ValueError(msg)

    with pytest.raises(ValueError, match="no data"):
        printer.print(HTML, IMPRINT, broken, "the page")
    assert printer.print(HTML, IMPRINT, nothing, "the page").startswith(b"%PDF")


def fresh(folder: Path, css: str = CSS) -> Printer:
    """A printer of its own, to be spoiled."""
    return Printer(fonts.lay_out(folder, fonts.find()), [("report.css", css)])


def test_faults_of_the_styles_come_back(tmp_path: Path) -> None:
    """A style sheet with an error is told with each document that asks."""
    printer = fresh(tmp_path, "p { colour: red }")

    for _ in range(2):
        with pytest.raises(FaultsFound) as found:
            printer.print(HTML, IMPRINT, nothing, "the page")
        assert [Slug.STYLE_ERROR] == [fault.slug for fault in found.value.faults]
    printer.close()


def children(pid: int) -> list[int]:
    """Forks of a process; what else it started, to find its libraries, is left out."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    except OSError:
        return []
    found = [int(each) for each in text.split()]
    return [each for each in found if "printing_process" in command(each)]


def command(pid: int) -> str:
    """The command line of a process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8", errors="replace")
    except OSError:
        return ""


def test_a_crash_is_told_with_the_page(tmp_path: Path) -> None:
    """Message and signal are named; nothing hangs, and the next page is set."""
    printer = fresh(tmp_path)
    assert printer.lives()
    pid = printer.process.pid

    def kill() -> list[Attachment]:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            lanes = children(pid)
            setting = [fork for lane in lanes for fork in children(lane)]
            if setting:
                os.kill(setting[0], signal.SIGSEGV)
                return []
            time.sleep(0.01)
        pytest.fail("no fork was there to kill")

    with pytest.raises(LayoutFailed, match=r"died over page nine: .*SIGSEGV"):
        printer.print(HTML, IMPRINT, kill, "page nine")
    assert printer.lives()
    assert printer.print(HTML, IMPRINT, nothing, "the page").startswith(b"%PDF")
    printer.close()


def test_a_dead_printer_is_told(tmp_path: Path) -> None:
    """The whole process is gone: an error, not a wait for ever."""
    printer = fresh(tmp_path)
    os.killpg(printer.process.pid, signal.SIGKILL)

    with pytest.raises(LayoutFailed, match="died over the page"):
        printer.print(HTML, IMPRINT, nothing, "the page")
    assert not printer.lives()
    printer.close()


def test_closing_leaves_no_process(tmp_path: Path) -> None:
    """The process and all its forks end with the printer."""
    printer = fresh(tmp_path)
    printer.print(HTML, IMPRINT, nothing, "the page")
    family = [printer.process.pid, *children(printer.process.pid)]
    printer.close()

    deadline = time.monotonic() + 30
    while any(alive(pid) for pid in family) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [] == [pid for pid in family if alive(pid)]


def alive(pid: int) -> bool:
    """Whether a process runs; one that waits for its parent's glance does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
