"""Promise: all tests of a notebook run in one worker. Else each worker runs it, and only the clock says so."""

import re
import subprocess
import sys

from tools.notebooks import BOOK

RAN = re.compile(r"^\[(gw\d)\] .* PASSED .*\[(44|45)_", re.MULTILINE)


def test_the_tests_of_a_notebook_share_a_worker():
    cheap = ["tests/build/test_pairs.py", "tests/lectures/test_portable.py", "-k", "44_ or 45_"]
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", *cheap, "--numprocesses", "2", "--verbose", "-p", "no:cacheprovider"],
        cwd=BOOK,
        capture_output=True,
        text=True,
    )
    ran = RAN.findall(finished.stdout)
    assert len(ran) > 10, finished.stdout
    assert len(set(ran)) == 2
