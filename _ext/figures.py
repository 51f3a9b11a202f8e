"""Let a figure wait for the text, and keep its room, so that the text does not jump when it comes.

A figure is drawn with two pixels for each of the page's, to be sharp on a fine screen.
"""

from pathlib import Path

import imagesize
from docutils import nodes


def visit_image(writer, node):
    """As the theme writes it; a figure that has no wish of its own gets its size and waits."""
    path = Path(writer.builder.srcdir) / node["uri"]
    type(writer).visit_image(writer, node)
    width, height = (size // 2 for size in imagesize.get(path)) if path.suffix == ".png" and path.is_file() else (0, 0)
    if "loading" not in node and width > 0:
        tag = writer.body[-1]
        writer.body[-1] = tag.replace("<img ", f'<img width="{width}" height="{height}" loading="lazy" ', 1)


def depart_image(writer, node):
    type(writer).depart_image(writer, node)


def setup(app):
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
