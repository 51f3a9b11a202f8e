"""Promise: one resolver pins every version, for every platform and every Python that the book runs on."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.notebooks import BOOK

NAMES = ("requirements", "requirements-tests")
# A Linux machine with the oldest Python and a Windows machine with the newest.
MACHINES = {
    "Debian 12": {"python_full_version": "3.11.2", "python_version": "3.11", "sys_platform": "linux"},
    "Python 3.11.0": {"python_full_version": "3.11.0", "python_version": "3.11", "sys_platform": "darwin"},
    "Windows": {"python_full_version": "3.14.0", "python_version": "3.14", "sys_platform": "win32"},
}


def lines(name):
    text = (BOOK / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith(("#", "-c "))]


def pins(name, machine=None):
    """{package: version} of a file of pins, or what of it one machine installs."""
    found = [Requirement(line) for line in lines(f"{name}.txt")]
    if machine:
        found = [pin for pin in found if pin.marker is None or pin.marker.evaluate({**machine, "extra": ""})]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in found}


@pytest.mark.parametrize("name", NAMES)
def test_every_requirement_says_why(name):
    for line in lines(f"{name}.in"):
        assert re.fullmatch(r"[\w.-]+(<[\d.]+)? +# .{5,}", line), line


@pytest.mark.parametrize("name", NAMES)
def test_every_requirement_is_pinned(name):
    named = {canonicalize_name(re.match(r"[\w.-]+", line)[0]) for line in lines(f"{name}.in")}
    assert named and named <= pins(name).keys(), "run 'make lock'"
    for line in lines(f"{name}.txt"):
        assert re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", line), line


@pytest.mark.parametrize("name", NAMES)
def test_the_bot_finds_how_the_pins_were_made(name):
    """It reads the command from the head of the file and runs it again."""
    text = (BOOK / f"{name}.txt").read_text(encoding="utf-8")
    command = re.search(r"^#    uv pip compile (.+)$", text, re.MULTILINE)[1]
    assert command == f"--universal --python-version 3.11 --no-annotate {name}.in --output-file {name}.txt"


@pytest.mark.parametrize("machine", MACHINES)
def test_one_version_of_each_package_for_a_machine(machine):
    """No package twice, and in both files the same one."""
    both = [pins(name, MACHINES[machine]) for name in NAMES]
    for name, found in zip(NAMES, both, strict=True):
        applied = [
            Requirement(line).name
            for line in lines(f"{name}.txt")
            if (marker := Requirement(line).marker) is None or marker.evaluate(MACHINES[machine])
        ]
        assert len(applied) == len(set(applied)) == len(found)
    shared = both[0].keys() & both[1].keys()
    assert shared and all(both[0][package] == both[1][package] for package in shared)


def test_an_old_python_gets_what_it_can_run():
    """Python 3.11.2 is Debian 12's; soupsieve 4.1 needs 3.11.5."""
    assert pins("requirements", MACHINES["Debian 12"])["soupsieve"].startswith("2.")


def test_a_cpu_build_of_torch_fits_the_pins():
    """No local part such as '+cu130' in torch's pin, and no package that only its CUDA build brings."""
    found = pins("requirements")
    assert "+" not in found["torch"]
    assert not [name for name in found if name.startswith(("nvidia-", "cuda-", "triton"))], "add it in pyproject.toml"
    assert "triton" in tomllib.loads((BOOK / "pyproject.toml").read_text())["tool"]["uv"]["pip"]["no-emit-package"]


def test_the_book_installs_without_what_only_tests_need():
    assert not pins("requirements").keys() & {"pytest", "playwright", "ruff", "uv", "pre-commit", "zizmor"}
