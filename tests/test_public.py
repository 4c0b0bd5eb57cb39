"""The public face: what is visible is what is meant to be."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Scratch

import reportgen


def test_all_is_what_is_visible() -> None:
    """`__all__` lists every public name that is not a module, in order."""
    modules = {
        path.stem for path in Path(reportgen.__file__).parent.glob("*") if path.stem
    }
    helpers = {"Path", "Sequence", "TYPE_CHECKING"}
    visible = {name for name in vars(reportgen) if not name.startswith("_")}

    assert sorted(reportgen.__all__) == reportgen.__all__
    assert set(reportgen.__all__) == visible - modules - helpers


def test_importing_the_package_loads_nothing_heavy() -> None:
    """`import reportgen` and `--help` do without the libraries that draw."""
    heavy = "{'pandas', 'weasyprint', 'plotly', 'kaleido', 'jinja2', 'pydantic'}"
    code = f"import sys, reportgen.cli; print({heavy} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "set()" == done.stdout.strip()


def test_check_and_status_work_from_python(testshire: Scratch) -> None:
    """The functions take names and a folder, and give values."""
    (verdict,) = reportgen.check("2025-01", workspace=testshire.folder)
    (state,) = reportgen.status(workspace=testshire.folder)

    assert ("2025-01/pack", "2025-01/pack") == (verdict.report, state.report)
    assert 10 == verdict.looked_at["measures"]


def test_an_unknown_report_is_wrong_usage(testshire: Scratch) -> None:
    """The message lists the reports that there are."""
    with pytest.raises(reportgen.UsageError, match="there are 2025-01/pack"):
        reportgen.check("2031-01", workspace=testshire.folder)
    with pytest.raises(reportgen.UsageError, match="there are 2025-01/pack"):
        reportgen.build("2025-01/pock", workspace=testshire.folder)
