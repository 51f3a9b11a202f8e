"""Promise: 'make lecture' adds a lecture that builds and whose claims hold."""

import shutil
import subprocess
import sys

from tests.lecture import BOOK

LEFT_OUT = shutil.ignore_patterns("_build", ".venv", ".git", "__pycache__", ".pytest_cache", ".ruff_cache")


def run(folder, *command):
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=300
    )


def test_a_new_lecture_leaves_the_book_green(tmp_path):
    copy = tmp_path / "course"
    shutil.copytree(BOOK, copy, ignore=LEFT_OUT)
    cache = BOOK / "_build" / "work" / "_build" / ".jupyter_cache"
    shutil.copytree(cache, copy / "_build" / "work" / "_build" / ".jupyter_cache")
    added = run(copy, "tools.new_lecture", "50", "A page of its own")
    assert added.returncode == 0, added.stderr
    assert (copy / "chapters" / "50_a_page_of_its_own.ipynb").exists()
    clean = run(copy, "ruff", "check", ".")
    assert clean.returncode == 0, clean.stdout
    built = run(copy, "tools.build")
    assert built.returncode == 0, built.stdout + built.stderr
    assert "50. A page of its own" in (copy / "_build/html/chapters/50_a_page_of_its_own.html").read_text("utf-8")
    held = run(copy, "pytest", "-q", "tests/claims/test_50.py", "tests/test_portable.py", "-k", "50 or test_figures")
    assert held.returncode == 0, held.stdout
    again = run(copy, "tools.new_lecture", "50", "Another")
    assert again.returncode and "There is a lecture 50 already" in again.stderr
