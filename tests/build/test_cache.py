"""Promise: a lecture runs anew when its code or the version of something that it imports has changed, and only then."""

import re

import jupytext
import pytest

from tools import versions
from tools.notebooks import LECTURES, NAMES


def install(folder, version):
    """Put a package of one number into a folder, as pip would; the distribution has another name than the package."""
    (folder / "answer").mkdir(parents=True, exist_ok=True)
    (folder / "answer" / "__init__.py").write_text(f"NUMBER = 'the number of {version}'\n")
    for old in folder.glob("*.dist-info"):
        for path in old.iterdir():
            path.unlink()
        old.rmdir()
    record = folder / f"the_answer-{version}.dist-info"
    record.mkdir()
    (record / "METADATA").write_text(f"Metadata-Version: 2.1\nName: the-answer\nVersion: {version}\n")
    (record / "top_level.txt").write_text("answer\n")


def ran(finished):
    assert finished.returncode == 0, finished.stderr
    return re.findall(r"chapters/(\w+)\.md ran", finished.stdout)


@pytest.mark.slow
def test_another_version_runs_the_lectures_that_import_it(small_book, tmp_path):
    packages = tmp_path / "packages"
    environment = {"PYTHONPATH": str(packages), "PYTHONDONTWRITEBYTECODE": "1"}
    install(packages, "1.0")
    small_book.write("40_one", "from answer import NUMBER", "NUMBER")
    assert sorted(ran(small_book.build(**environment))) == ["40_one", "41_two"]
    assert ran(small_book.build(**environment)) == []
    install(packages, "2.0")
    finished = small_book.build(**environment)
    assert ran(finished) == ["40_one"]
    assert "1 of 2 lectures last ran under other versions" in finished.stdout
    assert "the number of 2.0" in small_book.page() and "the number of 1.0" not in small_book.page()
    assert ran(small_book.build(**environment)) == []


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_the_versions_of_a_lecture(lecture):
    found = versions.versions(jupytext.read(lecture))
    assert {"python", "torch", "matplotlib"} <= found.keys()
    assert all(found.values()), "a package without a version"


def test_a_cell_that_is_no_python_imports_nothing():
    notebook = jupytext.reads("%magic\n", fmt="py:percent")
    notebook.cells[0].source = "%magic"
    assert versions.versions(notebook).keys() == {"python"}
