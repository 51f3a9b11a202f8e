"""Promise: killed, damaged, crowded or cut off, the book says what is wrong, loses no source and builds again.

Slower than the rest: 'make faults' runs them, and so does CI.
"""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.build.small_book import SmallBook

MOMENTS = [0.3, 0.8, 1.3, 1.8, 2.3, 2.8, 3.3, 3.8, 4.3, 4.8]  # seconds after the start of a build


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


def start_build(book):
    return subprocess.Popen(
        [sys.executable, "-m", "tools.build"],
        cwd=book.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGINT], ids=["SIGKILL", "SIGINT"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_build_leaves_a_whole_site_and_the_next_one_succeeds(built_book, moment, way):
    old = "the old sentence"
    index = built_book.folder / "index.md"
    index.write_text(f"# Small book\n\nThis is {old}.\n", encoding="utf-8")
    assert built_book.build().returncode == 0
    index.write_text("# Small book\n\nThis is the new sentence.\n", encoding="utf-8")
    built_book.write("40_one", "'the new cell'")
    process = start_build(built_book)
    time.sleep(moment)
    os.killpg(process.pid, way)
    process.wait(30)
    if built_book.site.exists():  # between two renames there is none for a moment; the next build puts it back
        new_index = "the new sentence" in built_book.page("index")
        new_lecture = "the new cell" in built_book.page()
        assert new_index == new_lecture, "half old, half new"
    finished = built_book.build()
    assert finished.returncode == 0, finished.stderr
    assert "the new sentence" in built_book.page("index")
    assert "the new cell" in built_book.page()


def test_two_builds_at_once(built_book):
    built_book.write("40_one", "import time; time.sleep(4)")
    first = start_build(built_book)
    time.sleep(1.5)
    second = built_book.build()
    assert second.returncode
    assert "Another build is running" in second.stderr
    assert first.wait(120) == 0
    assert built_book.build().returncode == 0


def test_a_read_only_checkout(built_book):
    """Root may write anywhere, so the build runs as another user where the tests run as root."""
    before = built_book.page()
    for path in [built_book.folder, *built_book.folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in built_book.folder.parents:
        if parent != parent.parent and parent.stat().st_uid == os.getuid() and str(parent).startswith("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o055)
    command = [sys.executable, "-m", "tools.build"]
    if os.getuid() == 0:
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
    finished = subprocess.run(
        command,
        cwd=built_book.folder,
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    for path in [built_book.folder, *built_book.folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert finished.returncode
    assert "The book was not built" in finished.stderr and "Permission denied" in finished.stderr
    assert built_book.page() == before


def test_a_full_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.fail("this test mounts a small disk and needs the right to: run it as root")
    try:
        book = SmallBook(disk / "book")
        finished = book.build()
        assert finished.returncode
        assert "No space left on device" in finished.stderr
        assert not book.site.exists()
        assert (book.folder / "chapters" / "40_one.md").read_text(encoding="utf-8").endswith("```\n")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


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
    command = ["unshare", "--net", "sh", "-c", f"ip link set lo up; exec {sys.executable} -m tools.build"]
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
