"""Let the search lead to the section: which words each section holds, for the scorer beside this file.

Sphinx's own index knows the words of a page, not where on the page they stand. The list is a script of its own, since
a page opened from a file may load scripts and nothing else; only the search page asks for it.
"""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.search.en import SearchEnglish

SCRIPT = "sections.js"
SCORER = "section_search.js"
NAME = re.compile(r"(?:chapters|studies)/s?\d+_(.+)")
LANGUAGE = SearchEnglish({})
stem = cache(LANGUAGE.stem)  # a page says most of its words more than once


def stems(text):
    """The words of a text as Sphinx's search cuts them, with their counts."""
    words = (word.lower() for word in LANGUAGE.split(text))
    return Counter(stem(word) for word in words if LANGUAGE.word_filter(word))


def own_text(section):
    """The text of a section without that of its subsections."""
    return " ".join(part.astext() for part in section if not isinstance(part, nodes.section | nodes.title))


def sections(doctree):
    """Each section below the page's title as (place, title, words of the title, words of the text)."""
    for section in list(doctree.findall(nodes.section))[1:]:
        title = section.next_node(nodes.title).astext()
        counts = stems(own_text(section))
        text = " ".join(word if count == 1 else f"{word}:{count}" for word, count in counts.items())
        yield section["ids"][0], title, " ".join(stems(title)), text


def collect(app, doctree):
    known = app.env.course_sections = getattr(app.env, "course_sections", {})
    known[app.env.docname] = list(sections(doctree))
    name = NAME.fullmatch(app.env.docname)
    if name:
        # The file's name says the subject, and the text need not hold the word.
        doctree.insert(0, nodes.meta(name="keywords", content=name[1].replace("_", ", ")))


def forget(app, env, page):
    getattr(env, "course_sections", {}).pop(page, None)


def merge(app, env, pages, other):
    env.course_sections = {**getattr(env, "course_sections", {}), **getattr(other, "course_sections", {})}


def write_script(app, error):
    if error or app.builder.name != "html":
        return
    data = json.dumps(app.env.course_sections, ensure_ascii=False, separators=(",", ":"))
    (Path(app.outdir) / SCRIPT).write_text(f"var COURSE_SECTIONS = {data};\n", encoding="utf-8")


def ask_for_script(app, pagename, templatename, context, doctree):
    if pagename == "search" and app.builder.name == "html":
        address = context["pathto"](SCRIPT, 1)
        context["metatags"] = context.get("metatags", "") + f'<script src="{address}"></script>\n'


def use_scorer(app, config):
    config.html_search_scorer = str(Path(__file__).with_name(SCORER))


def setup(app):
    app.connect("config-inited", use_scorer)
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", ask_for_script)
    app.connect("build-finished", write_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
