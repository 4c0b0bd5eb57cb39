"""The picture of the house, held against its imports."""

import ast
from functools import cache
from pathlib import Path

import pytest

import reportgen

PACKAGE = Path(reportgen.__file__).parent

# Data runs one way: a module imports only what stands before it.
ORDER = """
errors formats vocabulary addresses periods lazy numbering reading
acceptances settlement settings
differences.alignment differences.difference differences.wording
differences.tables differences.entries differences.telling
evidence.inputs evidence.cycle evidence.outline
evidence.rules evidence.adding evidence.trying evidence.possible
evidence.measures evidence.observations evidence.declared evidence.editions
evidence.words
evidence.intervals evidence.limits evidence.finding
evidence.regression evidence.recent evidence.spc evidence.charted evidence.trend
evidence.indicators evidence.members evidence.early_access
evidence.spreadsheet_process evidence.spreadsheets evidence.enrolment
evidence.rounding evidence.divisions evidence.suppression evidence.withholding
evidence.absence evidence.disclosure evidence.references
evidence.carried evidence.commentary evidence.predecessor evidence.assembly
pages.inlay pages.fonts pages.chrome_process pages.chrome pages.exporter
pages.extents pages.slots pages.spoken pages.numerals pages.markdown pages.narrative
pages.paragraphs
pages.lettering pages.palette pages.canvas
pages.courses pages.lines pages.scales pages.placing pages.remarks pages.ends
pages.strokes pages.signs pages.trends pages.grids pages.panels
pages.wholes pages.swatches pages.stacks pages.tracks
pages.movements pages.points pages.rankings pages.rows pages.labels pages.ranges
pages.marks pages.columns pages.plots pages.charts
pages.totals pages.phrases pages.sides pages.against pages.overviews pages.since
pages.headlines
pages.topics pages.rowwords pages.verdictwords pages.alternatives
pages.readings pages.bends pages.series pages.sparkwords pages.sparklines
pages.turns pages.timewords pages.waywords
pages.englandwords pages.unseen pages.trendwords
pages.unseenpanels pages.panelwords pages.partwords pages.overtime
pages.revisions pages.figures pages.tables pages.opening pages.summary pages.backmatter
pages.smallnumbers pages.trendkey pages.key
pages.origins pages.attribution pages.reissue pages.lastissue
pages.signing
pages.document
pages.web.addresses pages.web.regions pages.web.typeface pages.web.assets
pages.styles pages.look pages.html pages.dataset
pages.web.status pages.web.downloads pages.web.histories pages.web.curves
pages.web.figuretables pages.web.measurepages pages.web.datafile
pages.web.tagging pages.web.spreadsheet
pages.layoutlog pages.structure pages.artifacts pages.tags pages.pdfa
pages.outlines pages.signature
pages.pdf pages.printing_process pages.printing
pages.passages pages.pagination pages.stamp pages.account
pages.web.site pages.web.listing
pages.notation pages.documentjson pages.frozen
pages.letterfigures pages.letters
audit.consistency.scope audit.consistency.senses audit.consistency.totals
audit.consistency.changes audit.consistency.series audit.consistency.siblings
audit.consistency.units audit.consistency.timeliness audit.consistency.magnitudes
audit.consistency.trendclaims audit.consistency.contradictions
audit.consistency.repetitions audit.consistency.claims audit.consistency.wording
audit.consistency.placeholders audit.consistency.recounts audit.consistency.headlines
audit.consistency.absences audit.consistency.examination audit.consistency.embargoes
audit.consistency.illustrations audit.consistency.reissues
audit.plain.sentences audit.plain.passives audit.plain.abbreviations
audit.plain.spelling audit.plain.plain_words
audit.explain.written audit.explain.lineage audit.explain.paper audit.explain.datings
audit.explain.bound audit.explain.texts audit.explain.trends audit.explain.descent
audit.explain.printings audit.explain.asking
audit.differencing.fitting audit.differencing.statements audit.differencing.sheets
audit.differencing.sums audit.differencing.knowledge audit.differencing.targets
audit.differencing.reasoning audit.differencing.roundings audit.differencing.judgement
audit.leaks.numerals audit.leaks.secrets audit.leaks.words
audit.leaks.printable audit.leaks.passages
audit.leaks.pdfwords audit.leaks.pdftree audit.leaks.pdfpassages
audit.leaks.webpassages audit.leaks.finished audit.leaks.search
registry.archive registry.staging registry.writing
registry.seals.certificate registry.seals.identity registry.seals.detached
registry.seals.timestamp registry.seals.fields registry.seals.revision
registry.seals.coverage registry.seals.skeleton registry.seals.sealed
registry.seals.seal
registry.decisions.entries registry.decisions.ledger registry.decisions.signoff
registry.decisions.deciding registry.decisions.record registry.decisions.replies
registry.editions.filenames registry.editions.facts registry.editions.manifest
registry.editions.extracts registry.editions.separation registry.editions.binding
registry.editions.superseding registry.editions.editions registry.editions.looking
registry.editions.inspection registry.editions.pdfs registry.editions.halves
registry.editions.decided registry.editions.stands registry.editions.verification
registry.post.messages registry.post.post registry.post.standings
registry.post.entries registry.post.journal registry.post.turns
registry.post.delivery registry.post.mailserver registry.post.wire registry.post.smtp
registry.post.outbox registry.post.parcel registry.post.receipts
consulted doubts issues composition findings makers clearance press standing checking
webmaking production catalogue foundation
desk.comparing desk.expiry desk.approvals desk.recognising desk.keeping desk.signing
desk.obstacles desk.custody desk.signblock desk.sealing desk.releasing
desk.attesting desk.accounting desk.recording desk.rebuilding desk.verifying
desk.contrasting desk.succession
desk.membership desk.roster desk.choosing desk.roll desk.mailing desk.keyfigures
desk.stationery desk.outgoing desk.ways desk.reach desk.delivering
desk.dispatching desk.requests desk.requesting
tracing pipeline
doctor.findings doctor.machine doctor.mail doctor.premises doctor.own_pages
doctor.certificate doctor.examination
cli.voice cli.progress cli.completion cli.options
cli.stopping cli.deliverywords cli.signoffs
cli.contrasting cli.making cli.recording cli.releasing cli.signing cli.succession
cli.membership cli.delivering cli.requesting
cli.standings cli.starting cli.tracing cli.verifying cli.acts cli.catcher __main__
""".split()

