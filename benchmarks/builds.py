"""How long the book takes to build, from nothing and after a change, and how long the tests of a built book take.

    make bench

On a copy of the checkout's files, so that the checkout and its site stay as they are. The floor is what no lecture can
undercut: as many kernels as there are lectures that import torch and matplotlib and end, run as the lectures are, and
a render of the whole book from the cache. The targets are for two cores on which the imports take about a second.
"""

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import bench
from tools.build import BOOK
from tools.notebooks import cells, lecture_text
from tools.pairs import write_pair
from tools.sources import lectures

ROUNDS = 3  # of the quick builds; their median counts
RAN = re.compile(r"^\[\d+/\d+\] (\S+) ran in", re.MULTILINE)
IMPORTS = "import matplotlib.pyplot as plt\nimport torch"
CLOCK = f"import time\n{IMPORTS}\nprint(time.process_time())"
EXECUTE = """
import time
from pathlib import Path
from tools.execute import execute
folder = Path.cwd() / "floor"
start = time.perf_counter()
execute(Path.cwd(), sorted(folder.glob("*.md")), folder / "cache", timeout=120)
print(f"seconds {time.perf_counter() - start}")
"""


def copy_of_the_book(folder):
    """The checkout's files, as they are now, in a repository of their own; nothing built."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=BOOK,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (BOOK / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(BOOK / name, folder / name)
    identity = ["-c", "user.name=bench", "-c", "user.email=bench"]
    for command in (["init", "--quiet"], ["add", "--all"], [*identity, "commit", "--quiet", "--message", "A copy"]):
        subprocess.run(["git", *command], cwd=folder, check=True)


def run(folder, *command):
    """The seconds of a command in the copy, and what it printed; the bench ends where it fails."""
    start = time.perf_counter()
    finished = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    if finished.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{finished.stdout[-4000:]}")
    return time.perf_counter() - start, finished.stdout


def build(folder, expected):
    """The seconds of a build; the bench ends where other lectures ran than those expected."""
    seconds, printed = run(folder, sys.executable, "-m", "tools.build")
    ran = sorted(RAN.findall(printed))
    expected = sorted(path.relative_to(folder).as_posix() for path in expected)
    if ran != expected:
        sys.exit(f"The lectures that ran are {ran}, not {expected}:\n{printed}")
    return seconds


def floor(folder):
    """The seconds of empty kernels, one a lecture, and of a render of everything, with every lecture in the cache."""
    (folder / "floor").mkdir()
    for number, _ in enumerate(lectures(folder)):
        text = lecture_text("Imports alone", f"{IMPORTS}\n{number}")
        (folder / "floor" / f"{number}.md").write_text(text, encoding="utf-8")
    _, printed = run(folder, sys.executable, "-c", EXECUTE)
    shutil.rmtree(folder / "floor")
    kernels = float(printed.split()[-1])
    forget_pages(folder)
    return kernels + build(folder, expected=[])


def processor_seconds(folder):
    """What a lecture's imports take on this machine."""
    return float(run(folder, sys.executable, "-c", CLOCK)[1].split()[-1])


def forget_pages(folder):
    """Remove everything that is built, but keep the lectures' results."""
    work = folder / "_build" / "work" / "_build"
    cache = folder / "cache"
    (work / ".jupyter_cache").rename(cache)
    shutil.rmtree(folder / "_build")
    work.mkdir(parents=True)
    cache.rename(work / ".jupyter_cache")


def edit_code(lecture, number):
    """Change a lecture's first code cell."""
    source = cells(lecture, "code")[0].source
    edit(lecture, source, f"{source}\n# change {number}")


def edit_prose(lecture, number):
    """Change a lecture's first sentence."""
    source = cells(lecture, "markdown")[0].source
    edit(lecture, source, f"{source}\n\nThis is change {number}.")


def edit(lecture, old, new):
    text = lecture.read_text(encoding="utf-8")
    if text.count(old) != 1:
        sys.exit(f"{lecture.name} does not hold this text once, so the bench cannot change it:\n{old}")
    lecture.write_text(text.replace(old, new), encoding="utf-8")
    write_pair(lecture)


def after_edits(folder, change, lecture, expected):
    """The median seconds of a build after each of several changes of one lecture."""
    times = []
    for number in range(ROUNDS):
        change(lecture, number)
        times.append(build(folder, expected))
    return statistics.median(times)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        copy_of_the_book(folder)
        bench("imports", statistics.median(processor_seconds(folder) for _ in range(ROUNDS)), "s")
        all_lectures = lectures(folder)
        lecture = all_lectures[len(all_lectures) // 2]
        cold = build(folder, expected=all_lectures)
        bench("coldbuild", cold, "s")
        least = floor(folder)
        bench("floor", least, "s")
        bench("coldratio", cold / least, "times", target=1.6)
        warm = statistics.median(build(folder, expected=[]) for _ in range(ROUNDS))
        bench("warm", warm, "s", target=6)
        bench("oneedit", after_edits(folder, edit_code, lecture, expected=[lecture]), "s", target=12)
        bench("proseedit", after_edits(folder, edit_prose, lecture, expected=[]), "s", target=5)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        copy_of_the_book(folder)
        build(folder, expected=lectures(folder))
        (folder / ".venv").symlink_to(sys.prefix)
        installed = [f"--assume-old=.venv/installed-{what}" for what in ("cpu", "cuda", "tests")]
        seconds, _ = run(folder, "make", "test", *installed)
        bench("testsuite", seconds, "s", target=5 * 60)


if __name__ == "__main__":
    main()
