"""Write requirements.lock: the version of every package in this environment, as constraints for the next install."""

from importlib.metadata import distributions
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
HEAD = "# Written by 'make lock'. Constraints: what requirements.txt brings along gets these versions.\n"
TOOLS = {"pip", "setuptools", "wheel"}


def main():
    # '+cpu' names a build, not a version: without it a CPU build and the usual one both fit.
    versions = {dist.metadata["Name"].lower(): dist.version.split("+")[0] for dist in distributions()}
    lines = [f"{name}=={version}\n" for name, version in sorted(versions.items()) if name not in TOOLS]
    LOCK.write_text(HEAD + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} versions written to {LOCK.name}")


if __name__ == "__main__":
    main()
