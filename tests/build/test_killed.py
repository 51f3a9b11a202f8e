"""Promise: killed, damaged, crowded or cut off, the book says what is wrong, loses no source and builds again."""

import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.build.privilege import apart
from tests.build.small_book import SmallBook

pytestmark = pytest.mark.slow

# Every Python that a build starts reads this file first. Where one of them is about to do what STOP_AT names (an
# event of Python's audit hooks, and a part of its first argument), it says so and waits as long as that folder stands.
STOP = """
import os, sys, time

def stop(event, arguments, at=tuple(os.environ["STOP_AT"].split()), reached=os.environ["STOP_REACHED"]):
    if event == at[0] and at[1] in str(arguments[0]) and not os.path.exists(reached + ".once"):
        os.mkdir(reached + ".once")
        os.mkdir(reached)
        end = time.monotonic() + 300  # a test that failed may have left it there
        while os.path.exists(reached) and time.monotonic() < end:
            time.sleep(0.02)

sys.addaudithook(stop)
"""
MOMENTS = {
    "when it begins": "open work/unfinished",
    "while a lecture runs": "open what-the-cell-opens",
    "while its results are kept": "open base.ipynb",
    "while pages are read": "open index.md",
    "while pages are written": "open work/_build/html/index.html",
    "while the site is copied": "open html.new/index.html",
    "between its two renames": "os.rename html.new",
}
KILLS = [(moment, signal.SIGKILL) for moment in MOMENTS]
KILLS += [
    (moment, signal.SIGINT) for moment in ("while a lecture runs", "while pages are written", "between its two renames")
]
PATIENCE = 120  # seconds for a build to come to a moment


@pytest.fixture
def built_book(small_book):
    finished = small_book.build()
    assert finished.returncode == 0, finished.stderr
    return small_book


def cache_folder(book):
    return book.folder / "_build" / "work" / "_build" / ".jupyter_cache"


