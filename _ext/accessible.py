"""Mend what the theme leaves out for readers who use a keyboard or a screen reader.

Each entry: what the theme writes, what it should write, and why.
"""

import re
from pathlib import Path

MENDS = [
    # The logo and the search stand outside every landmark.
    (
        re.compile(r'<div (id="pst-primary-sidebar" )?class="bd-sidebar-primary bd-sidebar'),
        r'<div \1role="navigation" aria-label="Site" class="bd-sidebar-primary bd-sidebar',
    ),
    # An empty corner of a table is no header.
    (re.compile(r'<th class="head(?:[^"]*)">(?:<p></p>|)</th>'), "<td></td>"),
    # A header that is a formula alone gets its LaTeX as words: not every reader takes MathML for text.
    (
        re.compile(
            r'(<th class="head[^"]*"><p>)(<span class="math"><math[^>]*>(?:(?!</math>).)*?'
            r'<annotation encoding="application/x-tex">((?:(?!<).)*)</annotation></semantics></math></span></p></th>)'
        ),
        r'\1<span class="visually-hidden">\3</span>\2',
    ),
]


def mend_pages(app, error):
    if error or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        page = mended = path.read_text(encoding="utf-8")
        for pattern, right in MENDS:
            mended = pattern.sub(right, mended)
        if mended != page:
            path.write_text(mended, encoding="utf-8")


def setup(app):
    app.connect("build-finished", mend_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
