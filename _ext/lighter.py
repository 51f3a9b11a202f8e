"""Make the pages light: one style sheet with the rules in use, scripts and figures after the text.

The theme's pages ask for nine style sheets and twelve scripts before they show a word. Nine tenths of the rules match
nothing in the book, and the search index is of use on the search page alone.
"""

import hashlib
import posixpath
import re
from pathlib import Path

import imagesize
import tinycss2
from sphinx.errors import ExtensionError

SHEET_NAME = "site.css"
SHEET_LINK = re.compile(
    r'[ \t]*<link (?=[^>]*rel="stylesheet")[^>]*href="(?P<up>[^"]*?)_static/(?P<name>[^"?]+)[^"]*"[^>]*>\n?'
)
CLASSES = re.compile(r'class="([^"]*)"')
WORD = re.compile(r"[\w-]+")
CHART_WORD = re.compile(r"(?:vega|chart)-[\w-]+")
# What a selector asks for; what it asks not to have does not count.
ASKED = re.compile(r"\.((?:[\w-]|\\.)+)")
EXCLUDED = re.compile(r":(?:not|is|where|has)\([^()]*(?:\([^()]*\)[^()]*)*\)")
ADDRESS = re.compile(r"url\(\s*(['\"]?)(?!data:|https?:|/|#)([^'\")]+)\1\s*\)")
SEARCH_SCRIPT = re.compile(
    r'[ \t]*<script src="[^"]*(?:_static/searchtools|_static/language_data|searchindex)\.js[^"]*"></script>\n?'
)
# A script with an address waits for the text; one that uses such a script's names waits as a module does.
HEAD_SCRIPT = re.compile(r"<script (?=src=)")
DEPENDENT = re.compile(r"<script>(?=DOCUMENTATION_OPTIONS\.)")
PRELOAD = re.compile(r'[ \t]*<link rel="preload" as="script"[^>]*>\n?')
FIGURE = re.compile(r'<img (?![^>]*\bloading=)(?=[^>]*src="([^"]*_images/[^"]+)")')
# Then all of them come, so that a page is whole when it is printed or kept.
FIGURES_LAST = """<script>
addEventListener("load", () => document.querySelectorAll("img[loading=lazy]").forEach((img) => img.loading = "eager"));
</script>
</body>"""
# Names and punctuation have the colour of plain text in both themes: four elements in ten of a page say nothing.
PLAIN_CODE = re.compile(r'<span class="(?:n|nn|p|w)">([^<]*)</span>')
# A page opened from a file may fetch no other page, so the search shows no excerpts there.
NO_EXCERPTS = """<script type="module">
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
</script>
"""
# Small faults of the theme's head: no mode until a reader picks one, and the same line three times.
MODE = ('localStorage.getItem("mode") || ""', 'localStorage.getItem("mode") || "auto"')
VIEWPORT = re.compile(r'\s*<meta name="viewport"[^>]*>')


def words_in_use(folder):
    """Every class of a page, and every word of a script, which may set it as a class."""
    used = set()
    for path in folder.rglob("*.html"):
        for names in CLASSES.findall(path.read_text(encoding="utf-8")):
            used.update(names.split())
    for path in (folder / "_static").rglob("*.js"):
        if "locales" not in path.parts:
            # Of the charts' script only its own names: it holds thousands of words, and the rest draws in SVG.
            word = CHART_WORD if path.name == "charts.js" else WORD
            used.update(word.findall(path.read_text(encoding="utf-8")))
    return used


def matches(selector, used):
    """Whether a selector can match: every class that it asks for is in use."""
    return all(name.replace("\\", "") in used for name in ASKED.findall(EXCLUDED.sub("", selector)))


