"""The documents, held against the house that they describe."""

import itertools
import re
import tomllib
from pathlib import Path

import click
import pytest
from conftest import ROOT

import reportgen
from reportgen import errors
from reportgen.cli import catcher, cli, voice
from reportgen.doctor.examination import CHECKS
from reportgen.evidence.cycle import Cycle, Partnership, Report, Signatory
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation
from reportgen.pages.dataset import COLUMNS
from reportgen.pages.styles import SHEETS
from reportgen.settings import Settings

README = (ROOT / "README.md").read_text("utf-8")
DATA = (ROOT / "data/README.md").read_text("utf-8")
DOCUMENTS = [
    ROOT / name
    for name in (
        *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "data/README.md"),
        *("templates/README.md", "styles/README.md", "tests/gold/README.md"),
    )
]


def headings(text: str) -> set[str]:
    """The titles of a document."""
    return set(re.findall(r"^#+ (.*)$", text, re.MULTILINE))


@pytest.mark.parametrize("slug", list(errors.Slug))
def test_every_fault_has_its_paragraph(slug: errors.Slug) -> None:
    """Under "When it says no" each slug has its own heading."""
    assert slug.value in headings(README)


def test_every_stop_has_its_paragraph() -> None:
    """Every class of error that a person can meet is explained under its name."""
    told = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.EnvironmentFault)
    }

    assert set() == told - {"EnvironmentFault"} - headings(README)


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_is_documented(command: str) -> None:
    """README names each command with each of its options, and help explains it."""
    found = cli.commands[command]
    options = [o for p in found.params if isinstance(p, click.Option) for o in p.opts]

    assert found.help
    assert f"`reportgen {command}" in README
    assert [] == [option for option in options if f"`{option}" not in README]


def cells(heading: str) -> list[list[str]]:
    """The rows of the first table with this heading, each as its cells."""
    _, found, rest = README.partition(f"| {heading} |")
    assert found, heading
    lines = itertools.takewhile(
        lambda line: line.startswith("|"), rest.splitlines()[2:]
    )
    return [re.split(r" (?<!\\)\| ", line.strip("| ")) for line in lines]


def named(cell: str) -> set[str]:
    """The commands that a cell names: some, all, or all but some."""
    words = set(re.findall(r"`(\w+)", cell))
    return set(cli.commands) - words if cell.startswith("all") else words


def test_the_options_are_those_of_their_commands() -> None:
    """The table of options says which commands have each, and no other has it."""
    told = {
        word: named(row[1])
        for row in cells("option | commands | meaning")
        for word in re.findall(r"`(-[\w-]+)`", row[0])
    }
    has: dict[str, set[str]] = {word: set() for word in told}
    for name, command in cli.commands.items():
        with click.Context(command, **cli.context_settings) as context:
            for parameter in command.get_params(context):
                is_option = isinstance(parameter, click.Option)
                words = (*parameter.opts, *parameter.secondary_opts)
                for word in words if is_option else ():
                    has.setdefault(word, set()).add(name)

    assert told == has


def test_the_commands_are_in_order() -> None:
    """The table of commands and `--help` tell them in the same order."""
    told = [row[0].split()[1].strip("`") for row in cells("command | what it does")]

    assert told == list(cli.commands)


def test_every_exit_code_is_documented() -> None:
    """Those of errors, of signals, and of our own mistakes."""
    told = {int(n) for row in cells("exit code | meaning") for n in row[0].split(", ")}
    refusals = {
        value.exit_code
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, errors.ReportgenError)
    }

    ours = {catcher._USAGE, catcher._FAILED, *catcher._STOPPED.values(), voice.CLOSED}
    assert {0, *refusals, *ours} == told


def test_every_check_of_the_doctor_is_documented() -> None:
    """The table of groups has each, in the order in which they are looked at."""
    told = [row[0] for row in cells("group | what is looked at")]

    assert told == [check.group for check in CHECKS]


def test_every_function_is_documented() -> None:
    """README names each function of the public interface."""
    functions = [name for name in reportgen.__all__ if name[0].islower()]

    assert [] == [name for name in functions if f"reportgen.{name}" not in README]


def test_every_setting_is_documented() -> None:
    """README names each key of reportgen.toml."""
    assert [] == [key for key in Settings.model_fields if f"`{key}`" not in README]


@pytest.mark.parametrize(
    "model", [Measure, Observation, Partnership, Cycle, Report, Signatory]
)
def test_every_column_and_key_is_documented(model: type[Settings]) -> None:
    """data/README.md names each column and key that people write."""
    fields = [name for name in model.model_fields if name != "place"]

    named = [name for name in fields if re.search(rf"[`.\[]{name}[`\]]", DATA)]
    assert fields == named


def test_the_published_table_is_documented() -> None:
    """Every column of published.csv is explained where readers look."""
    text = README + DATA

    assert [] == [column for column in COLUMNS if f"`{column}`" not in text]


def test_every_sheet_and_template_is_documented() -> None:
    """The READMEs of styles and templates name each file."""
    styles = (ROOT / "styles/README.md").read_text("utf-8")
    templates = (ROOT / "templates/README.md").read_text("utf-8")
    names = [
        p.relative_to(ROOT / "templates") for p in ROOT.glob("templates/**/*.html")
    ]

    assert [] == [sheet for sheet in SHEETS if f"{sheet}.css" not in styles]
    assert [] == [str(name) for name in names if name.as_posix() not in templates]


def test_every_verb_is_documented() -> None:
    """README or CONTRIBUTING names each verb of the Makefile, and help explains it."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    verbs = re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)
    text = README + (ROOT / "CONTRIBUTING.md").read_text("utf-8")

    assert {"help", "report", "test"} <= set(verbs)
    assert [] == [verb for verb in verbs if f"make {verb}" not in text]


@pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda path: path.parent.name + path.stem
)
def test_no_link_leads_nowhere(path: Path) -> None:
    """Links between documents lead to a file, and to a heading that is there."""
    text = path.read_text("utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", re.sub(r"`[^`]*`", "", text)):
        if re.match(r"https?:|mailto:", target):
            continue
        file, _, anchor = target.partition("#")
        there = path.parent / file if file else path

        assert there.exists(), target
        if anchor:
            words = there.read_text("utf-8")
            known = {re.sub(r"[^\w -]", "", h).lower() for h in headings(words)}
            assert anchor in {title.replace(" ", "-") for title in known}, target


def test_the_changelog_knows_the_version() -> None:
    """The version of pyproject.toml has its section."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "version"
    ]

    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert any(title.startswith(f"[{version}]") for title in headings(changelog))


def test_every_dependency_says_why() -> None:
    """Each library of pyproject.toml has its reason beside it, and is locked."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    section = text.partition("dependencies = [")[2].partition("]")[0]
    lines = [line.strip() for line in section.splitlines() if line.strip()]

    assert len(lines) > 10
    assert [] == [line for line in lines if not re.search(r",\s+# \w+", line)]
    names = [re.split(r"[><=]", line.strip('",'))[0].strip('"') for line in lines]
    bare = [name.split('"')[0] for name in names]
    assert [] == [name for name in bare if f"\n{name}==" not in f"\n{lock}"]
    assert "://" not in lock
