"""A small copy of the book, with two short lectures, on which a test may break things."""

import os
import shutil
import subprocess
import sys

from tools.notebooks import BOOK, lecture_text
from tools.pairs import write_pair

CONTENTS = """format: jb-book
root: index
parts:
  - caption: Lectures
    chapters:
      - file: chapters/40_one
      - file: chapters/41_two
"""


def git(folder, *arguments):
    """What git says to a command in a folder, by an author of its own."""
    command = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


class SmallBook:
    """A copy of the book's settings, extensions and tools around two lectures."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("_config.yml", "_ext", "_static", "tools"):
            copy = shutil.copytree if (BOOK / name).is_dir() else shutil.copy
            copy(BOOK / name, folder / name)
        (folder / "_toc.yml").write_text(CONTENTS, encoding="utf-8")
        (folder / "index.md").write_text("# Small book\n\nA book.\n", encoding="utf-8")
        (folder / "chapters").mkdir()
        self.write("40_one", "1 + 1")
        self.write("41_two", "print(6 * 7)")

    def write(self, name, *codes):
        """Write one lecture and its pair."""
        path = self.folder / "chapters" / f"{name}.md"
        path.write_text(lecture_text(name, *codes), encoding="utf-8")
        write_pair(path)

    def run(self, *arguments, timeout=120, **environment):
        """Run one of the book's commands with this Python; extra variables go into its environment."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=self.folder,
            env={**inherited, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
        )

    def build(self, **options):
        return self.run("tools.build", **options)

    @property
    def site(self):
        return self.folder / "_build" / "html"

    def page(self, name="chapters/40_one"):
        return (self.site / f"{name}.html").read_text(encoding="utf-8")
