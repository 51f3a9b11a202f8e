"""Mend the head of a table for readers who use a screen reader.

An empty corner is no header. A header that is a formula alone gets its LaTeX as words too: not every reader takes
MathML for text.
"""

from docutils import nodes


class Corner(nodes.entry):
    """An empty cell in the head of a table."""


def headers(doctree):
    for head in doctree.findall(nodes.thead):
        yield from list(head.findall(nodes.entry))


def is_formula(entry):
    """Whether a header is a formula and nothing else."""
    return len(entry) == 1 and len(entry[0]) == 1 and isinstance(entry[0][0], nodes.math)


def mend_tables(app, doctree):
    for entry in headers(doctree):
        if not entry.astext().strip():
            entry.replace_self(Corner())
        elif is_formula(entry):
            entry[0].insert(0, nodes.inline("", entry.astext(), classes=["visually-hidden"]))


def visit_corner(writer, node):
    node.parent.column += 1
    writer.body.append("<td></td>")
    raise nodes.SkipNode


def setup(app):
    app.add_node(Corner, html=(visit_corner, None))
    app.connect("doctree-read", mend_tables)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
