"""Jobs on stdin to SVG on stdout, in a process of its own: the one door to kaleido.

kaleido and what it stands on start threads, write logs, leave folders and may block
where no deadline reaches. All that stays in this process, which its parent
(`reportgen.pages.exporter`) can kill as a whole, Chrome included.

Run as `python -P exporter_process.py CHROME`. Chrome starts at once; the jobs are read
afterwards, so that it may be started long before there is anything to draw. No job on
stdin means that nobody wants a drawing any more.
"""

import asyncio
import json
import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_JOBS_A_CALL = 100
"""Kaleido reads an answer in time that grows with its size squared."""

_FLAGS = (
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-default-apps",
    "--disable-crash-reporter",
)
"""A chart needs nothing from the network, so every name and address is nowhere."""


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


async def _draw(kaleido: Any, jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    for first in range(0, len(jobs), _JOBS_A_CALL):
        some = jobs[first : first + _JOBS_A_CALL]
        figure = {"data": [], "layout": {"meta": some}}
        answers += json.loads(await kaleido.calc_fig(figure, {"format": "svg"}))
    return answers


async def _crash(kaleido: Any) -> None:
    """End when Chrome, or the part of it that holds the page, is dead."""
    died = asyncio.to_thread(kaleido.subprocess.wait)
    (tab,) = kaleido.tabs.values()
    crashed = tab.subscribe_once("Inspector.targetCrashed")
    await tab.send_command("Inspector.enable")
    await asyncio.wait(
        [asyncio.ensure_future(died), crashed], return_when=asyncio.FIRST_COMPLETED
    )


async def _run(chrome: str) -> list[dict[str, Any]]:
    from kaleido import Kaleido

    kaleido = Kaleido(
        n=1,
        timeout=None,
        page_generator=_Page(),
        path=chrome,
        browser_cls=_browser_class(),
    )
    async with kaleido:
        jobs = json.loads(await asyncio.to_thread(sys.stdin.buffer.read) or b"[]")
        import time
        t=time.time()
        r= await _draw(kaleido, jobs)
        print("draw", time.time()-t, file=sys.stderr)
    print("closed", time.time()-t, file=sys.stderr)
    return r


def main() -> None:
    """Draw what stdin asks for with the Chrome that the first argument names."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    # Chrome's own complaints, such as a shared library that is missing
    logging.getLogger("browser_proc").setLevel(logging.DEBUG)
    answers = asyncio.run(_run(sys.argv[1]))
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
