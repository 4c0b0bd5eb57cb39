"""The typeface: four static files, and no other font in sight."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.errors import FontMissing
from reportgen.pages import fonts


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the environment as it was."""
    monkeypatch.setenv("FONTCONFIG_FILE", "")


def test_the_four_faces_come_from_the_package() -> None:
    """Without fonts of its own a workspace gets the packaged typeface."""
    names = [file.name for file in fonts.find()]

    assert names == sorted(f"SourceSansPro-{face}.ttf" for face in fonts.FACES)


def own_font(path: Path) -> None:
    """A true font under another name."""
    shutil.copyfile(fonts.find()[0], path)


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    """Pango would end the whole process on it; the message names the file."""
    (tmp_path / "Own.ttf").write_bytes(b"no font")

    with pytest.raises(FontMissing, match=r"styles/fonts/Own\.ttf is not a font"):
        fonts.find(tmp_path)


def test_own_fonts_come_first(tmp_path: Path) -> None:
    """A workspace that has TrueType files uses these and no others."""
    own_font(tmp_path / "Own.ttf")
    (tmp_path / "Own.otf").write_bytes(b"not used")

    assert fonts.find(tmp_path) == (tmp_path / "Own.ttf",)


def test_a_folder_without_fonts_changes_nothing(tmp_path: Path) -> None:
    """An empty or missing `styles/fonts` is no fault."""
    assert fonts.find(tmp_path) == fonts.find() == fonts.find(tmp_path / "none")


def test_a_missing_package_has_a_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package the error names it."""
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)

    with pytest.raises(FontMissing, match="font-source-sans-pro"):
        fonts.find()


def test_a_missing_file_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An incomplete package is told by the file that it lacks."""
    monkeypatch.setattr(fonts, "_package_folder", lambda: tmp_path)

    with pytest.raises(FontMissing, match=r"SourceSansPro-Bold\.ttf"):
        fonts.find()


def test_the_environment_names_the_configuration(tmp_path: Path) -> None:
    """Pango and Chrome both read the variable."""
    installed = fonts.install(tmp_path)

    assert os.environ["FONTCONFIG_FILE"] == str(installed.configuration)
    assert installed.configuration.parent == tmp_path.resolve()


def test_fontconfig_sees_these_fonts_only(tmp_path: Path) -> None:
    """No font of the machine can slip in, in name or as a stand-in."""
    fonts.install(tmp_path / "a & b")
    done = subprocess.run(
        ["fc-list", ":", "file"], capture_output=True, text=True, check=True
    )
    seen = {Path(line.rstrip(": ")).name for line in done.stdout.splitlines()}

    assert seen == {file.name for file in fonts.find()}


def test_what_an_earlier_run_left_is_removed(tmp_path: Path) -> None:
    """A folder that is used again holds the chosen files and no others."""
    own = tmp_path / "own"
    own.mkdir()
    own_font(own / "Own.ttf")
    fonts.install(tmp_path / "run", own)

    installed = fonts.install(tmp_path / "run")

    folder = installed.files[0].parent
    assert set(folder.iterdir()) == set(installed.files)


def test_the_digest_knows_bytes_and_names(tmp_path: Path) -> None:
    """The digest is the same in any folder, and another for other files."""
    one, two = fonts.install(tmp_path / "1"), fonts.install(tmp_path / "2")
    same = fonts.digest(one.files) == fonts.digest(two.files)
    two.files[0].write_bytes(b"other")

    assert same
    assert fonts.digest(one.files) != fonts.digest(two.files)
    assert len(fonts.digest(one.files)) == 64


def test_finding_fonts_loads_no_drawer() -> None:
    """The module is cheap: neither WeasyPrint nor the font package is loaded."""
    code = (
        "import sys, reportgen.pages.fonts as f, reportgen.pages.pdf; f.find();"
        "print('weasyprint' in sys.modules, 'font_source_sans_pro' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["False", "False"]
