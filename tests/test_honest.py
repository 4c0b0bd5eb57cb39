"""Random workspaces in which everything agrees raise no caution."""

import shutil
from pathlib import Path

import honest
import pytest
from conftest import TESTSHIRE, Scratch

from reportgen import pipeline

TRIED = 24


@pytest.mark.parametrize("seed", range(TRIED))
def test_an_honest_workspace_is_told_nothing(seed: int, tmp_path: Path) -> None:
    """Whatever chance made, its words and numbers agree; and much was looked at."""
    shutil.copytree(TESTSHIRE, tmp_path / "w")
    scratch = Scratch(tmp_path / "w", "2025-01/pack")
    honest.write(scratch, seed)
    (verdict,) = pipeline.check(scratch.workspace, ["2025-01"])

    assert [] == [str(fault) for fault in verdict.faults]
    looked = ("claims", "words beside slots", "totals", "headlines", "units")
    assert all(verdict.looked_at[what] > 0 for what in looked)
