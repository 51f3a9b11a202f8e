"""What search engines and link previews read: description, title, picture and address of each page, and a sitemap.

The description is the page's first paragraph, for a lecture its question; the picture is the lecture's card on the
first page. Addresses are those of the repository that builds the book: without one there are none, and no sitemap.
"""

import html
from pathlib import Path
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from docutils import nodes

SITEMAP = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
%s</urlset>
"""
LONGEST = 200  # characters of a description


def description(doctree):
    """The first paragraph of a page after its subtitle, cut at a word."""
    paragraphs = (node for node in doctree.findall(nodes.paragraph) if "subtitle" not in node["classes"])
    paragraph = next(paragraphs, None)
    text = " ".join(paragraph.astext().split()) if paragraph else ""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def tag(kind, name, content):
    return f'<meta {kind}="{name}" content="{html.escape(content, quote=True)}" />'


def describe(app, pagename, templatename, context, doctree):
    """Add the tags to the head of a page."""
    if doctree is None or app.builder.name != "html":
        return
    text, title = description(doctree), nodes.unescape(context["title"])
    tags = [
        tag("name", "description", text),
        tag("property", "og:title", html.unescape(title)),
        tag("property", "og:description", text),
        tag("property", "og:type", "website" if pagename == app.config.root_doc else "article"),
        tag("property", "og:site_name", app.config.html_title or app.config.project),
    ]
    base = app.config.html_baseurl
    if base:
        tags.append(tag("property", "og:url", urljoin(base, app.builder.get_target_uri(pagename))))
        card = f"_build/cards/{Path(pagename).name}.webp"
        if card in app.env.images:
            tags.append(tag("property", "og:image", urljoin(base, f"_images/{app.env.images[card][1]}")))
    context["metatags"] = context.get("metatags", "") + "\n".join(tags)
    if pagename == app.config.root_doc:
        context["title"] = ""  # the site's own title follows


def write_sitemap(app, error):
    """List every page under its address."""
    base = app.config.html_baseurl
    if error or app.builder.name != "html" or not base:
        return
    addresses = [urljoin(base, app.builder.get_target_uri(name)) for name in sorted(app.env.found_docs)]
    lines = "".join(f"  <url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    text = SITEMAP % lines
    (Path(app.outdir) / "sitemap.xml").write_text(text, encoding="utf-8")


def setup(app):
    app.connect("html-page-context", describe)
    app.connect("build-finished", write_sitemap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
