"""Write requirements.lock: the version of every package that requirements.txt brings along, as constraints.

What requirements.txt names is left out: one place holds each version, so that a bot can raise it there.
"""

import re
from importlib.metadata import distributions
from pathlib import Path

from packaging.utils import canonicalize_name

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
REQUIREMENTS = LOCK.with_suffix(".txt")
HEAD = "# Written by 'make lock'. Constraints: what requirements.txt brings along gets these versions.\n"
TOOLS = {"pip", "setuptools", "wheel"}


def named(text):
    """The packages that a requirements file names."""
    return {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)[=<>~]", text, re.MULTILINE)}


def main():
    # '+cpu' names a build, not a version: without it a CPU build and the usual one both fit.
    versions = {dist.metadata["Name"].lower(): dist.version.split("+")[0] for dist in distributions()}
    left_out = TOOLS | named(REQUIREMENTS.read_text(encoding="utf-8"))
    brought = {name: version for name, version in versions.items() if canonicalize_name(name) not in left_out}
    lines = [f"{name}=={version}\n" for name, version in sorted(brought.items())]
    LOCK.write_text(HEAD + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} versions written to {LOCK.name}")


if __name__ == "__main__":
    main()
