"""Verifying: what is found, whom to trust, and what laying out again says of it."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.desk.expiry import PUBLIC_PART
from reportgen.desk.rebuilding import LayOut, Outcome, Rebuilt, rebuild
from reportgen.errors import ReportgenError, UsageError
from reportgen.registry.editions import verification
from reportgen.registry.editions.superseding import banner_of
from reportgen.registry.editions.verification import Verification
from reportgen.registry.seals.certificate import open_certificate
from reportgen.settings import Workspace, open_workspace

_NOISE = re.compile(r"^(sha-?256)?\s*(fingerprint)?\s*[=:]?", re.IGNORECASE)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Trust:
    """Whose certificates count, who says so, and for what."""

    fingerprints: frozenset[str] = frozenset()
    """From `fingerprint`."""
    source: str = ""
    """`--trust`, or `reportgen.toml of` a folder."""
    place: Path | None = None
    """The folder for whose contents it counts; None where it counts everywhere."""

    def of(self, path: Path) -> frozenset[str]:
        """The fingerprints that count for a path, wherever links lead."""
        counts = self.place is None or _real(path).is_relative_to(self.place)
        return self.fingerprints if counts else frozenset()


NOBODY = Trust()
"""Where nobody was told whom to trust."""


@dataclass(frozen=True)
class Verified:
    """What one path turned out to be."""

    found: Verification
    rebuilt: tuple[Rebuilt, ...] = ()
    """Empty where nobody asked for it."""
    trusted_by: str = ""
    """Who says that the certificate is trusted; empty where it is not."""

    @property
    def intact(self) -> bool:
        """Whether every signature, digest, name and line fits."""
        return self.found.intact

    @property
    def trusted(self) -> bool | None:
        """Whether the certificate is trusted; None where no fingerprint was given."""
        return self.found.trusted

    @property
    def is_sound(self) -> bool:
        """Intact, and laid out again to the same bytes where that could be done."""
        differs = any(one.outcome is Outcome.DIFFERENT for one in self.rebuilt)
        return self.found.intact and not differs


def verify(
    paths: Sequence[Path],
    trust: Trust = NOBODY,
    *,
    is_rebuilt: bool = False,
    lay_out: LayOut | None = None,
) -> list[Verified]:
    """Look at editions, halves or sealed PDFs; offline.

    Args:
        paths: what to look at.
        trust: whom to trust, for which of them.
        is_rebuilt: whether to lay out again what is intact and trusted.
        lay_out: from material to a proof; that of the pages where none is given.

    Raises:
        UsageError: there is nothing of such a name.
    """
    shown = _without_banners(paths)
    return [
        Verified(
            found,
            rebuild(found, lay_out) if is_rebuilt else (),
            trust.source if found.trusted else "",
        )
        for found in [verification.verify(path, trust.of(path)) for path in shown]
    ]


def _without_banners(paths: Sequence[Path]) -> list[Path]:
    """Without the notes beside editions that `editions/*` names too."""
    editions = {banner_of(path) for path in paths}
    return [path for path in paths if path not in editions]


def trust_named(workspace: Workspace) -> Trust:
    """What a workspace says that somebody named; it counts for every path.

    Raises:
        UsageError: it names what is no fingerprint.
        CertificateFault: its own certificate does not read.
    """
    source = f"reportgen.toml of {workspace.folder}"
    return Trust(trusted_by(workspace), source)


def trust_here(folder: Path) -> Trust:
    """What the workspace says that somebody stands in; it counts for its record.

    It may have come together with what is looked at, so it vouches for nothing else.
    Where there is none, or it does not read, nobody was told whom to trust.

    Args:
        folder: the present one.
    """
    try:
        workspace = open_workspace(folder)
        trust = trust_named(workspace)
        record = _real(workspace.record)
    except (ReportgenError, OSError, ValueError):  # a stranger's file can say anything
        return NOBODY
    if _real(workspace.folder).is_relative_to(record):
        return NOBODY  # whatever came along beside it would lie in such a record
    return replace(trust, place=record)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def trusted_by(workspace: Workspace) -> frozenset[str]:
    """The fingerprints that a workspace trusts: those it names, and its own.

    Raises:
        UsageError: one that it names is none.
        CertificateFault: its own certificate does not read.
    """
    where = "reportgen.toml, key trust: "
    named = {fingerprint(each, where) for each in workspace.settings.trust}
    if workspace.settings.certificate:
        beside = (workspace.folder / workspace.settings.certificate).parent
        if (beside / PUBLIC_PART).is_file():
            named.add(open_certificate(beside / PUBLIC_PART).fingerprint)
    return frozenset(named)


def fingerprint(text: str, where: str = "") -> str:
    """A SHA-256 fingerprint as people write it, as 64 hex digits in lower case.

    Colons, spaces and what openssl prints before it may stand in it.

    Args:
        text: what was written.
        where: begins the message, where it was written in a file.

    Raises:
        UsageError: it is none.
    """
    digits = re.sub(r"[\s:]", "", _NOISE.sub("", text.strip())).lower()
    if not _FINGERPRINT.fullmatch(digits):
        raise UsageError(
            f'{where}"{text}" is no fingerprint; give the 64 hex digits of the SHA-256 '
            "fingerprint that the partnership publishes"
        )
    return digits
