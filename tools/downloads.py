"""What the first page says of the files to download: shown where a file is there, else not."""

import re

WAITING = re.compile(r"<!--(?P<file>downloads/[\w.-]+): (?P<text>.*?)-->")
SHOWN = re.compile(r'<span data-file="[^"]*">.*?</span>')


def show_downloads(site):
    """Show on the first page the sentence of each file that the site holds by now."""

    def shown(match):
        there = (site / match["file"]).is_file()
        return f'<span data-file="{match["file"]}">{match["text"]}</span>' if there else match[0]

    page = site / "index.html"
    page.write_text(WAITING.sub(shown, page.read_text(encoding="utf-8")), encoding="utf-8")


def without_downloads(html):
    """The first page for where there are no such files."""
    return SHOWN.sub("", WAITING.sub("", html))
