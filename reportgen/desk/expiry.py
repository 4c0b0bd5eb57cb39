"""How long the organisation's certificate will do, told in time."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportgen.errors import CertificateFault
from reportgen.formats import long_date
from reportgen.registry.seals.certificate import Certificate, open_certificate
from reportgen.settings import Workspace

PUBLIC_PART = "certificate.pem"
"""Lies beside the PKCS#12 file; holds nothing secret, and needs no passphrase."""
_SOON = 60  # days: enough for an organisation to get another


@dataclass(frozen=True)
class Expiry:
    """The certificate that seals, and how many days it has left."""

    certificate: Certificate
    days_left: int
    """Below zero once it is over."""

    @property
    def state(self) -> str:
        """`valid`, `expires soon` or `expired`."""
        if self.days_left < 0:
            return "expired"
        return "expires soon" if self.days_left <= _SOON else "valid"

    @property
    def warns(self) -> bool:
        """Whether somebody should get a new one."""
        return self.state != "valid"

    def __str__(self) -> str:
        """What is the matter, and what to do."""
        one, last = self.certificate, long_date(self.certificate.not_after.date())
        days = f"in {self.days_left} day{'' if self.days_left == 1 else 's'}"
        when = f"expires on {last}, {days if self.days_left else 'today'}"
        if self.days_left < 0:
            when = f"expired on {last}"
        cure = "get a new one, and name its file as certificate in reportgen.toml"
        return f"the certificate of {one.subject} {when}; {cure}"

    def as_json(self) -> dict[str, object]:
        """Plain values, for `--json`."""
        told = {"state": self.state, "days_left": self.days_left}
        return {**self.certificate.as_json(), **told}


def expiry_of(workspace: Workspace, now: datetime) -> Expiry | None:
    """How long the certificate that the settings name will do.

    Args:
        workspace: whose settings.
        now: aware.

    Returns:
        None where none is named, or its public part is not there or does not read.
    """
    if not workspace.settings.certificate:
        return None
    path = (workspace.folder / workspace.settings.certificate).parent / PUBLIC_PART
    if not path.is_file():
        return None
    try:
        found = open_certificate(Path(path))
    except CertificateFault:
        return None  # doctor says what is wrong with it
    seconds = (found.not_after - now).total_seconds()
    return Expiry(found, int(seconds // 86_400))
