"""The workspace: its `reportgen.toml`, and where its files lie."""

import os
from dataclasses import dataclass
from pathlib import Path
from shlex import join, quote
from typing import Literal

from reportgen.errors import FaultsFound, Place, Slug, UsageError, error
from reportgen.reading import Entry, Flag, Whole, read_toml

FORMAT = 1
"""The format of a workspace that this version reads."""


class Post(Entry):
    """The table `[post]`: how letters leave the house; it holds no secret."""

    way: Literal["outbox", "smtp"] = "outbox"
    """`outbox` writes letters as files and sends none."""
    host: str = ""
    """Name of the mail server, as its certificate has it."""
    port: Whole = 0
    """0: 587 with `starttls`, 465 with `tls`, 25 with `none`."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """`none` is for a relay that speaks no TLS; no partners' edition goes there."""
    login: Literal["none", "password", "xoauth2"] = "none"
    """The secret comes from `REPORTGEN_SMTP_PASSWORD` or `REPORTGEN_SMTP_TOKEN`."""
    user: str = ""
    """Who logs in."""
    sender: str = ""
    """`Name <address>`, as recipients see it."""
    per_minute: Whole = 0
    """Most letters in a minute; 0 for no limit."""
    attempts: Whole = 6
    """How often a letter is tried that is refused for the moment."""
    largest_megabytes: Whole = 20
    """Largest PDF that is attached, in millions of bytes."""
    partner_domains: tuple[str, ...] = ()
    """Domains that may receive the partners' edition; subdomains are not meant."""
    web_address: str = ""
    """Where the public edition stands on the web; printed in the letter."""
    ca_file: str = ""
    """PEM file of the authority that vouches for the server; the system's without."""


class Settings(Entry):
    """What `reportgen.toml` says."""

    format: Whole
    """Version of the workspace's format."""
    plain_words: Flag = False
    """Whether `check` also looks for what would be plainer in the commentary."""
    archive: str = ""
    """Folder of the record, relative to the workspace or absolute; `out/record`."""
    certificate: str = ""
    """Path of the organisation's PKCS#12 file, relative to the workspace; who releases
    gives its passphrase in `REPORTGEN_PASSPHRASE`."""
    timestamp_authority: str = ""
    """Address (RFC 3161) that says when a seal was set; nobody is asked without one."""
    trust: tuple[str, ...] = ()
    """SHA-256 fingerprints of the certificates that `verify` trusts."""
    post: Post = Post()
    """How letters leave the house."""


@dataclass(frozen=True)
class Workspace:
    """The folder that holds one partnership."""

    folder: Path
    settings: Settings

    @property
    def data(self) -> Path:
        """Where people write."""
        return self.folder / "data"

    @property
    def out(self) -> Path:
        """Where `archive` writes."""
        return self.folder / "out"

    @property
    def record(self) -> Path:
        """What cannot be rebuilt: ledgers, proofs decided upon, editions."""
        archive = self.settings.archive
        return self.folder / archive if archive else self.out / "record"

    def named(self, path: Path) -> str:
        """A path as messages print it: relative to the workspace where it is in it."""
        inside = path.is_relative_to(self.folder)
        return (path.relative_to(self.folder) if inside else path).as_posix()

    def typed(self, path: Path) -> str:
        """A path as it can be typed in the present folder."""
        whole, here = self.folder / path, _present()
        inside = here is not None and whole.is_relative_to(here)
        return (whole.relative_to(here) if inside and here else whole).as_posix()

    def command(self, *words: str) -> str:
        """A command of reportgen as it can be typed in the present folder.

        Args:
            words: the command and what it is told, without quotes.
        """
        where = [] if self.folder == _present() else ["--workspace", str(self.folder)]
        return join(["reportgen", *words, *where])

    def shelves(self, kind: str) -> tuple[Path, ...]:
        """Folders of `templates` or `styles`, the workspace's own first."""
        own, ours = self.folder / kind, shipped(kind)
        return (own,) if own.resolve() == ours.resolve() else (own, ours)

    def found(self, name: str) -> Path:
        """Where a file lies that is named as in the workspace.

        A template or a style sheet may be one that came with reportgen; the
        workspace's own comes first.

        Args:
            name: such as `data/measures.csv`, `templates/report.html`.
        """
        kind, _, file = name.partition("/")
        if kind not in {"templates", "styles"}:
            return self.folder / name
        places = [shelf / file for shelf in self.shelves(kind)]
        return next((place for place in places if place.is_file()), places[-1])


def _present() -> Path | None:
    """The present folder; None where it is gone."""
    try:
        return Path(os.path.abspath(os.curdir))  # noqa: PTH100 (as for workspaces)
    except FileNotFoundError:
        return None


def shipped(kind: str) -> Path:
    """A folder that came with reportgen: in the wheel, or beside the source.

    Args:
        kind: `templates`, `styles` or `exampleton`.
    """
    package = Path(__file__).parent
    inside = package / kind
    return inside if inside.is_dir() else package.parent / kind


def open_workspace(folder: Path) -> Workspace:
    """The workspace in a folder.

    Raises:
        UsageError: there is no `reportgen.toml`.
        FaultsFound: `reportgen.toml` does not read, or is of another format.
    """
    try:
        folder = Path(os.path.abspath(folder))  # noqa: PTH100 (keeps symbolic links)
    except FileNotFoundError:
        raise UsageError(
            "the present folder is gone; go to one that is there"
        ) from None
    path = folder / "reportgen.toml"
    if not path.is_file():
        raise UsageError(_no_workspace(folder))
    settings = read_toml(path, "reportgen.toml", Settings)
    if settings.format != FORMAT:
        place = Place("reportgen.toml", column="format")
        what = f"this reportgen reads format {FORMAT}, not {settings.format}"
        cure = "install the version of reportgen that wrote this workspace"
        raise FaultsFound([error(Slug.WRONG_TYPE, place, what, cure)])
    if _is_elsewhere_used(folder, settings.archive):
        place = Place("reportgen.toml", column="archive")
        what = f'"{settings.archive}" is a folder of the workspace with another use'
        cure = "name a folder of its own for the record, best on another disk"
        raise FaultsFound([error(Slug.NOT_A_CHOICE, place, what, cure)])
    return Workspace(folder, settings)


def _is_elsewhere_used(folder: Path, archive: str) -> bool:
    """Whether a record there would lie among data, looks, or what may vanish."""
    place, home = (folder / archive).resolve(), folder.resolve()
    if not archive or place.is_relative_to(home / "out" / "record"):
        return False
    used = (home / name for name in ("data", "templates", "styles", "out"))
    return place == home or any(place.is_relative_to(each) for each in used)


def _no_workspace(folder: Path) -> str:
    """What is wrong with the folder, and the nearest way to a workspace."""
    if not folder.is_dir():
        return f"there is no folder {folder}; name one that is there"
    what = f"{folder} is not a workspace: it has no reportgen.toml"
    for above in folder.parents:
        if (above / "reportgen.toml").is_file():
            return f"{what}; the folder above it has: --workspace {quote(str(above))}"
    return (
        f"{what}; go to the folder that has one, name it with --workspace, or lay out "
        "a new one: reportgen init DIR"
    )
