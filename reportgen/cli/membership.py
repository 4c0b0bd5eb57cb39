"""The command that shows, checks and renews the list of members: members."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import options
from reportgen.cli.voice import clean, counted, say, say_fault, say_json
from reportgen.errors import UsageError, Weight, errors_among

if TYPE_CHECKING:
    from reportgen.desk.membership import Changes
    from reportgen.evidence.enrolment import Enrolment
    from reportgen.evidence.members import Member
    from reportgen.settings import Workspace

_SHOWN = ("name", "organisation", "role", "rendition", "active", "lists")


@click.command()
@click.argument(
    "act",
    type=click.Choice(["list", "check", "import"]),
    default="list",
    metavar="[list|check|import]",
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@options.workspace
@options.as_json
@options.quiet
@click.option("--write", is_flag=True, help="Write what import shows; else nothing is.")
@click.option("--sheet", default="", help="Name of the sheet that import reads.")
@click.option(
    "--partial", is_flag=True, help="FILE names some only; import sets nobody inactive."
)
@click.pass_obj
def members(  # noqa: PLR0913 (its options)
    workspace: Path,
    *,
    act: str,
    file: Path | None,
    as_json: bool,
    quiet: bool,
    write: bool,
    sheet: str,
    partial: bool,
) -> int:
    """Show who gets the reports, check the list, or import it from FILE."""
    _refuse(act, file, is_told=write or bool(sheet) or partial)
    opened = options.opened(workspace)
    if act == "import":
        assert file is not None  # noqa: S101 (refused above)
        _import(opened, file, (sheet, partial, write), (as_json, quiet))
        return 0
    if act == "check":
        return _check(opened, as_json=as_json, quiet=quiet)
    from reportgen.evidence.members import read_members

    found = read_members(opened.data)
    if as_json:
        say_json({"members": [_member_json(one) for one in found]})
    else:
        _say_list(found, quiet=quiet)
    return 0


def _refuse(act: str, file: Path | None, *, is_told: bool) -> None:
    """Refuse what does not go together.

    Raises:
        UsageError: with what does.
    """
    if act == "import" and file is None:
        msg = "members import needs a file; name an .xlsx, .ods or .csv"
        raise UsageError(msg)
    if act != "import" and (file is not None or is_told):
        msg = f"members {act} takes no file and no option of import; say members import"
        raise UsageError(msg)


# --- the list ----------------------------------------------------------------------


def _member_json(one: "Member") -> dict[str, object]:
    from reportgen.addresses import masked

    told = {column: getattr(one, column) for column in _SHOWN}
    return {**told, "lists": list(one.lists), "email": masked(one.email)}


def _say_list(found: "Sequence[Member]", *, quiet: bool) -> None:
    for one in found:
        say(_line(one))
    active = [one for one in found if one.is_active]
    partners = sum(one.gets_partners for one in active)
    if not quiet:
        say(
            f"{counted(len(found), 'member')}, {len(active)} active: "
            f"{partners} get the partners rendition, {len(active) - partners} the "
            "public one",
            err=True,
        )


def _line(one: "Member") -> str:
    """Who, and what they are sent; their address masked."""
    from reportgen.addresses import masked

    what = f"{one.rendition}" if one.is_active else "inactive"
    on = f", {', '.join(one.lists)}" if one.lists else ""
    who = f"{one.name}, {one.organisation} ({one.role})"
    return clean(f"{what:<9} {masked(one.email)}  {who}{on}")


# --- the check ---------------------------------------------------------------------


def _check(workspace: "Workspace", *, as_json: bool, quiet: bool) -> int:
    from reportgen.desk.membership import examined

    found = examined(workspace.data, workspace.settings.post.partner_domains)
    if as_json:
        faults = [fault.as_json() for fault in found.faults]
        say_json({"faults": faults, "looked_at": dict(found.looked_at)})
    else:
        for fault in found.faults:
            say_fault(fault)
        counts = ", ".join(
            counted(sum(fault.weight is weight for fault in found.faults), weight)
            for weight in Weight
        )
        looked = ", ".join(f"{what} {n}" for what, n in found.looked_at.items())
        if not quiet:
            say(f"members: {counts}; looked at {looked}")
    return 1 if errors_among(found.faults) else 0


# --- the import --------------------------------------------------------------------


def _import(
    workspace: "Workspace",
    file: Path,
    asked: tuple[str, bool, bool],
    voice: tuple[bool, bool],
) -> None:
    """Show what a file would change; write it where that is asked for."""
    from reportgen.desk import membership, roster
    from reportgen.evidence.enrolment import read_enrolment

    (sheet, partial, write), (as_json, quiet) = asked, voice
    before = roster.read_bytes(workspace.data)
    enrolment = read_enrolment(file, file.name, sheet)
    known = roster.known(workspace.data, before)
    found = membership.compare(known, enrolment, partial=partial)
    is_written = write and not found.is_nothing
    if is_written:
        roster.write_members(workspace.data, found.members, before)
    if as_json:
        say_json({"written": is_written, **_changes_json(found, enrolment)})
        return
    _say_changes(found, enrolment)
    if not quiet:
        _say_end(found, is_written=is_written)


def _say_changes(found: "Changes", enrolment: "Enrolment") -> None:
    from reportgen.addresses import masked

    for one in found.added:
        say(f"added     {_line(one)}")
    for each in found.changed:
        columns = "; ".join(f"{c}: {b or '-'} > {a or '-'}" for c, b, a in each.columns)
        say(clean(f"changed   {masked(each.was.email)}  {each.was.name}: {columns}"))
    for one in found.gone:
        say(f"gone      {_line(one)}: no longer in the file, set inactive")
    for was, now in found.moved:
        pair = f"{masked(was.email)} and {masked(now.email)}"
        say(clean(f"look at   {pair}: both {was.name}, {was.organisation}"))
    for place, why in found.left_out:
        say(clean(f"left out  row {place.row}: {why}"))
    if enrolment.untaken:
        say(clean(f"not taken columns {', '.join(enrolment.untaken)}"))


def _say_end(found: "Changes", *, is_written: bool) -> None:
    counts = (
        f"{len(found.added)} added, {len(found.changed)} changed, "
        f"{len(found.gone)} set inactive, {found.unchanged} unchanged, "
        f"{len(found.left_out)} left out"
    )
    if is_written:
        end = "written to data/members.csv"
    elif found.is_nothing:
        end = "nothing to write"
    else:
        end = "nothing was written; to write it, add --write"
    say(f"{counts}; {end}", err=True)


def _changes_json(found: "Changes", enrolment: "Enrolment") -> dict[str, object]:
    from reportgen.addresses import masked

    changed = [
        {
            "email": masked(each.was.email),
            "name": each.was.name,
            "columns": [
                {"column": column, "before": before, "after": after}
                for column, before, after in each.columns
            ],
        }
        for each in found.changed
    ]
    return {
        "sheet": enrolment.sheet,
        "headings": dict(enrolment.headings),
        "untaken": list(enrolment.untaken),
        "added": [_member_json(one) for one in found.added],
        "changed": changed,
        "gone": [_member_json(one) for one in found.gone],
        "moved": [[masked(w.email), masked(n.email)] for w, n in found.moved],
        "left_out": [{"row": p.row, "why": why} for p, why in found.left_out],
        "unchanged": found.unchanged,
    }
