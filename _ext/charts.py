"""Serve the charts from the book itself.

Altair writes each chart with a loader that asks a foreign host for Vega. Here the loader goes: the chart's
specification stays in the page as JSON, and one script of the book's own, loaded after the text and only on pages with
a chart, draws it.
"""

import html
import json
import re
from pathlib import Path

import vl_convert
from sphinx.errors import ExtensionError

CHART = re.compile(
    r'(?:<style>[^<]*#altair-viz-[^<]*</style>\s*)?<div id="altair-viz-\w+"[^>]*></div>\s*'
    r'<script type="text/javascript">(?P<loader>.*?)</script>',
    re.DOTALL,
)
CALL = re.compile(r"\}\)\((?=\{)")
VEGA = re.compile(r'src="([^"]*/)vega@[^"]*"')
ENTRY = """
import {View, parse} from "%s";
const draw = async (figure) => {
  const spec = JSON.parse(figure.querySelector("script").textContent);
  const box = figure.querySelector("div");
  try {
    const controls = document.createElement("form");
    controls.className = "vega-bindings";
    box.chart = new View(parse(spec), {container: box, bind: controls, renderer: "svg", hover: true});
    box.append(controls);
    await box.chart.runAsync();
    figure.dataset.state = "drawn";
  } catch (error) {
    figure.dataset.state = "failed";
    box.textContent = "The chart could not be drawn: " + error.message;
  }
};
document.querySelectorAll("figure.chart").forEach(draw);
"""
# The script is fetched when a chart comes near the window, or before printing: reading does not wait for it.
LOADER = """<script>
(() => {
  const figures = document.querySelectorAll("figure.chart");
  const load = () => {
    if (document.getElementById("charts-script")) return;
    const script = document.createElement("script");
    script.id = "charts-script";
    script.src = "%s_static/charts.js";
    document.head.append(script);
  };
  const near = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) { near.disconnect(); load(); }
  }, {rootMargin: "1200px"});
  figures.forEach((figure) => near.observe(figure));
  addEventListener("beforeprint", load);
})();
</script>
</body>"""


def vega_script():
    """The charts' script: Vega alone, since the charts come compiled to it; Vega-Lite would be half as much again.

    The converter holds Vega under the address that its web pages name, so nothing is fetched.
    """
    page = vl_convert.vegalite_to_html({"data": {"values": []}, "mark": "point"}, bundle=False)
    address = f"{VEGA.search(page)[1]}vega@{vl_convert.get_vega_version()}/+esm"
    # In a function of its own: the bundle's names would clash with those of Sphinx's scripts.
    return "(() => {" + vl_convert.javascript_bundle(ENTRY % address) + "})();\n"


def quieten(spec):
    """Hide the marks from screen readers, but not the text: the state of a chart is told in words."""
    if isinstance(spec, list):
        for item in spec:
            quieten(item)
    elif isinstance(spec, dict):
        mark = spec.get("mark")
        if isinstance(mark, str):
            mark = spec["mark"] = {"type": mark}
        if isinstance(mark, dict) and mark.get("type") != "text":
            mark["aria"] = False
        for key in ("layer", "vconcat", "hconcat", "concat", "spec"):
            quieten(spec.get(key))


def specification(loader):
    """The chart's Vega-Lite specification, the first argument of Altair's loader."""
    call = CALL.search(loader)
    if not call:
        raise ExtensionError("A chart's loader has another form than this Altair version's: see _ext/charts.py.")
    return json.JSONDecoder().raw_decode(loader, call.end())[0]


def figure(match):
    """The chart as a figure: an empty box of about its height, and the specification."""
    spec = specification(match["loader"])
    quieten(spec)
    label = html.escape(spec.get("description", ""), quote=True)
    height = spec.get("usermeta", {}).get("height", 420)
    spec = vl_convert.vegalite_to_vega(spec)
    data = json.dumps(spec, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return (
        f'<figure class="chart" aria-label="{label}"><div style="min-height:{height}px"></div>'
        f'<script type="application/json">{data}</script></figure>'
    )


def own_charts(app, error):
    """Rewrite every page that has charts and put the script beside them."""
    if error or app.builder.format != "html":
        return
    folder, found = Path(app.outdir), False
    for path in folder.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        if "altair-viz-" not in page:
            continue
        found = True
        page = CHART.sub(figure, page)
        up = "../" * (len(path.relative_to(folder).parts) - 1)
        page = page.replace("</body>", LOADER % up, 1)
        path.write_text(page, encoding="utf-8")
    script = folder / "_static" / "charts.js"
    if found and not script.exists():
        script.write_text(vega_script(), encoding="utf-8")


def setup(app):
    app.connect("build-finished", own_charts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
