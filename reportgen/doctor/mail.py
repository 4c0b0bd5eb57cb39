"""The way out for letters: whether the mail server is there and can be trusted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.doctor.findings import Finding, caution, fine, told, wrong
from reportgen.errors import EnvironmentFault, FaultsFound, SecretMissing, UsageError

if TYPE_CHECKING:
    from reportgen.registry.post.mailserver import MailServer
    from reportgen.settings import Workspace

_SECONDS = 10.0  # for an answer; a person waits


def post(folder: Path) -> Iterator[Finding]:
    """Reach the server, verify its certificate, log in; send nothing."""
    from reportgen.settings import open_workspace

    try:
        opened = open_workspace(folder)
    except (UsageError, FaultsFound):
        return  # the check of the workspace says so
    if opened.settings.post.way == "outbox":
        yield fine("letters are written as files and none is sent: way = outbox")
        return
    try:
        yield from _server(opened)
    except FaultsFound as found:
        for fault in found.faults:
            yield wrong(f"{fault.place}: {fault.what}", fault.cure)
    except EnvironmentFault as failure:
        yield told(failure)


def _server(opened: "Workspace") -> Iterator[Finding]:
    from reportgen.desk import ways
    from reportgen.registry.post.mailserver import open_line

    try:
        server = ways.server_of(opened)
    except SecretMissing as missing:
        what, _, cure = str(missing).partition("; ")
        yield caution(what, cure)
        server = ways.server_of(opened, {ways.PASSWORD: "-", ways.TOKEN: "-"})
        server = replace(server, login="none")
    line = open_line(replace(server, answer=_SECONDS))
    line.quit()
    yield fine(f"the mail server {server.named} answers, {_secured(server)}")
    if server.login != "none":
        yield fine(f"{server.user} can log in")


def _secured(server: "MailServer") -> str:
    if server.is_verified:
        return "and its certificate is verified"
    return "without TLS, so no partners edition goes there"
