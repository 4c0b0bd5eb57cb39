"""What is being done: a bar on a terminal, plain lines elsewhere."""

import contextlib
import sys
from collections.abc import Callable, Iterator

from reportgen.cli.voice import is_plain, say

Told = Callable[[str, str, float], None]
"""Told the name of each step, what it is about, and the share of the work done."""

_WIDEST = 40  # columns of the bar; at most a third of the terminal


@contextlib.contextmanager
def progress(*, quiet: bool) -> Iterator[Told]:
    """A bar on a terminal, plain lines elsewhere, nothing when quiet."""
    if quiet:
        yield lambda _step, _about, _share: None
    elif sys.stderr.isatty() and not is_plain():
        with _bar() as told:
            yield told
    else:
        yield lambda step, about, _share: say(f"{step}: {about}", err=True)


@contextlib.contextmanager
def _bar() -> Iterator[Told]:
    """It is gone when the work is done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn
    from rich.table import Column

    console = Console(stderr=True, highlight=False)
    words = Column(no_wrap=True, overflow="ellipsis", ratio=1)
    columns = (
        BarColumn(min(_WIDEST, console.width // 3), complete_style="cyan"),
        TextColumn("{task.description}", markup=False, table_column=words),
    )
    with Progress(*columns, console=console, transient=True, expand=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda step, about, share: bar.update(
            task, completed=share, description=f"{step}: {about}"
        )