# Each outside library has one door; a second needs a reason.
DOORS = {
    # The whole command line speaks click; what draws on a terminal, rich.
    "click": {
        *("cli.voice", "cli.completion", "cli.options", "cli.acts", "cli.catcher"),
        *("cli.contrasting", "cli.delivering", "cli.making", "cli.membership"),
        *("cli.recording", "cli.releasing", "cli.requesting", "cli.signing"),
        *("cli.standings", "cli.starting", "cli.succession", "cli.tracing"),
        "cli.verifying",
    },
    "rich": {"cli.progress", "cli.standings"},
    "pydantic": {"reading"},
    "pydantic_core": {"reading"},
    "kaleido": {"pages.chrome_process"},
    "choreographer": {"pages.chrome_process"},
    "plotly": {"pages.canvas"},
    "afcharts": {"pages.canvas"},
    "weasyprint": {"pages.pdf"},
    # What WeasyPrint hands its finisher are pydyf's objects.
    "pydyf": {"pages.artifacts", "pages.pdfa", "pages.signature", "pages.tags"},
    "page": {"pages.pdf"},
    # HTML is made of its tokens, and so are the paragraphs that the audit reads.
    "markdown_it": {"pages.markdown", "pages.paragraphs"},
    "mdit_py_plugins": {"pages.markdown"},
    "nh3": {"pages.markdown"},
    # Two languages in one syntax: the pages' templates, and slots in commentary.
    "jinja2": {"pages.html", "pages.narrative"},
    "scipy": {"evidence.intervals"},
    "idna": {"addresses"},
    "python_calamine": {"evidence.spreadsheet_process"},
    "ortools": {"evidence.possible"},
    # What instructions write, and where it stands in the file.
    "pikepdf": {
        "audit.leaks.pdfwords",
        "audit.leaks.pdftree",
        "audit.leaks.pdfpassages",
    },
    # A table as CSV, and the tables that a spreadsheet is written from.
    "pandas": {"pages.dataset", "pages.web.spreadsheet"},
    "gptables": {"pages.web.spreadsheet"},
    # A font is read before it is used, and cut for browsers.
    "fontTools": {"pages.fonts", "pages.outlines", "pages.web.typeface"},
    "sentencex": {"audit.plain.sentences"},
    "hunspell": {"audit.plain.spelling"},
    # Certificates and their keys; what signs, asks the time and reads signatures.
    "cryptography": {"registry.seals.certificate", "registry.seals.identity"},
    "asn1crypto": {
        *(
            "registry.seals.identity",
            "registry.seals.detached",
            "registry.seals.timestamp",
        ),
        *("registry.seals.coverage", "registry.seals.seal"),
    },
    "pyhanko": {
        *("registry.seals.detached", "registry.seals.timestamp"),
        *(
            "registry.seals.revision",
            "registry.seals.coverage",
            "registry.seals.sealed",
            "registry.seals.seal",
        ),
    },
    "pyhanko_certvalidator": {"registry.seals.seal"},
    # What pages say: to look for what must not be there, and to tell where it stands.
    "pypdfium2": {"audit.leaks.pdfpassages", "pages.pagination"},
}
# What pages may know of evidence: what passed the gate, the outline, the cycle; and
# the measure, which holds definitions and no value.
GATE = {
    "evidence.disclosure",
    "evidence.outline",
    "evidence.cycle",
    "evidence.measures",
}
SETTINGS = {
    *(
        "catalogue",
        "pipeline",
        "checking",
        "press",
        "makers",
        "standing",
        "tracing",
        "__init__",
    ),
    *("foundation", "doctor.premises", "doctor.own_pages", "doctor.certificate"),
    *("doctor.mail", "cli.options", "cli.making", "cli.recording", "cli.releasing"),
    *("cli.succession", "cli.membership", "cli.delivering", "cli.requesting"),
    *("desk.accounting", "desk.approvals", "desk.comparing", "desk.contrasting"),
    *("desk.custody", "desk.delivering", "desk.expiry", "desk.keeping"),
    *("desk.keyfigures", "desk.obstacles", "desk.recognising", "desk.recording"),
    *("desk.dispatching", "desk.reach", "desk.releasing"),
    *("desk.requesting", "desk.requests", "desk.sealing", "desk.signing"),
    *("desk.stationery", "desk.succession", "desk.verifying", "desk.ways"),
}


