"""Give a page without JavaScript the dark colours where the reader's system asks for them.

The theme's script writes the mode into the page, and the dark rules ask for it. Without the script a second, small
sheet holds the same rules for a page that has no mode; nobody else loads it.
"""

import hashlib
from pathlib import Path

import tinycss2

NAME = "without-script.css"
# The sheets that know of the dark mode, in the order in which a page asks for them.
SHEETS = (
    "styles/theme.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "mystnb.*.css",
    "course.css",
)
DARK = ('html[data-theme="dark"]', "html[data-theme=dark]", "html[data-theme]")  # the last: rules for any mode
LINK = '<noscript><link rel="stylesheet" href="%s" media="(prefers-color-scheme: dark)" /></noscript>\n'
NO_MODE = "html:root:not([data-theme])"  # stronger than the theme's light rules for a page without a mode
KEPT_LIGHT = ".only-light"  # the dark logo needs the script


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


def dark_rules(rules):
    """The rules for the dark mode, asking for no mode instead."""
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [part for part in split(rule.prelude) if part.startswith(DARK) and KEPT_LIGHT not in part]
            for name in DARK:
                selectors = [part.replace(name, NO_MODE) for part in selectors]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content).strip()}}}\n"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports") and rule.content:
            inside = "".join(dark_rules(parsed(rule.content)))
            if inside:
                yield f"@{rule.at_keyword} {tinycss2.serialize(rule.prelude).strip()}{{{inside}}}\n"


def name_sheet(app, pagename, templatename, context, doctree):
    if app.builder.name == "html":
        context["metatags"] = context.get("metatags", "") + LINK % context["pathto"](NAME, 1)


def write_sheet(app, error):
    if error or app.builder.name != "html":
        return
    static = Path(app.outdir) / "_static"
    sheets = [path.read_text(encoding="utf-8") for name in SHEETS for path in static.glob(name)]
    mark = f"/* of {hashlib.sha256(''.join(sheets).encode()).hexdigest()} */\n"
    written = static.parent / NAME
    if written.is_file() and written.read_text(encoding="utf-8").startswith(mark):
        return  # the sheets are those of the last build
    rules = [rule for sheet in sheets for rule in parsed(sheet)]
    written.write_text(mark + "".join(dark_rules(rules)), encoding="utf-8")


def setup(app):
    app.connect("html-page-context", name_sheet)
    # After the theme has written its sheets.
    app.connect("build-finished", write_sheet, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
