"""Build the book, show it on this machine, and build it again whenever a source changes: make serve.

    python -m tools.serve [PORT]

livereload watches, serves and reloads the open page; the book's own build makes the pages, so that what you see is
what would be published.
"""

import subprocess
import sys

from livereload import Server

from tools.build import BOOK


def rebuild():
    """Write the pairs, then build; a fault is printed and the last good pages stay."""
    for command in ("tools.pairs", "tools.build"):
        if subprocess.run([sys.executable, "-m", command], cwd=BOOK).returncode:
            return


def watched():
    """Every file of the book but what is built and what is hidden, as patterns: a new file is noticed too."""
    yield str(BOOK / "*")
    for folder in sorted(BOOK.iterdir()):
        if folder.is_dir() and folder.name != "_build" and not folder.name.startswith("."):
            yield str(folder / "**" / "*")


def is_made(path):
    """Whether a file is written by the build: a change of it must not start another."""
    return path.endswith(".ipynb") or "__pycache__" in path


def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    server = Server()
    for pattern in watched():
        server.watch(pattern, rebuild, ignore=is_made)
    rebuild()
    site = BOOK / "_build" / "html"
    if not site.is_dir():
        sys.exit("There is no book to show yet: mend the fault above first.")
    print(f"Open http://127.0.0.1:{port} (Ctrl+C ends)", flush=True)
    server.serve(port=port, host="127.0.0.1", root=str(site), default_filename="index.html")


if __name__ == "__main__":
    main()
