"""From the record of a report to the evidence that is handed over: a PDF, and JSON."""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from reportgen import press
from reportgen.checking import reports_named
from reportgen.desk.accounting import account_of
from reportgen.desk.approvals import outlooks
from reportgen.errors import Collector
from reportgen.evidence.cycle import read_partnership
from reportgen.makers import look_of
from reportgen.pages import account as pages
from reportgen.pages.account import Account, Proof
from reportgen.pages.html import Templates, environment
from reportgen.pages.styles import read_styles
from reportgen.press import Press
from reportgen.registry import archive
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition

FOLDER = "record"
"""Where the pages lie under `out/CYCLE/REPORT/`; they can be made again."""


@dataclass(frozen=True)
class RecordPage:
    """The readable evidence of one report's sign-off, as files."""

    account: Account
    paths: tuple[Path, ...]
    """The PDF first, then the same as JSON."""
    digest: str
    """SHA-256 of the PDF."""


def record(
    workspace: Workspace,
    targets: Sequence[str],
    now: datetime,
    rendition: Rendition = Rendition.PARTNERS,
) -> list[RecordPage]:
    """Make the record of sign-off of the reports named; the record itself is read only.

    Args:
        workspace: whose record.
        targets: `2024-10` or `2024-10/jcdu`.
        now: aware; what is told is told as at this moment.
        rendition: who may have it; the public is told no digest of what it may not see.

    Raises:
        FaultsFound: a ledger is not as reportgen wrote it, an input does not read, or
            the page has an error.
        UsageError: a target names no report.
        EnvironmentFault: the machine lacks something.
        WorkspaceBusy: another command is writing here.
    """
    names = reports_named(workspace, targets)
    found = {one.report: one for one in outlooks(workspace, Collector(), names)}
    accounts = [account_of(workspace, found[name], now) for name in names]
    if rendition is Rendition.PUBLIC:
        accounts = [for_public(account) for account in accounts]
    templates = environment(workspace.shelves("templates"))
    with (
        archive.writing(workspace.out) as shelf,
        _opened(workspace) as run,
    ):
        printed = [_printed(account, templates, run) for account in accounts]
        return [
            _filed(workspace, account, pdf, shelf)
            for account, pdf in zip(accounts, printed, strict=True)
        ]


def for_public(account: Account) -> Account:
    """The account without digests that stand for what the public may not see.

    Equal inputs make equal bytes, so the digest of the partners' proof would let
    somebody confirm a guess at a restricted value; so would the end of a chain that
    holds it.
    """
    return replace(
        account,
        rendition="public",
        proofs=_public(account.proofs),
        decisions=tuple(
            replace(one, proofs=_public(one.proofs)) for one in account.decisions
        ),
        editions=tuple(
            replace(one, proofs=_public(one.proofs)) for one in account.editions
        ),
        head="",
        looks=tuple(replace(one, sha256="") for one in account.looks),
    )


def _public(proofs: Sequence[Proof]) -> tuple[Proof, ...]:
    return tuple(one for one in proofs if one.rendition == "public")


def _opened(workspace: Workspace) -> AbstractContextManager[Press]:
    """The press of proofs, with one style sheet more."""
    look = look_of(workspace, "proof")
    shelves = workspace.shelves("styles")
    sheets = tuple(read_styles(shelves, draft=False, more=(pages.SHEET,)))
    return press.opened(workspace, "proof", replace(look, sheets=sheets), draws=False)


def _printed(account: Account, templates: Templates, run: Press) -> bytes:
    html = pages.render(account, templates)
    source = f"the record of {account.report}"
    return run.printer.print(html, pages.imprint(account), tuple, source)


def _filed(
    workspace: Workspace, account: Account, pdf: bytes, shelf: archive.Archive
) -> RecordPage:
    cycle, _, report = account.report.partition("/")
    slug = read_partnership(workspace.data).slug
    ending = "-public" if account.rendition == "public" else ""
    stem = f"{slug}-{report}-{cycle}-record{ending}"
    text = json.dumps(as_json(account), indent=2, ensure_ascii=False)
    files = {f"{stem}.pdf": pdf, f"{stem}.json": f"{text}\n".encode()}
    paths = shelf.file(f"{account.report}/{FOLDER}", files)
    return RecordPage(account, tuple(paths), archive.digest(pdf))


def as_json(account: Account) -> dict[str, object]:
    """The account as plain values; times as ISO, digests as 64 hex digits."""
    return {"format": 1, **asdict(account)}
