"""Write formulae as MathML when the book is built, so that a page needs no script for its mathematics.

The LaTeX source stays in each formula as an annotation, where screen readers and copying find it.
"""

import re
from html import escape

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
CONVERTER = LatexToMathML(annotation=True, fancy_error=False)
TAG = re.compile(r"\\tag\{([^}]*)\}")


def convert(node, latex, display):
    """MathML for one formula; of one that cannot be read its LaTeX, with a warning that names file and line."""
    try:
        return CONVERTER.convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        LOGGER.warning("the formula %r cannot be read. %s", latex, error, location=node)
        return escape(latex)


def visit_inline(writer, node):
    before, after = (escape(node.get(side, "")) for side in ("before", "after"))
    formula = convert(node, node.astext(), display=False)
    writer.body.append(f'<span class="math">{before}{formula}{after}</span>')
    raise nodes.SkipNode


def visit_block(writer, node):
    latex = node.astext()
    tag = TAG.search(latex)
    number = f'<span class="math-number">({tag[1]})</span>' if tag else ""
    name = f"Formula {tag[1]}" if tag else "Formula"
    formula = convert(node, TAG.sub("", latex), display=True)
    place = f' id="{node["ids"][0]}"' if node["ids"] else ""
    # A wide formula scrolls inside itself; tabindex lets the keyboard reach it.
    writer.body.append(
        f'<div class="math-block"{place}><div class="math" tabindex="0" role="group" aria-label="{name}">'
        f"{formula}</div>{number}</div>"
    )
    raise nodes.SkipNode


def select(app, config):
    config.html_math_renderer = "mathml"


def setup(app):
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.connect("config-inited", select, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
