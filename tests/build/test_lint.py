"""Promise: 'make lint' notices a fault in the code, the lectures, the spelling, the workflows and the papers."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tools.notebooks import BOOK, LECTURES

WORKFLOWS = sorted((BOOK / ".github" / "workflows").glob("*.yml"))
CHECKED = (".github", "CITATION.cff", "Makefile", "pyproject.toml", "chapters")
COURSE = ".github/workflows/course.yml"
# file, what stands there, what is put there instead, what 'make lint' has to say
FAULTS = {
    "a wrong name in a workflow": (COURSE, "github.ref }}", "github.reff }}", 'property "reff" is not defined'),
    "an unknown key in a workflow": (COURSE, "timeout-minutes: 60", "time-out: 60", 'unexpected key "time-out"'),
    "an action that may move": (COURSE, r"checkout@\w+ #.*", "checkout@v6", "unpinned-uses"),
    "a kept credential": (COURSE, "persist-credentials: false", "clean: true", "artipacked"),
    "a token that may do all": (COURSE, "permissions: {}", "permissions: write-all", "excessive-permissions"),
    "a shell that a stranger fills": (COURSE, "make publish", "echo ${{ github.head_ref }}", "potentially untrusted"),
    "a bot's key": (".github/dependabot.yml", "weekly", "sometimes", "'sometimes' is not one of"),
    "a citation without a title": ("CITATION.cff", "title: .*\n", "", "'title' is a required property"),
    "an unused import in a lecture": ("chapters/45_regression.ipynb", '"import torch', '"import os, torch', "F401"),
    "code in another style": ("code.py", "print", "print ", "code.py"),
    "a misspelling": ("chapters/45_regression.md", "regression", "regres" + "ion", "==> regression"),
}


def lint(folder):
    """Run the recipe of 'make lint' in a folder with the packages of these tests."""
    programs = Path(sys.executable).parent
    command = ["make", "lint", f"BIN={programs}", "TESTED=installed", "--old-file=installed"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture
def copy(tmp_path):
    for name in CHECKED:
        source = BOOK / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    (tmp_path / "code.py").write_text("print(1)\n", encoding="utf-8")
    return tmp_path


def test_a_clean_copy_passes(copy):
    finished = lint(copy)
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_noticed(copy, fault):
    name, before, after, complaint = FAULTS[fault]
    path = copy / name
    text, count = re.subn(before, after.replace("\\", r"\\"), path.read_text(encoding="utf-8"))
    assert count
    path.write_text(text, encoding="utf-8")
    finished = lint(copy)
    assert finished.returncode
    assert complaint in finished.stdout + finished.stderr


def test_the_changelog_names_every_lecture():
    changelog = (BOOK / "CHANGELOG.md").read_text(encoding="utf-8")
    named = {int(number) for number in re.findall(r"^- \*\*(\d\d),", changelog, re.MULTILINE)}
    assert named >= {int(lecture.name[:2]) for lecture in LECTURES if lecture.parent.name == "chapters"}, (
        "say in CHANGELOG.md what is new for a reader"
    )


def test_the_citation_is_of_the_newest_release():
    changelog = (BOOK / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = yaml.safe_load((BOOK / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == re.search(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)[1]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_pinned_action_says_its_version(workflow):
    uses = re.findall(r"uses: (.+)", workflow.read_text(encoding="utf-8"))
    for action in uses:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action
    assert uses


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_run_holds_no_secret_and_ends(workflow):
    text = workflow.read_text(encoding="utf-8")
    assert "secrets." not in text and "pull_request_target" not in text
    for job in yaml.safe_load(text)["jobs"].values():
        assert job["timeout-minutes"] <= 60
        assert "write" not in job["permissions"].values() or "pull_request" in job["if"]


def test_what_only_reports_blocks_nothing():
    jobs = yaml.safe_load((BOOK / ".github/workflows/weekly.yml").read_text(encoding="utf-8"))["jobs"]
    assert {name for name, job in jobs.items() if job.get("continue-on-error")} == {"newest", "links"}
    assert {"cold", "colab", "audit"} <= jobs.keys()
