"""Promise: 'pre-commit run --all-files' passes on the book as it is, with the versions of requirements.txt."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.small_book import git
from tests.build.test_new_lecture import LEFT_OUT
from tools.notebooks import BOOK

# file, what stands there, what is put there instead
FAULTS = {
    "ruff": ("tools/kernel_report.py", "import re\n", "import re\nimport os\n"),
    "ruff-format": ("tools/kernel_report.py", "import re\n", "import re ;\n"),
    "pairs": ("chapters/45_regression.md", "# 45", "# 45 and more"),
    "codespell": ("README.md", "Ten lectures", "T" + "eh lectures"),
    "end-of-file-fixer": (".ci/run", "make test\n", "make test\n\n"),
    "trailing-whitespace": ("README.md", "Ten lectures", "Ten lectures  \n"),
}


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone") / "course"
    shutil.copytree(BOOK, folder, ignore=LEFT_OUT)
    git(folder, "init")
    git(folder, "add", ".")
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def run_hooks(folder, *hooks):
    program = Path(sys.executable).with_name("pre-commit")
    return subprocess.run(
        [program, "run", *hooks, "--all-files"],
        cwd=folder,
        env={**os.environ, "PRE_COMMIT_HOME": str(folder.parent / "home")},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_the_book_passes(clone):
    finished = run_hooks(clone)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert finished.stdout.count("Passed") == len(FAULTS)


@pytest.mark.parametrize("hook", FAULTS)
def test_a_hook_notices_a_fault(clone, hook):
    name, before, after = FAULTS[hook]
    path = clone / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    finished = run_hooks(clone, hook)
    git(clone, "checkout", ".")
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert "Failed" in finished.stdout
