"""Build the book, show it on this machine, and build it again whenever a source changes.

    python -m tools.serve [PORT]

sphinx-autobuild watches, serves and reloads the open page; the book's own build makes the pages, so that what you see
is what would be published.
"""

import subprocess
import sys

import uvicorn
from sphinx_autobuild.__main__ import _create_app
from sphinx_autobuild.filter import IgnoreFilter

from tools.build import BOOK

WATCHED = ["chapters", "appendix", "_ext", "_static"]


def rebuild(*, changed_paths):
    """Write the pairs, then build; a fault is printed and the last good pages stay."""
    for command in ("tools.pairs", "tools.build"):
        if subprocess.run([sys.executable, "-m", command], cwd=BOOK).returncode:
            return


def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    address = f"127.0.0.1:{port}"
    rebuild(changed_paths=())
    site = BOOK / "_build" / "html"
    if not site.is_dir():
        sys.exit("There is no book to show yet: mend the fault above first.")
    ignored = IgnoreFilter([".ipynb_checkpoints"], [r".*\.ipynb$", r".*__pycache__.*"])
    app = _create_app([BOOK / folder for folder in WATCHED], ignored, rebuild, site, address)
    print(f"Open http://{address} (Ctrl+C ends)")
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()
