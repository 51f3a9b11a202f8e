"""Keep on one line what belongs together.

A browser breaks lines before and after a formula, whatever stands there: a full stop would begin the next line. The
name of a network, such as 2-16-1, would break at its hyphens, and 'lecture 44' before its number.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

CLOSE_BEFORE = re.compile(r"(.*?)(\S*)", re.DOTALL)
CLOSE_AFTER = re.compile(r"(\S*)(.*)", re.DOTALL)
NETWORK = re.compile(r"(\d+(?:-\d+)+)")
NUMBERED = re.compile(r"\b(lecture|study|exercise|question) (?=\d+\b(?!\. ))|(?<=\d) (?=%)", re.IGNORECASE)
NOT_PROSE = (nodes.literal, nodes.literal_block, nodes.raw, nodes.math, nodes.math_block)


class KeepTogether(SphinxPostTransform):
    default_priority = 900
    formats = ("html",)

    def run(self):
        for formula in list(self.document.findall(nodes.math)):
            self.keep_with_neighbours(formula)
        for text in list(self.document.findall(nodes.Text)):
            if not isinstance(text.parent, NOT_PROSE):
                self.keep_inside(text)

    def keep_with_neighbours(self, formula):
        """Give a formula what stands close to it, such as a full stop or a bracket; see mathml.visit_inline."""
        siblings, place = formula.parent, formula.parent.index(formula)
        if place and isinstance(siblings[place - 1], nodes.Text):
            rest, formula["before"] = CLOSE_BEFORE.fullmatch(siblings[place - 1]).groups()
            siblings[place - 1] = nodes.Text(rest)
        if place + 1 < len(siblings) and isinstance(siblings[place + 1], nodes.Text):
            formula["after"], rest = CLOSE_AFTER.fullmatch(siblings[place + 1]).groups()
            siblings[place + 1] = nodes.Text(rest)

    def keep_inside(self, text):
        """Mark the names of networks, and put a space that does not break before a number that has its word."""
        kept = NUMBERED.sub(lambda match: f"{match[1] or ''}\N{NO-BREAK SPACE}", text)
        parts = NETWORK.split(kept)
        if len(parts) > 1 or kept != text:
            text.parent.replace(
                text,
                [
                    nodes.inline("", part, classes=["together"]) if number % 2 else nodes.Text(part)
                    for number, part in enumerate(parts)
                ],
            )


def setup(app):
    app.add_post_transform(KeepTogether)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