@cache
def modules() -> dict[str, set[str]]:
    """What each module of the package imports, by its name below the package."""
    return {
        name: imported(path)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.name != "__init__.py"
        for name in [".".join(path.relative_to(PACKAGE).with_suffix("").parts)]
    }


def imported(path: Path) -> set[str]:
    """Dotted names that a file imports, wherever it does; ours without the package."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
            found.add(node.module)
    return {name.removeprefix("reportgen.") for name in found}


def test_the_list_names_every_module() -> None:
    """The picture above is the house as it stands."""
    assert sorted(ORDER) == sorted(modules())


@pytest.mark.parametrize("name", ORDER)
def test_data_runs_one_way(name: str) -> None:
    """A module imports only modules that stand before it in the list."""
    ours = {other for other in modules()[name] if other in ORDER}

    assert set() == ours - set(ORDER[: ORDER.index(name)])


@pytest.mark.parametrize("library", DOORS)
def test_each_library_has_its_door(library: str) -> None:
    """A library is imported where the list says, and nowhere else."""
    users = {
        name
        for name, names in modules().items()
        if any(each.split(".")[0] == library for each in names)
    }

    assert DOORS[library] == users


def test_pages_know_only_what_passed_the_gate() -> None:
    """Nothing in pages imports evidence from before the disclosure gate."""
    known = {
        other
        for name, names in modules().items()
        if name.startswith("pages.")
        for other in names
        if other in ORDER and other.startswith("evidence.")
    }

    assert set() == known - GATE


def test_the_registry_knows_neither_evidence_nor_pages() -> None:
    """The registry is handed bytes, digests and names."""
    known = {
        other.split(".")[0]
        for name, names in modules().items()
        if name.startswith("registry.")
        for other in names
    }

    assert set() == known & {"evidence", "pages", "audit"}


def test_few_call_the_audit() -> None:
    """The auditor is asked from above, never from inside a wing."""
    users = {
        name
        for name, names in modules().items()
        if any(each.startswith("audit.") for each in names)
        and not name.startswith("audit.")
    }

    assert {"composition", "clearance", "findings", "tracing"} == users


def test_only_the_upper_floor_knows_the_settings() -> None:
    """Wings are handed plain folders and values."""
    users = {name for name, names in modules().items() if "settings" in names}

    assert set() == users - SETTINGS


def test_only_the_archive_writes_files() -> None:
    """No other opens a file for writing, but for a reason of its own.

    Fonts are given a file of settings; `foundation` lays out a workspace; `roster`
    replaces the one input that a command may write; `requesting` makes the folder of
    the record in which its journal lies, as a request may be the first thing there.
    """
    writers = {
        name
        for name in modules()
        if any(
            call in (PACKAGE / f"{name.replace('.', '/')}.py").read_text("utf-8")
            for call in (".write_text(", ".write_bytes(", ".mkdir(", '"w"', '"wb"')
        )
    }

    the_record = {"registry.staging", "registry.writing"}
    known = {"registry.archive", "pages.fonts", "foundation"}
    assert known | the_record | {"desk.roster", "desk.requesting"} == writers
