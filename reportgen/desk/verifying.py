"""Verifying: what is found, whom to trust, and what laying out again says of it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.desk.expiry import PUBLIC_PART
from reportgen.desk.rebuilding import LayOut, Outcome, Rebuilt, rebuild
from reportgen.errors import UsageError
from reportgen.registry.editions import verification
from reportgen.registry.editions.superseding import banner_of
from reportgen.registry.editions.verification import Verification
from reportgen.registry.seals.certificate import open_certificate
from reportgen.settings import Workspace

_NOISE = re.compile(r"^(sha-?256)?\s*(fingerprint)?\s*[=:]?", re.IGNORECASE)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Verified:
    """What one path turned out to be."""

    found: Verification
    rebuilt: tuple[Rebuilt, ...] = ()
    """Empty where nobody asked for it."""

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
    trusted: Collection[str] = (),
    *,
    is_rebuilt: bool = False,
    lay_out: LayOut | None = None,
) -> list[Verified]:
    """Look at editions, halves or sealed PDFs; offline.

    Args:
        paths: what to look at.
        trusted: fingerprints, from `fingerprint`.
        is_rebuilt: whether to lay out again what is intact and trusted.
        lay_out: from material to a proof; that of the pages where none is given.

    Raises:
        UsageError: there is nothing of such a name.
    """
    found = [verification.verify(path, trusted) for path in _without_banners(paths)]
    return [
        Verified(each, rebuild(each, lay_out) if is_rebuilt else ()) for each in found
    ]


def _without_banners(paths: Sequence[Path]) -> list[Path]:
    """Without the notes beside editions that `editions/*` names too."""
    editions = {banner_of(path) for path in paths}
    return [path for path in paths if path not in editions]


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
