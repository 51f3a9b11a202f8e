"""Promise: every version is pinned in one place, and the newest versions can be tried without editing the pins."""

import re

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.lock import named
from tools.newest import without_pins
from tools.notebooks import BOOK

REQUIREMENTS = (BOOK / "requirements.txt").read_text(encoding="utf-8")
LOCK = (BOOK / "requirements.lock").read_text(encoding="utf-8")
LINES = [line for line in REQUIREMENTS.splitlines() if line and not line.startswith("#")]


def test_every_requirement_is_pinned_and_says_why():
    for line in LINES:
        assert re.fullmatch(r"[\w.-]+==[\w.]+ +# .{5,}", line), line


def test_a_version_stands_in_one_file():
    assert not named(REQUIREMENTS) & named(LOCK), "run 'make lock'"


def test_a_cpu_build_of_torch_fits_the_pin():
    """Without a local part such as '+cu130', the pin takes the usual build and the CPU build."""
    pin = next(Requirement(line.split("#")[0]) for line in LINES if line.startswith("torch=="))
    version = str(pin.specifier).removeprefix("==")
    assert "+" not in version
    assert pin.specifier.contains(version) and pin.specifier.contains(version + "+cpu")


def test_without_pins_every_package_may_rise():
    loose = [Requirement(line) for line in without_pins(REQUIREMENTS).splitlines()]
    assert {canonicalize_name(line.name) for line in loose} == named(REQUIREMENTS)
    for line in loose:
        assert not [part for part in line.specifier if part.operator != "<"], line
    book = next(line for line in loose if line.name == "jupyter-book")
    assert book.specifier.contains("1.9") and not book.specifier.contains("2.0")
