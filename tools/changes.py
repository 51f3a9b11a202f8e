"""Write a page that lists and links what differs from a commit, for the preview of a pull request.

    python -m tools.changes COMMIT

The page is _build/html/changes.html. It compares sources: a page whose source is the same can still look different
when a style, an extension or a version has changed, so those files are listed too.
"""

import html
import re
import subprocess
import sys

from tools.build import BOOK
from tools.sources import pages

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>What changed in this preview</title>
<style>body {{ max-width: 45rem; margin: 2rem auto; padding: 0 1rem; font: 1.1rem/1.5 sans-serif }}</style>
<h1>What changed in this preview</h1>
<p><a href="index.html">The whole book</a></p>
{sections}
</html>
"""


def changed_files(book, commit):
    """Every file that differs between a commit and the checkout, as (path, lines added, lines taken out)."""
    command = ["git", "-C", str(book), "diff", "--numstat", "--no-renames", commit, "--"]
    finished = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if finished.returncode:
        sys.exit(finished.stderr)
    rows = (line.split("\t") for line in finished.stdout.splitlines())
    return [(path, added, taken) for added, taken, path in rows]


def title(page):
    """The title of a page."""
    return re.search(r"^# (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)[1]


def listed(book, files):
    """The changed pages, and the other changed files, as (text, address or None); a pair is listed by its .md."""
    addresses = {path.relative_to(book).as_posix(): path for path in pages(book)}
    found = {"Pages": [], "Other files": []}
    for path, added, taken in files:
        extent = f"lines: {added} added, {taken} taken out"
        if path in addresses:
            found["Pages"].append((f"{title(addresses[path])} ({extent})", path.removesuffix(".md") + ".html"))
        elif not path.endswith(".ipynb"):
            found["Other files"].append((f"{path} ({extent})", None))
    return found


def as_html(found):
    """The page."""
    parts = []
    for heading, lines in found.items():
        parts += [f"<h2>{heading}</h2>", "<ul>"]
        for text, address in lines or [("none", None)]:
            text = html.escape(text)
            parts.append(f'<li><a href="{address}">{text}</a></li>' if address else f"<li>{text}</li>")
        parts.append("</ul>")
    return PAGE.format(sections="\n".join(parts))


def as_text(found):
    """The same lists as Markdown, for the run's summary."""
    return "\n\n".join(
        "\n".join([f"### {heading}", "", *(f"- {text}" for text, _ in lines or [("none", None)])])
        for heading, lines in found.items()
    )


def main():
    if len(sys.argv) != 2:
        sys.exit("Say with which commit to compare: python -m tools.changes COMMIT")
    found = listed(BOOK, changed_files(BOOK, sys.argv[1]))
    (BOOK / "_build" / "html" / "changes.html").write_text(as_html(found), encoding="utf-8")
    print(as_text(found))


if __name__ == "__main__":
    main()
