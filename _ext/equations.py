r"""Link each mention '(44.5)' of a formula to the formula with \tag{44.5}, on its own page or on another."""

import re

from docutils import nodes
from mathml import TAG

MENTION = re.compile(r"\(([1-9]\d?|[sS]\d)\.(\d+)\)")
# Where a number in brackets is no mention, or where a link may not stand.
NOT_PROSE = (nodes.literal, nodes.literal_block, nodes.reference, nodes.title, nodes.math, nodes.math_block, nodes.raw)


def anchor(number):
    """The name of a formula's place on its page: 'equation-44-5'."""
    return f"equation-{number.lower().replace('.', '-')}"


def collect(app, doctree):
    """Give the numbered formulae of a page their places, and note on which page each number stands."""
    page = app.env.docname
    numbers = app.env.course_equations = getattr(app.env, "course_equations", {})
    for formula in doctree.findall(nodes.math_block):
        tag = TAG.search(formula.astext())
        if tag:
            formula["ids"].append(anchor(tag[1]))
            numbers[tag[1].lower()] = page


def forget(app, env, page):
    """Drop what a page said before it is read anew."""
    known = getattr(env, "course_equations", {})
    env.course_equations = {number: place for number, place in known.items() if place != page}


def merge(app, env, pages, other):
    env.course_equations = {**getattr(env, "course_equations", {}), **getattr(other, "course_equations", {})}


def linked(app, page, text):
    """The text in pieces, each mention of a known formula a link."""
    known = getattr(app.env, "course_equations", {})
    pieces, end = [], 0
    for mention in MENTION.finditer(text):
        number = mention[0][1:-1].lower()
        if number not in known:
            continue
        address = "" if known[number] == page else app.builder.get_relative_uri(page, known[number])
        pieces.append(nodes.Text(text[end : mention.start()]))
        link = nodes.reference("", mention[0], internal=True, refuri=f"{address}#{anchor(number)}")
        link["classes"].append("equation-link")
        pieces.append(link)
        end = mention.end()
    return [*pieces, nodes.Text(text[end:])] if pieces else None


def link_mentions(app, doctree, page):
    for text in list(doctree.findall(nodes.Text)):
        parent = text.parent
        inside = parent
        while inside is not None and not isinstance(inside, NOT_PROSE):
            inside = inside.parent
        if inside is None and isinstance(parent, nodes.TextElement):
            pieces = linked(app, page, text.astext())
            if pieces:
                parent.replace(text, pieces)


def setup(app):
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("doctree-resolved", link_mentions)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
