"""Print the course as one PDF, by a real browser, from the book's one-page form: make pdf."""

import os
import shutil
import subprocess
import sys

import pikepdf

from tools.browser import chromium
from tools.build import BOOK, jupyter_book
from tools.downloads import show_downloads
from tools.offline import NAME

MARGIN = 18  # mm on each side of a page
CONTENT_WIDTH = round((210 - 2 * MARGIN) / 25.4 * 96)  # CSS pixels of a line on A4


def one_page(book):
    """Render every page into one; the path of that page."""
    work = book / "_build" / "work"
    shutil.rmtree(work / "_build" / "singlehtml", ignore_errors=True)
    command = jupyter_book(book, work, "--builder", "singlehtml", "-n")
    finished = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}
    )
    if finished.returncode:
        sys.exit(finished.stdout[-2000:] + finished.stderr[-2000:])
    return work / "_build" / "singlehtml" / "index.html"


def print_pdf(browser, page_path, target):
    """Print one page; the PDF has an outline, tags for screen readers, and its links work."""
    target.parent.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(color_scheme="light")
    page.goto(page_path.as_uri(), wait_until="load", timeout=120_000)
    page.emulate_media(media="print")
    # On paper all is near the window: figures and the pictures of charts wait for no scrolling.
    page.evaluate("[...document.images].forEach((image) => image.loading = 'eager')")
    page.wait_for_function("[...document.images].every((image) => image.complete)", timeout=60_000)
    page.pdf(path=str(target), format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), f"{MARGIN}mm"),
             outline=True, tagged=True, print_background=True)  # fmt: skip
    page.close()
    # The tags for screen readers are a hundred thousand small objects, which take far less when packed; the
    # browser packs its pictures for speed, which the hardest level makes a tenth smaller.
    pikepdf.settings.set_flate_compression_level(9)
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True)
    return target


def main():
    with chromium() as browser:
        site = BOOK / "_build" / "html"
        target = print_pdf(browser, one_page(BOOK), site / "downloads" / f"{NAME}.pdf")
    show_downloads(site)
    print(f"{target} ({target.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
