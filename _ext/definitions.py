"""Bring the definition of each glossary term that a page links onto the page, for the script to show in place.

The definitions stand once at the end of the page, hidden; _static/course.js shows one beside the link that is pointed
at, focused or tapped. Without the script the link leads to the glossary, as it says.
"""

from html import escape

from docutils import nodes
from sphinx import addnodes

GLOSSARY = "appendix/glossary"
END = "Taught in "  # what follows says where, and is of no use in place


class Definitions(nodes.comment):
    """The definitions used on a page; a comment to Sphinx, so that its search does not find each term everywhere."""


class Definition(nodes.paragraph):
    """The definition of one term."""


def is_entry(node):
    return isinstance(node, nodes.section) and not list(node.findall(nodes.section))[1:]


def definition(entry):
    """The part of an entry's first paragraph that defines the term, without links."""
    shown = Definition(term=entry["ids"][0])
    paragraph = entry.next_node(nodes.paragraph)
    for part in paragraph.children if paragraph else []:
        before, found, _ = part.astext().partition(END)
        if found and isinstance(part, nodes.Text):
            shown += nodes.Text(before.rstrip())
            break
        shown += part.deepcopy()
    for link in [*shown.findall(addnodes.pending_xref), *shown.findall(nodes.reference)]:
        link.replace_self(link.children)
    return shown


def glossary(env):
    """The definitions of all terms, by the names of their places in the glossary."""
    if GLOSSARY not in env.found_docs:
        return {}
    return {name: definition(entry) for entry in env.get_doctree(GLOSSARY).findall(is_entry) for name in entry["ids"]}


def note_dependency(app, doctree):
    """Let a page be written anew when a definition on it changes."""
    if any(link["reftarget"].startswith(GLOSSARY) for link in doctree.findall(addnodes.pending_xref)):
        app.env.note_dependency(f"{GLOSSARY}.md")


def add_definitions(app, doctree, page):
    """Put the definitions of the terms that a page links at its end."""
    if app.builder.name != "html" or page == GLOSSARY:
        return
    start = app.builder.get_relative_uri(page, GLOSSARY) + "#" if GLOSSARY in app.env.found_docs else None
    links = [link for link in doctree.findall(nodes.reference) if start and link.get("refuri", "").startswith(start)]
    if not links:
        return
    if not hasattr(app, "course_glossary"):
        app.course_glossary = glossary(app.env)
    terms = dict.fromkeys(link["refuri"].removeprefix(start) for link in links)
    shown = Definitions()
    shown.extend(app.course_glossary[term].deepcopy() for term in terms if term in app.course_glossary)
    doctree += shown


def visit_definitions(writer, node):
    writer.body.append('<div class="definitions" hidden>\n')


def depart_definitions(writer, node):
    writer.body.append("</div>\n")


def visit_definition(writer, node):
    writer.body.append(f'<p data-term="{escape(node["term"])}">')


def depart_definition(writer, node):
    writer.body.append("</p>\n")


def setup(app):
    app.add_node(Definitions, html=(visit_definitions, depart_definitions))
    app.add_node(Definition, html=(visit_definition, depart_definition))
    app.connect("doctree-read", note_dependency)
    # After the formulae in the text have got their links.
    app.connect("doctree-resolved", add_definitions, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
