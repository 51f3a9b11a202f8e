"""Draw the theme's icons from SVG files of the 'fontawesomefree' package, in one small style sheet.

The theme would load Font Awesome's script, 543 kB compressed, for about a dozen icons: _ext/templates/layout.html
leaves it out.
"""

import re
from pathlib import Path
from urllib.parse import quote

import fontawesomefree

ICON = re.compile(r'class="([^"]*\b(?:fas|fab|far|fa-solid|fa-brands|fa-regular)\b[^"]*)"')
STYLES = {"fas": "solid", "fa-solid": "solid", "fab": "brands", "fa-brands": "brands", "far": "regular",
          "fa-regular": "regular"}  # fmt: skip
SIZES = {"fa-lg", "fa-fw"}
# What the theme's style sheet holds for fonts of icons: the fonts, and a letter for each of two thousand icons.
FONT = re.compile(r"@font-face\s*\{[^}]*(?:Font ?Awesome|fa-(?:solid|brands|regular|v4))[^}]*\}")
LETTER = re.compile(r'(?:\.fa-[\w-]+::?before,?)+\{content:"[^"]*"\}')
STYLE_SHEET = "icons.css"
EVERY_STYLE = ",".join(f".{name}::before" for name in STYLES)
BASE = (
    f'{EVERY_STYLE}{{content:"";display:inline-block;width:1em;height:1em;vertical-align:-.125em;'
    "background:currentColor;-webkit-mask:center/contain no-repeat;mask:center/contain no-repeat}\n"
)


def icons_of(page):
    """The (style class, icon class) of every icon on a page."""
    for match in ICON.finditer(page):
        names = match[1].split()
        style = next(name for name in names if name in STYLES)
        for name in names:
            if name.startswith("fa-") and name not in STYLES and name not in SIZES:
                yield style, name


def rule(style, name):
    """The style rule that draws one icon as a mask in the text's colour; '' for an unknown one."""
    folder = Path(fontawesomefree.__file__).parent / "static/fontawesomefree/svgs" / STYLES[style]
    svg = folder / f"{name[3:]}.svg"
    if not svg.is_file():
        return ""
    picture = re.sub(r"<!--.*?-->", "", svg.read_text(encoding="utf-8"), flags=re.DOTALL)
    address = "data:image/svg+xml," + quote(picture, safe="/:= '")
    # Three classes: stronger than the theme's own rule, which would ask for a font.
    mask = f'-webkit-mask-image:url("{address}");mask-image:url("{address}")'
    return f'.{style}.{name}.{name}::before{{content:"";{mask}}}\n'


def write_sheet(app, error):
    """Write the style sheet with the icons that the pages use, and leave the fonts and scripts of the rest away."""
    if error or app.builder.format != "html":
        return
    # The theme's script adds these when the pages are open.
    used = {("fa-solid", "fa-sun"), ("fa-solid", "fa-moon"), ("fa-solid", "fa-circle-half-stroke")}
    folder = Path(app.outdir)
    for path in folder.rglob("*.html"):
        used.update(icons_of(path.read_text(encoding="utf-8")))
    sheet = BASE + "".join(rule(*icon) for icon in sorted(used))
    (folder / "_static" / STYLE_SHEET).write_text(sheet, encoding="utf-8")
    for sheet_path in (folder / "_static" / "styles").glob("*.css"):
        text = sheet_path.read_text(encoding="utf-8")
        sheet_path.write_text(LETTER.sub("", FONT.sub("", text)), encoding="utf-8")
    for unused in (folder / "_static").rglob("*fontawesome*"):
        if unused.is_file():
            unused.unlink()


def setup(app):
    app.add_css_file(STYLE_SHEET)
    app.connect("build-finished", write_sheet)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
