"""Promise: what a page does not need for its text waits: scripts, figures, the search's index; icons are small."""

import re
from importlib.resources import files

import pytest
from PIL import Image

from tests.site.built import PAGES, page_of, soup
from tools.notebooks import LECTURES, NAMES


@pytest.mark.parametrize("page", PAGES)
def test_no_script_holds_up_the_text(site, page):
    scripts = soup(site, page).find_all("script", src=True)
    assert len(scripts) > 5
    assert [script["src"] for script in scripts if not script.has_attr("defer")] == []
    assert not any("searchindex" in script["src"] for script in scripts)


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_a_figure_keeps_its_room_and_waits(site, lecture):
    page = page_of(lecture)
    figures = soup(site, page).select("div.cell_output img:not(figure.chart img)")
    assert figures
    for figure in figures:
        width, height = Image.open((site / page).parent / figure["src"]).size
        assert (int(figure["width"]), int(figure["height"])) == (width // 2, height // 2)
        assert figure["loading"] == "lazy"


@pytest.mark.parametrize("page", PAGES)
def test_the_font_of_formulae_comes_early_where_there_are_any(site, page):
    """Lines with formulae jump where it comes late; a page without them does not ask for it."""
    fonts = soup(site, page).select("link[rel=preload][as=font]")
    assert len(fonts) == bool(soup(site, page).select("math"))
    assert all(((site / page).parent / font["href"]).is_file() for font in fonts)


ICONS = """() => [...document.querySelectorAll('i[class*="fa-"]')].map((icon) => {
    const style = getComputedStyle(icon, "::before");
    return [icon.className, style.maskImage.startsWith('url("data:image/svg+xml') && style.content === '""'];
})"""


@pytest.mark.parametrize("page", ["index.html", "chapters/44_backpropagation.html"])
def test_every_icon_is_drawn_from_its_own_picture(opened, address, page):
    icons = opened(address + page).page.evaluate(ICONS)
    assert len(icons) > 5
    assert [name for name, drawn in icons if not drawn] == []


# What _ext/templates replaces: with another theme each of them would do nothing, or replace too much.
REPLACED = {
    "layout.html": [
        "{%- block css %}",
        '<script data-cfasync="false">',
        "{{ _webpack.head_pre_assets() }}",
        "{{ _webpack.head_js_preload() }}",
        "{%- block extrahead %}",
        "searchindex.js",
        '{% include "sections/sidebar-primary.html" %}',
    ],
    "static/webpack-macros.html": ["{% macro head_js_preload() %}", "fontawesome.js"],
}


@pytest.mark.parametrize("template", REPLACED)
def test_the_theme_still_has_what_the_templates_replace(template):
    theme = files("pydata_sphinx_theme") / "theme" / "pydata_sphinx_theme"
    text = (theme / template).read_text(encoding="utf-8")
    assert [part for part in REPLACED[template] if part not in text] == []


def test_the_books_theme_adds_to_the_text_only_the_contents_on_paper():
    """_ext/templates/layout.html leaves its block out."""
    text = (files("sphinx_book_theme") / "theme" / "sphinx_book_theme" / "layout.html").read_text(encoding="utf-8")
    body = re.search(r"\{% block docs_body %\}(.*?)\{% endblock %\}", text, re.DOTALL)[1]
    assert re.findall(r"^<(?:\w+)[^>]*>", body, re.MULTILINE) == ['<div id="jb-print-docs-body" class="onlyprint">']
    assert body.count("{{ super() }}") == 1


def test_the_theme_says_no_more_in_the_blocks_that_are_replaced():
    """What a newer theme adds there would be lost: then its lines belong into _ext/templates/layout.html."""
    theme = files("pydata_sphinx_theme") / "theme" / "pydata_sphinx_theme"
    text = (theme / "layout.html").read_text(encoding="utf-8")
    css = re.search(r"\{%- block css %\}(.*?)\{%- endblock css %\}", text, re.DOTALL)[1]
    head = re.search(r"\{%- block extrahead %\}(.*?)\{%- endblock extrahead %\}", text, re.DOTALL)[1]
    assert len(re.findall(r"<(?:script|link|style|meta)\b|_webpack|css\(\)", css)) == 5
    assert len(re.findall(r"<(?:script|link|style|meta)\b", head)) == 7
