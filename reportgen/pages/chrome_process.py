"""Jobs on stdin to SVG on stdout, in a process of its own: the one door to kaleido.

kaleido and what it stands on start threads, write logs, leave folders and may block
where no deadline reaches. All that stays in this process, which its parent
(`reportgen.pages.chrome`) can kill as a whole, Chrome included.

Run as `python -P chrome_process.py CHROME FOLDER`, where FOLDER is also the TMPDIR.
Chrome starts at once; the jobs are read afterwards, so that Chrome may be started long
before there is anything to draw. The exit status is 0 and stdout one JSON list, or it
is 1 and the last line of stderr says why.
"""

import asyncio
import contextlib
import json
import logging
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

_JOBS_A_CALL = 100
"""The time that choreographer takes to read an answer grows with its size squared."""

_SECONDS_TO_CLOSE = 5

_FLAGS = (
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-crash-reporter",
)
"""No chart needs the network, so every name and every address leads nowhere."""


class _Page:
    """Kaleido's own page, with our script after kaleido's."""

    def generate_index(self) -> str:
        """The page as HTML.

        Raises:
            RuntimeError: kaleido's page has no head to put the script into.
        """
        from kaleido import PageGenerator

        page: str = PageGenerator(mathjax=False).generate_index()
        script = Path(__file__).with_name("exporter.js").read_text("utf-8")
        before, head, after = page.rpartition("</head>")
        if not head:
            msg = "this version of kaleido makes a page without </head>"
            raise RuntimeError(msg)
        return f"{before}<script>{script}</script>{head}{after}"


def _browser_class() -> type:
    from choreographer.browsers import Chromium

    class Offline(Chromium):
        """Chrome without a network, in the process group of whoever starts it."""

        def get_cli(self) -> Sequence[str]:
            return [*super().get_cli(), *_FLAGS]

        def get_popen_args(self) -> Mapping[str, Any]:
            # One group for all is what lets the parent kill all.
            return {**super().get_popen_args(), "start_new_session": False}

    return Offline


async def _draw(kaleido: Any, jobs: list[Any]) -> list[Any]:
    answers: list[Any] = []
    for first in range(0, len(jobs), _JOBS_A_CALL):
        some = jobs[first : first + _JOBS_A_CALL]
        figure = {"data": [], "layout": {"meta": some}}
        answers += json.loads(await kaleido.calc_fig(figure, {"format": "svg"}))
    return answers


async def _work(kaleido: Any) -> list[Any]:
    await kaleido.open()
    jobs = json.loads(await asyncio.to_thread(sys.stdin.buffer.read) or b"[]")
    answers = await _draw(kaleido, jobs)
    with contextlib.suppress(Exception):  # the parent ends what does not end itself
        await asyncio.wait_for(kaleido.close(), _SECONDS_TO_CLOSE)
    return answers


async def _crash(kaleido: Any) -> None:
    """Return when the part of Chrome that holds the page is dead."""
    while not ((tab := kaleido.get_tab()) and tab.sessions):
        await asyncio.sleep(0.01)
    crash = tab.subscribe_once("Inspector.targetCrashed")
    await tab.send_command("Inspector.enable")
    await crash


async def _answers(chrome: str) -> list[Any]:
    from kaleido import Kaleido

    kaleido = Kaleido(
        n=1,
        timeout=None,
        page_generator=_Page(),
        path=chrome,
        browser_cls=_browser_class(),
    )
    # kaleido would wait for ever for a page whose process has died.
    work = asyncio.ensure_future(_work(kaleido))
    crash = asyncio.ensure_future(_crash(kaleido))
    await asyncio.wait({work, crash}, return_when=asyncio.FIRST_COMPLETED)
    if not work.done():
        _leave(1, "Chrome crashed")
    return work.result()


def _leave(status: int, words: str) -> NoReturn:
    stream = sys.stderr if status else sys.stdout
    stream.write(words)
    stream.flush()
    # sys.exit would wait for threads that wait for a Chrome in disorder.
    os._exit(status)


def _die_with_parent(folder: str) -> None:
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Draw what stdin asks for."""
    chrome, folder = sys.argv[1:]
    threading.Thread(target=_die_with_parent, args=[folder], daemon=True).start()
    logging.basicConfig(level=logging.CRITICAL, format="%(message)s")
    # Chrome's own complaints, such as a shared library that is missing
    logging.getLogger("browser_proc").setLevel(logging.DEBUG)
    try:
        answers = asyncio.run(_answers(chrome))
    except (Exception, asyncio.CancelledError) as error:
        _leave(1, f"{type(error).__name__}: {next(iter(error.args), 'no details')}")
    _leave(0, json.dumps(answers))


if __name__ == "__main__":
    main()
