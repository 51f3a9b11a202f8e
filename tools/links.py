"""Ask every outside link of the built book for an answer, and list those that have none: make links."""

import json
import subprocess
import sys

from tools.build import BOOK, jupyter_book

FOUND = {"working", "redirected", "unchecked", "ignored"}


def check_links(book=BOOK):
    """What Sphinx's link checker found: one dictionary a link, with filename, lineno, uri, status and info."""
    work = book / "_build" / "work"
    report = work / "_build" / "html" / "output.json"
    report.unlink(missing_ok=True)
    command = jupyter_book(book, work, "--builder", "linkcheck")
    finished = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if not report.exists():
        sys.exit(finished.stdout[-4000:] + finished.stderr[-4000:])
    links = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    for path in (report, report.with_suffix(".txt")):  # no pages of the book
        path.unlink()
    return [link for link in links if link["uri"].startswith("http")]


def main():
    links = check_links()
    broken = sorted((link for link in links if link["status"] not in FOUND), key=lambda link: link["filename"])
    for link in broken:
        print(f"- {link['filename']}, line {link['lineno']}: {link['uri']} ({link['info'] or link['status']})")
    print(f"{len(links)} outside links, {len(broken)} without an answer")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
