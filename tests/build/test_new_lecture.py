"""Promise: 'make lecture' adds a lecture that builds and passes every test."""

import shutil
import subprocess
import sys

import pytest

from tools.notebooks import BOOK, LECTURES

LEFT_OUT = shutil.ignore_patterns("_build", ".venv", ".git", "__pycache__", ".pytest_cache", ".ruff_cache")

# What is tested of each lecture, but for the browser's tests.
PER_LECTURE = (
    "build/test_handout.py",
    "build/test_lint.py",
    "build/test_pairs.py",
    "lectures/claims/test_broken.py",
    "lectures/test_figures.py",
    "lectures/test_memory.py",
    "lectures/test_portable.py",
    "site/test_glossary.py",
    "site/test_launch.py",
    "site/test_site.py",
)


def run(folder, *command):
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=300
    )


@pytest.mark.slow
def test_a_new_lecture_leaves_the_book_green(tmp_path, site):
    number = str(1 + max(int(lecture.name[:2]) for lecture in LECTURES if lecture.parent.name == "chapters"))
    copy = tmp_path / "course"
    shutil.copytree(BOOK, copy, ignore=LEFT_OUT)
    cache = site.parent / "work" / "_build" / ".jupyter_cache"  # so that the other lectures need not run
    shutil.copytree(cache, copy / "_build" / "work" / "_build" / ".jupyter_cache")
    added = run(copy, "tools.new_lecture", number, "A page of its own")
    assert added.returncode == 0, added.stderr
    assert (copy / "chapters" / f"{number}_a_page_of_its_own.ipynb").exists()
    clean = run(copy, "ruff", "check", ".")
    assert clean.returncode == 0, clean.stdout
    built = run(copy, "tools.build")
    assert built.returncode == 0, built.stdout + built.stderr
    page = copy / "_build" / "html" / "chapters" / f"{number}_a_page_of_its_own.html"
    assert f"{number}. A page of its own" in page.read_text(encoding="utf-8")
    tests = [f"tests/{name}" for name in (*PER_LECTURE, f"lectures/claims/test_{number}.py")]
    held = run(copy, "pytest", "-q", *tests, "-k", f"{number} or every_lecture")
    assert held.returncode == 0, held.stdout
    again = run(copy, "tools.new_lecture", number, "Another")
    assert again.returncode and f"There is a lecture {number} already" in again.stderr
