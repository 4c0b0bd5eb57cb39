"""The one catcher of errors: whatever ends a command becomes words and an exit code."""

import atexit
import errno
import gc
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType
from typing import NoReturn

import click

from reportgen.cli.acts import cli
from reportgen.cli.voice import clean, counted, say, say_fault, say_json
from reportgen.errors import (
    EnvironmentFault,
    Fault,
    FaultsFound,
    ReportgenError,
    errors_among,
)

_STOPPED = {
    signal.SIGINT: 130,
    signal.SIGTERM: 143,
    signal.SIGHUP: 129,
}  # as shells report them
_REFUSALS = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES}
_USAGE = 2
_OBJECTS = 200_000  # between two looks for garbage; a check makes fewer, and ends
_FAILED = 70  # as sysexits.h numbers an error in the program itself


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    gc.set_threshold(_OBJECTS)
    atexit.register(gc.freeze)  # what goes with the process need not be tidied first
    as_json = "--json" in given
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # else somebody put another there
            stream.reconfigure(errors="backslashreplace")
    for number in _STOPPED:
        signal.signal(number, _stop)
    try:
        code = cli.main(given, prog_name="reportgen", standalone_mode=False)
    except SystemExit as leaving:
        _say_farewell(leaving.code, as_json=as_json)
        raise
    except Exception as failure:
        code = _caught(failure, as_json=as_json)
    _let_go()
    sys.exit(code)


def _let_go() -> None:
    """What could not be written must not fail once more when Python ends."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    """Unwind, so that every temporary file is removed and Chrome is ended."""
    for each in _STOPPED:  # a second Ctrl-C must not interrupt the tidying up
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(_STOPPED[signal.Signals(number)])


def _say_farewell(code: object, *, as_json: bool) -> None:
    """Where a signal stopped the command, say what it leaves."""
    message = "stopped; every file that was written is whole"
    for each in _STOPPED.values():
        if code == each and as_json:
            say_json(_told("Stopped", message, each))
        elif code == each:
            say(message, err=True)


def _caught(failure: Exception, *, as_json: bool) -> int:
    """Say why, and give the exit code."""
    if isinstance(failure, ImportError) and not _is_ours(failure):
        what = f"a Python library cannot be loaded ({failure})"
        failure = EnvironmentFault(f"{what}; reportgen doctor says more")
    if isinstance(failure, OSError) and failure.errno in _REFUSALS:
        what = f"the system refused: {failure}"
        failure = EnvironmentFault(f"{what}; reportgen doctor may say more")
    if isinstance(failure, click.ClickException):
        return _misused(failure, as_json=as_json)
    if isinstance(failure, FaultsFound):
        return _faulty(failure, as_json=as_json)
    if isinstance(failure, ReportgenError):
        name, code = type(failure).__name__, failure.exit_code
        return _tell(name, str(failure), code, as_json=as_json)
    return _failed(failure, as_json=as_json)


def _is_ours(failure: ImportError) -> bool:
    return (failure.name or "").partition(".")[0] == "reportgen"


def _misused(refusal: click.ClickException, *, as_json: bool) -> int:
    if as_json:
        return _tell("UsageError", refusal.format_message(), _USAGE, as_json=True)
    refusal.show()
    return _USAGE


def _faulty(found: FaultsFound, *, as_json: bool) -> int:
    message = f"{counted(len(errors_among(found.faults)), 'error')} found"
    if as_json:
        say_json(_told("FaultsFound", message, found.exit_code, found.faults))
        return found.exit_code
    for fault in found.faults:
        say_fault(fault, err=True)
    say(message, err=True)
    return found.exit_code


def _failed(failure: Exception, *, as_json: bool) -> int:
    """Our own mistake, or something that nobody thought of."""
    with suppress(OSError):
        traceback.print_exception(failure)
    what = f"reportgen itself failed ({type(failure).__name__}: {failure})"
    cure = "run it again; if it fails again, report this with the lines above"
    with suppress(OSError):
        _tell("Failed", f"{what}; {cure}", _FAILED, as_json=as_json)
    return _FAILED


def _tell(name: str, message: str, code: int, *, as_json: bool) -> int:
    if as_json:
        with suppress(OSError):  # where it cannot be written, people are told
            say_json(_told(name, message, code))
            return code
    say(f"{click.style('error', fg='red')}: {clean(message)}", err=True)
    return code


def _told(
    name: str, message: str, code: int, faults: Sequence[Fault] = ()
) -> dict[str, object]:
    """What JSON says wherever a command did not do what it was asked."""
    return {
        "error": name,
        "message": message,
        "exit_code": code,
        "faults": [fault.as_json() for fault in faults],
    }