def cached_notebook(book):
    return next(cache_folder(book).rglob("base.ipynb"))


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES = {
    "the database is no database": lambda book: (cache_folder(book) / "global.db").write_text("noise"),
    "the database is empty": lambda book: (cache_folder(book) / "global.db").write_bytes(b""),
    "the database is cut": lambda book: cut(cache_folder(book) / "global.db"),
    "a notebook is cut": lambda book: cut(cached_notebook(book)),
    "a notebook is gone": lambda book: cached_notebook(book).unlink(),
    "a notebook is empty": lambda book: cached_notebook(book).write_bytes(b""),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_heals(built_book, damage):
    DAMAGES[damage](built_book)
    finished = built_book.build()
    assert finished.returncode == 0, finished.stderr
    assert "42" in built_book.page("chapters/41_two")
    assert (built_book.folder / "chapters" / "40_one.md").exists()


class Stopped:
    """A build that has come to one of the moments and waits there."""

    def __init__(self, book, moment):
        hooks = book.folder.parent / "hooks"
        self.reached = hooks / "reached"
        shutil.rmtree(hooks, ignore_errors=True)
        hooks.mkdir()
        (hooks / "sitecustomize.py").write_text(STOP, encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tools.build"],
            cwd=book.folder,
            env={**os.environ, "PYTHONPATH": str(hooks), "STOP_AT": moment, "STOP_REACHED": str(self.reached)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        end = time.monotonic() + PATIENCE
        while not self.reached.exists():
            assert self.process.poll() is None, f"the build ended before the moment: {moment}"
            assert time.monotonic() < end, f"the build did not come to the moment: {moment}"
            time.sleep(0.02)

    def go_on(self):
        self.reached.rmdir()

    def end(self, way):
        assert self.process.poll() is None, "the build was not running any more"
        os.killpg(self.process.pid, way)
        self.reached.rmdir()  # a kernel is not in the group: an interrupted build waits for its cell
        self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def edited_book(tmp_path_factory):
    """edited_book(): a book whose site shows sentence and cell N, and whose sources now say N + 1; with these two."""
    book = SmallBook(tmp_path_factory.mktemp("edited") / "book")
    numbers = itertools.count(1)

    def write(number):
        text = f"# Small book\n\nThis is sentence {number}.\n"
        (book.folder / "index.md").write_text(text, encoding="utf-8")
        book.write("40_one", f"open('what-the-cell-opens', 'w').close()\nprint('cell', {number}, 'ran')")

    def edit():
        number = next(numbers)
        write(number)
        finished = book.build()
        assert finished.returncode == 0, finished.stderr
        write(number + 1)
        return book, number, number + 1

    return edit


def shown(book):
    """The numbers of the sentence and of the cell on the site."""
    sentence = re.search(r"This is sentence (\d+)", book.page("index"))[1]
    return int(sentence), int(re.search(r"cell (\d+) ran", book.page())[1])


@pytest.mark.parametrize(("moment", "way"), KILLS, ids=lambda value: getattr(value, "name", value))
def test_a_killed_build_leaves_a_whole_site_and_the_next_one_succeeds(edited_book, moment, way):
    book, old, new = edited_book()
    Stopped(book, MOMENTS[moment]).end(way)
    if moment != "between its two renames":  # there the next build puts the old one back
        assert shown(book) == (old, old)
    finished = book.build()
    assert finished.returncode == 0, finished.stderr
    assert shown(book) == (new, new)


def test_two_builds_at_once(built_book):
    first = Stopped(built_book, MOMENTS["while pages are read"])
    second = built_book.build()
    assert second.returncode
    assert "Another build is running" in second.stderr
    first.go_on()
    assert first.process.wait(120) == 0
    assert built_book.build().returncode == 0


def test_a_read_only_checkout(built_book):
    """Root may write anywhere: where the tests run as root, the build runs without that right."""
    before = built_book.page()
    for path in [built_book.folder, *built_book.folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    command = [sys.executable, "-m", "tools.build"]
    if os.getuid() == 0:
        command = ["setpriv", "--inh-caps=-dac_override", "--bounding-set=-dac_override", *command]
    finished = subprocess.run(command, cwd=built_book.folder, capture_output=True, text=True)
    for path in [built_book.folder, *built_book.folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert finished.returncode
    assert "The book was not built" in finished.stderr and "Permission denied" in finished.stderr
    assert built_book.page() == before


def test_a_full_disk(small_book, tmp_path):
    """The disk is a mount that only the build's own namespace sees, so what it holds is looked at in there."""
    (tmp_path / "disk").mkdir()
    build = f'cp -R {small_book.folder} {tmp_path}/disk && cd {tmp_path}/disk/book || exit 9; "$0" -m tools.build; '
    look = 'code=$?; test ! -e _build/html && diff -r chapters "$1" && exit $code; exit 8'
    command = ["sh", "-c", build + look, sys.executable, str(small_book.folder / "chapters")]
    setup = f"mount -t tmpfs -o size=4m,mode=777 tmpfs {tmp_path}/disk"
    finished = subprocess.run(apart("mount", setup, command), capture_output=True, text=True)
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert "No space left on device" in finished.stderr


def test_a_path_with_a_space_and_letters_beyond_ascii(tmp_path):
    book = SmallBook(tmp_path / "mein Kurs über Netze")
    finished = book.build()
    assert finished.returncode == 0, finished.stderr
    assert "42" in book.page("chapters/41_two")


def test_a_locale_that_is_not_utf8(small_book):
    small_book.write("40_one", "print('déjà vu: η = ½')")
    finished = small_book.build(LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert finished.returncode == 0, finished.stderr
    assert "déjà vu: η = ½" in small_book.page()


def test_no_network_after_the_install(small_book):
    """In a network namespace of its own there is no host to ask, not even for a moment."""
    command = apart("net", "ip link set lo up", [sys.executable, "-m", "tools.build"])
    finished = subprocess.run(command, cwd=small_book.folder, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stderr


def test_no_git(small_book, tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    finished = small_book.build(PATH=str(tools))
    assert finished.returncode == 0, finished.stderr
    assert "colab" not in small_book.page().lower()


def test_one_core(small_book):
    finished = subprocess.run(
        ["taskset", "--cpu-list", "0", sys.executable, "-m", "tools.build"],
        cwd=small_book.folder,
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr
    assert "on 1 cores" in finished.stdout


def test_a_cell_that_takes_too_much_memory(small_book):
    small_book.write("40_one", "hoard = bytearray(64 * 2**30)")
    for _ in range(2):
        finished = small_book.build()
        assert finished.returncode
        assert "40_one.md" in finished.stderr and "MemoryError" in finished.stderr
        assert not small_book.site.exists()
