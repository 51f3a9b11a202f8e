"""Mark the parts of a page's opening, so that the style sheet and the descriptions can tell them apart.

A page may have a plain subtitle, a line in italics under its title: it gets the class 'subtitle'.
"""

from docutils import nodes


def is_subtitle(node):
    """Whether a node is a paragraph that is one line in italics."""
    return isinstance(node, nodes.paragraph) and len(node) == 1 and isinstance(node[0], nodes.emphasis)


def mark_subtitle(app, doctree):
    title = next(iter(doctree.findall(nodes.title)), None)
    after = title.next_node(descend=False, siblings=True) if title else None
    if is_subtitle(after):
        after["classes"].append("subtitle")


def setup(app):
    app.connect("doctree-read", mark_subtitle)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
