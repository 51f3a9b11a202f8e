"""Promise: jupytext and JupyterLab know the pairs: a sync or a save on either side leaves a clean tree, an edit reaches
both files.

The saves go through a real Jupyter server, by the requests that JupyterLab sends.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.build.small_book import SmallBook, git
from tools.notebooks import BOOK
from tools.sources import check_pair

SIDES = (".md", ".ipynb")
HOUR = 3600
FIGURE = """---
mystnb:
  image:
    alt: >-
      A line from the lower left to the upper right, long enough for a text of more than one line: it
      rises all the way.
tags: [hide-input]
cellView: form
jupyter:
  source_hidden: true
---
# @title Code of the figure
[1, 2]
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A small book under git, with a cell whose head an author wrote in another form than jupytext does."""
    book = SmallBook(tmp_path_factory.mktemp("saving") / "book")
    shutil.copy(BOOK / ".gitignore", book.folder)
    book.write("41_two", FIGURE, "print(6 * 7)")
    git(book.folder, "init")
    git(book.folder, "add", ".")
    git(book.folder, "commit", "--message", "A book")
    return book


@pytest.fixture
def book(repository):
    """The small book as it was committed."""
    git(repository.folder, "checkout", ".")
    return repository


def changes(book):
    return git(book.folder, "status", "--porcelain")


@pytest.mark.parametrize("newer", SIDES)
def test_jupytext_sync_leaves_a_clean_tree(book, newer):
    lectures = sorted((book.folder / "chapters").glob("*.md"))
    for lecture in lectures:
        for side in SIDES:
            moment = time.time() - (0 if side == newer else HOUR)
            os.utime(lecture.with_suffix(side), (moment, moment))
    finished = book.run("jupytext", "--sync", *map(str, lectures))
    assert finished.returncode == 0, finished.stderr
    assert "not a paired notebook" not in finished.stdout + finished.stderr
    assert finished.stdout.count("Loading") == len(lectures), finished.stdout
    assert changes(book) == ""


class Server:
    """A Jupyter server on the book, with nothing of the user's own settings."""

    def __init__(self, book, folder, *options):
        folders = {f"JUPYTER_{kind}_DIR": str(folder / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
        command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--ServerApp.port=0"]
        command += ["--IdentityProvider.token=letters", *options]
        self.log = folder / "log"
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                command, cwd=book.folder, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **folders}
            )
        self.about = folder / "RUNTIME" / f"jpserver-{self.process.pid}.json"
        self.address = self.wait()

    def wait(self):
        """The server's address, once it answers."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                address = json.loads(self.about.read_text(encoding="utf-8"))["url"]
                urllib.request.urlopen(address + "api").close()
                return address
            except (OSError, ValueError):
                time.sleep(0.1)
        self.process.kill()
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.address}api/contents/{path}?type=notebook",
            method=method,
            data=json.dumps(body).encode() if body else None,
            headers={"Authorization": "token letters", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def open(self, path):
        """The notebook as JupyterLab gets it."""
        return self.ask("GET", path)["content"]

    def save(self, path, notebook):
        self.ask("PUT", path, {"type": "notebook", "format": "json", "content": notebook})

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture(scope="module")
def ordinary(repository, tmp_path_factory):
    """Somebody's own server, with jupytext installed."""
    server = Server(
        repository,
        tmp_path_factory.mktemp("ordinary"),
        "--ServerApp.contents_manager_class=jupytext.AsyncTextFileContentsManager",
    )
    yield server
    server.stop()


@pytest.fixture(scope="module")
def lab(repository, tmp_path_factory):
    """The server of 'make lab'."""
    config = Path("tools") / "lab_config.py"
    server = Server(repository, tmp_path_factory.mktemp("lab"), f"--config={config}")
    yield server
    server.stop()


def run_in_the_browser(notebook):
    """What JupyterLab leaves in a notebook whose cells have been run, its keys in the browser's order."""
    notebook["metadata"]["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
    }
    notebook["metadata"]["language_info"] = {
        "name": "python",
        "version": "3.99.1",
        "pygments_lexer": "ipython3",
        "codemirror_mode": {"name": "ipython", "version": 3},
    }
    for number, cell in enumerate(cell for cell in notebook["cells"] if cell["cell_type"] == "code"):
        cell["execution_count"] = number + 1
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "42\n"}]
        cell["metadata"] = dict(reversed(cell["metadata"].items()))


@pytest.mark.parametrize(("server", "first"), [("ordinary", lambda notebook: None), ("lab", run_in_the_browser)],
                         ids=["any server with jupytext", "make lab, after a run"])  # fmt: skip
@pytest.mark.parametrize("side", SIDES)
def test_a_save_leaves_a_clean_tree(book, request, side, server, first):
    path, contents = f"chapters/41_two{side}", request.getfixturevalue(server)
    notebook = contents.open(path)
    first(notebook)
    contents.save(path, notebook)
    assert changes(book) == ""


@pytest.mark.parametrize("side", SIDES)
def test_an_edit_on_either_side_reaches_both_files(book, lab, side):
    path = f"chapters/41_two{side}"
    notebook = lab.open(path)
    run_in_the_browser(notebook)
    notebook["cells"][-1]["source"] = "print(6 * 9)"
    lab.save(path, notebook)
    for changed in SIDES:
        assert "print(6 * 9)" in (book.folder / "chapters" / f"41_two{changed}").read_text(encoding="utf-8")
    check_pair(book.folder / "chapters" / "41_two.md")
    after = git(book.folder, "diff")
    assert after.count("\n+ ") + after.count("\n+print") == 2, "one line in each file"
    assert "written" not in book.run("tools.pairs").stdout
    assert git(book.folder, "diff") == after


def test_lab_does_not_start_on_a_pair_that_differs(book):
    """Jupytext would take the newer file, whichever was edited."""
    lecture = book.folder / "chapters" / "40_one.md"
    lecture.write_text(lecture.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    finished = book.run("tools.lab")
    assert finished.returncode == 1
    assert "40_one.ipynb: not the same notebook as 40_one.md" in finished.stderr
