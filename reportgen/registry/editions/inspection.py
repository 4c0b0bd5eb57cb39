"""What is found while an edition is looked at: what differs, and how much was seen."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from reportgen.formats import long_date
from reportgen.registry.seals.certificate import Certificate

_MOST = 200  # findings that are kept; more help nobody


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it ought to be."""

    file: str
    """Path below what was named."""
    what: str
    expected: str = ""
    """What ought to be there, where that can be said."""

    def __str__(self) -> str:
        """`public/published.csv has other bytes; expected sha256 ...`."""
        expected = f"; expected {self.expected}" if self.expected else ""
        return f"{self.file} {self.what}{expected}"


class Inspection:
    """Collects findings, remarks, signers and counts, one file after the other."""

    def __init__(self) -> None:
        """Nothing was looked at yet."""
        self.findings: list[Finding] = []
        self.remarks: dict[str, None] = {}
        self.looked_at: Counter[str] = Counter()
        self.signers: dict[str, Certificate] = {}
        self.is_foreign = False
        """Whether another version of reportgen would be needed to go on."""
        self._more = 0

    def find(self, file: str, what: str, expected: str = "") -> None:
        """Keep a finding."""
        if len(self.findings) < _MOST:
            self.findings.append(Finding(file, what, expected))
        else:
            self._more += 1

    def compare(self, file: str, what: str, found: object, expected: object) -> None:
        """Keep a finding where two things differ that ought to be the same."""
        if found != expected:
            self.find(file, f"{what} {found}", str(expected))

    def remark(self, words: str) -> None:
        """Keep what is worth knowing and is no fault; the same is told once."""
        self.remarks[words] = None

    def look(self, what: str, count: int = 1) -> None:
        """Count what was looked at."""
        self.looked_at[what] += count

    def signed(self, certificate: Certificate) -> None:
        """Keep whose signature fits, and what a reader must know of it."""
        self.signers[certificate.fingerprint] = certificate
        whose = f"the certificate of {certificate.subject}"
        if certificate.self_signed:
            self.remark(
                f"nobody vouches for {whose} but itself; compare its fingerprint with "
                "the one that the partnership publishes"
            )
        if certificate.not_after < datetime.now(UTC):
            day = long_date(certificate.not_after.date())
            self.remark(
                f"{whose} has expired since, on {day}; it was valid when it signed"
            )

    def settled(self) -> tuple[Finding, ...]:
        """All findings; where there were too many, the last one counts the others."""
        if not self._more:
            return tuple(self.findings)
        return (*self.findings, Finding("and", f"{self._more:,} findings more"))