def kept_rules(rules, used):
    """The text of the rules that can match something, without comments and without empty blocks."""
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [part for part in split(rule.prelude) if matches(part, used)]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content).strip()}}}\n"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports", "layer") and rule.content:
            inside = "".join(kept_rules(parsed(rule.content), used))
            if inside:
                yield f"@{rule.at_keyword} {tinycss2.serialize(rule.prelude).strip()}{{{inside}}}\n"
        elif rule.type == "at-rule" and rule.lower_at_keyword not in ("charset", "import"):
            yield rule.serialize() + "\n"


def parsed(content):
    return tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True)


def split(prelude):
    """The selectors of a rule, at the commas outside brackets."""
    parts = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        elif token.type != "comment":
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def sheet_text(static, name, used):
    """The rules in use of one sheet and of those that it imports, with addresses seen from the folder of the sheets."""

    def seen_from_static(address):
        return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))

    rules = parsed((static / name).read_text(encoding="utf-8"))
    imported = [rule.prelude for rule in rules if rule.type == "at-rule" and rule.lower_at_keyword == "import"]
    addresses = [token.value for prelude in imported for token in prelude if token.type in ("string", "url")]
    own = "".join(kept_rules(rules, used))
    own = ADDRESS.sub(lambda match: f'url("{seen_from_static(match[2])}")', own)
    return "".join(sheet_text(static, seen_from_static(address), used) for address in addresses) + own


def sized(page_folder):
    """A replacement that lets a figure wait for the text; with its size, so that the text does not jump then.

    A figure is drawn with two pixels for each of the page's, to be sharp on a fine screen.
    """

    def replace(match):
        width, height = (size // 2 for size in imagesize.get(page_folder / match[1]))
        size = f'width="{width}" height="{height}" ' if width > 0 else ""
        return f'<img {size}loading="lazy" '

    return replace


def lighten(page, path, link):
    """The page with one sheet, scripts that wait for the text, and figures of known size that do so too."""
    first = SHEET_LINK.search(page)
    page = page[: first.start()] + link % first["up"] + page[first.start() :]
    head, body = page.split("</head>", 1)
    ours = link % first["up"]
    head = ours.join(SHEET_LINK.sub("", part) for part in head.split(ours, 1))
    head = head.replace(*MODE)
    charset, viewport, rest = head.partition(VIEWPORT.search(head)[0])
    head = charset + viewport + VIEWPORT.sub("", rest)
    if path.name != "search.html":
        head = SEARCH_SCRIPT.sub("", head)
    elif NO_EXCERPTS not in head:
        head = SEARCH_SCRIPT.sub(lambda match: NO_EXCERPTS + match[0], head, count=1)
    head = DEPENDENT.sub('<script type="module">', PRELOAD.sub("", head))
    page = HEAD_SCRIPT.sub("<script defer ", head) + "</head>" + body
    page = PLAIN_CODE.sub(r"\1", FIGURE.sub(sized(path.parent), page))
    return page if FIGURES_LAST in page else page.replace("</body>", FIGURES_LAST, 1)


def lighten_pages(app, error):
    if error or app.builder.name != "html":
        return
    folder, static = Path(app.outdir), Path(app.outdir) / "_static"
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html")) if path.parent != static}
    lists = {tuple(match["name"] for match in SHEET_LINK.finditer(page)) for page in pages.values()} - {(SHEET_NAME,)}
    if len(lists) > 1:
        raise ExtensionError(f"Pages with different style sheets: {lists}. _ext/lighter.py writes one for all.")
    if lists:
        used = words_in_use(folder)
        sheet = "".join(sheet_text(static, name, used) for name in lists.pop())
        (static / SHEET_NAME).write_text(sheet, encoding="utf-8")
    digest = hashlib.sha256((static / SHEET_NAME).read_bytes()).hexdigest()[:8]
    link = f'    <link rel="stylesheet" href="%s_static/{SHEET_NAME}?v={digest}" />\n'
    for path, page in pages.items():
        path.write_text(lighten(page, path, link), encoding="utf-8")


def setup(app):
    # After the extensions that change the pages and the sheets.
    app.connect("build-finished", lighten_pages, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
