"""Start JupyterLab on the lectures, their pairs kept: make lab."""

import os
import sys

from tools.build import BOOK
from tools.sources import SourceError, check_pair, lectures


def main():
    try:
        # Of two files that differ, jupytext takes the newer one, and git gives files any time: never start so.
        for lecture in lectures(BOOK):
            check_pair(lecture)
    except SourceError as error:
        sys.exit(str(error))
    first = lectures(BOOK)[0].with_suffix(".ipynb").relative_to(BOOK).as_posix()
    command = [sys.executable, "-m", "jupyterlab", f"--config={BOOK / 'tools' / 'lab_config.py'}"]
    command += [f"--ServerApp.root_dir={BOOK}", f"--LabApp.default_url=/lab/tree/{first}"]
    command += ["--allow-root", *sys.argv[1:]]  # a container has no other user
    os.chdir(BOOK)
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
