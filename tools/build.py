"""Build the book: check the sources, execute the lectures, render aside, then swap the finished site in.

    python -m tools.build

The site is _build/html. It is replaced as a whole, and only by a build without a fault.
"""

import errno
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

from filelock import FileLock, Timeout

from tools.execute import execute
from tools.sources import SourceError, check, lectures, load_yaml

BOOK = Path(__file__).resolve().parent.parent


def cache_of(book):
    """The folder of the executed lectures."""
    return book / "_build" / "work" / "_build" / ".jupyter_cache"


def jupyter_book(book, work, *options):
    """The command that builds a book into a folder."""
    program = shutil.which("jupyter-book", path=sysconfig.get_path("scripts"))
    return [program, "build", str(book), "--path-output", str(work), *options]


def render(book, work):
    """Render with Jupyter Book, every warning an error; the folder of the pages."""
    command = jupyter_book(book, work, "-W", "-n", "--keep-going")
    log_path = work / "render.log"
    with log_path.open("w", encoding="utf-8") as log:
        finished = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, "PYTHONUTF8": "1"})
    if finished.returncode:
        log = log_path.read_text(encoding="utf-8")
        faults = [line for line in log.splitlines() if "WARNING:" in line or "ERROR:" in line or "CRITICAL:" in line]
        raise SourceError(
            "\n".join(dict.fromkeys(faults)) or log[-4000:]
        )  # a formula in a title stands in several places
    return work / "_build" / "html"


def publish(pages, site):
    """Copy the pages beside the site, then swap: a reader never sees half of each."""
    fresh, old = site.with_name(site.name + ".new"), site.with_name(site.name + ".old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(pages, fresh, ignore=shutil.ignore_patterns(".buildinfo*"))
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def settings_changed(book, record):
    """Whether the settings, extensions, style or pins differ from the last build's: Sphinx looks at pages only."""
    digest = hashlib.sha256()
    for name in ("_config.yml", "_toc.yml", "_ext", "_static", "requirements.txt"):
        files = sorted((book / name).rglob("*")) if (book / name).is_dir() else [book / name]
        for path in files:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.name.encode() + path.read_bytes())
    changed = not record.exists() or record.read_text() != digest.hexdigest()
    record.write_text(digest.hexdigest())
    return changed


def forget_pages(work):
    """Have every page read and written anew; the executed lectures are kept."""
    shutil.rmtree(work / "_build" / "html", ignore_errors=True)
    shutil.rmtree(work / "_build" / ".doctrees", ignore_errors=True)


def restore(site):
    """Put the site back that a build killed between the two renames had set aside."""
    old = site.with_name(site.name + ".old")
    if old.exists() and not site.exists():
        old.rename(site)


def build(book=BOOK):
    """Build the whole book; the path of its first page."""
    start = time.perf_counter()
    build_folder = book / "_build"
    work, site = build_folder / "work", build_folder / "html"
    work.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(build_folder / "lock", timeout=0).acquire()
    except Timeout:
        raise SourceError("Another build is running in this folder. Wait for it, then build again.") from None
    with lock:
        restore(site)
        check(book)
        # The mark stays behind when a build is killed or fails: pages half written, or read once with a
        # warning that Sphinx would not repeat, are then rendered anew.
        mark = work / "unfinished"
        if mark.exists() or settings_changed(book, work / "settings"):
            forget_pages(work)
        mark.touch()
        timeout = load_yaml(book / "_config.yml")["execute"]["timeout"]
        if execute(book, lectures(book), cache_of(book), timeout):
            forget_pages(work)
        publish(render(book, work), site)
        mark.unlink()
    print(f"Built in {time.perf_counter() - start:.1f} s. Open {site / 'index.html'}")
    return site / "index.html"


def main():
    try:
        build()
    except SourceError as error:
        sys.exit(f"\nThe book was not built.\n{error}")
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EDQUOT):
            raise
        sys.exit(f"\nThe book was not built: {error.strerror}, {error.filename}. The last finished site is untouched.")
    except KeyboardInterrupt:
        sys.exit("\nThe build was interrupted. The last finished site is untouched; build again to go on.")


if __name__ == "__main__":
    main()
