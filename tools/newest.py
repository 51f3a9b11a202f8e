"""Print what requirements.txt names, without the versions: what 'make newest' installs."""

import re
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements.txt"
# Version 2 is another program: see CONTRIBUTING.md.
BELOW = {"jupyter-book": "2"}


def without_pins(text):
    """The requirements, one a line, free to take the newest version."""
    names = re.findall(r"^([\w.-]+)==", text, re.MULTILINE)
    return "".join(f"{name}<{BELOW[name]}\n" if name in BELOW else f"{name}\n" for name in names)


if __name__ == "__main__":
    print(without_pins(REQUIREMENTS.read_text(encoding="utf-8")), end="")
