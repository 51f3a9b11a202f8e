"""Promise: 'make serve' shows the book and builds it again when any of its sources changes."""

import contextlib
import glob
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tools.notebooks import BOOK, LECTURES
from tools.serve import is_made, watched

PATIENCE = 120  # seconds; a build of the small book takes about five on a machine with nothing else to do

RESULTS = "tests/lectures/claims/results.json"
FIRST_PAGE = "# Small book\n\nA book.\n\n$$1$$\n\n```{claims}\n```\n"
CLAIMS = {"40": {"test_one": [{"claim": "few errors", "count": 1, "measured": 0.5, "allowed": "0 to 1"}]}}
# file, what stands there, what is put there instead, where that shows, and how
EDITS = {
    "the first page": ("index.md", "A book.", "A better book.", "index.html", "A better book."),
    "a lecture": ("chapters/41_two.md", "6 \\* 7", "6 * 8", "chapters/41_two.html", "48"),
    "an extension": ("_ext/mathml.py", '"Formula"', '"Equation"', "index.html", 'aria-label="Equation"'),
    "the results of the claims": (RESULTS, "few", "many", "index.html", "many errors"),
    "a style": ("_static/course.css", r"\A", "/* another */\n", "", None),
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def served(small_book):
    """The small book as 'make serve' shows it: get(path) fetches a page."""
    for name, text in (("index.md", FIRST_PAGE), (RESULTS, json.dumps(CLAIMS))):
        path = small_book.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    port = free_port()
    log = (small_book.folder.parent / "log").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.serve", str(port)],
        cwd=small_book.folder,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )

    def get(path):
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=60) as page,
        ):
            return page.read().decode()
        return ""

    def until(condition, what):
        end = time.monotonic() + PATIENCE
        while not condition():
            assert process.poll() is None and time.monotonic() < end, f"{what}: {(log.seek(0), log.read())[1]}"
            time.sleep(0.2)

    def builds():
        log.seek(0)
        return len(re.findall("^Built in", log.read(), re.MULTILINE))

    until(lambda: "Small book" in get("index.html"), "the book is not shown")
    yield small_book, get, until, builds
    os.killpg(process.pid, signal.SIGINT)
    process.wait(30)
    log.close()


def found_by(pattern):
    """The files of a pattern, as livereload finds them."""
    return glob.glob(pattern, recursive=True)  # noqa: PTH207


def test_every_source_is_watched():
    found = {path for pattern in watched() for path in found_by(pattern) if not is_made(path)}
    sources = {*BOOK.glob("*.md"), BOOK / "_config.yml", BOOK / "_toc.yml", *LECTURES}
    for folder in ("appendix", "_ext", "_static", "templates", "tools"):
        sources |= {path for path in (BOOK / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert len(sources) > 80
    assert {str(path) for path in sources} <= found


@pytest.mark.slow
def test_a_change_is_built_again_and_a_fault_leaves_the_last_pages(served):
    book, get, until, builds = served
    for name, (file, before, after, page, shown) in EDITS.items():
        done = builds()
        path = book.folder / file
        text, count = re.subn(before, lambda _, after=after: after, path.read_text(encoding="utf-8"), count=1)
        assert count, name
        path.write_text(text, encoding="utf-8")
        until(lambda done=done: builds() > done, name)
        if shown:
            until(lambda page=page, shown=shown: shown in get(page), name)
    done = builds()
    time.sleep(3)
    assert builds() == done, "a build starts the next one"

    index = book.folder / "index.md"
    index.write_text("# Small book\n\n[Nowhere](nowhere.md)\n", encoding="utf-8")
    log = book.folder.parent / "log"
    until(lambda: "nowhere.md" in log.read_text(encoding="utf-8"), "the fault is not named")
    assert "A better book." in get("index.html")
    index.write_text("# Small book\n\nMended.\n", encoding="utf-8")
    until(lambda: "Mended." in get("index.html"), "the mended page is not shown")
