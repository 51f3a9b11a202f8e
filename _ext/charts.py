"""Serve the charts from the book itself.

Altair writes each chart with a loader that asks a foreign host for Vega. Here the loader goes: a picture of the chart
stands in the page, with the chart's specification beside it as JSON, and one script of the book's own (charts.js),
fetched only on pages with a chart, draws it.

What a chart may say in its usermeta, all of it optional and of no effect where a notebook runs:

    "play": "epoch"        a button moves the slider of this parameter to its end
    "drag": {"view": "map", "set": {"slope": "pointer.x", "intercept": "pointer.y"}}
                           in the sub-chart of this name the reader drags a handle, or clicks; each parameter follows by
                           a Vega expression of the place, in its slider's steps. "handle": [x, y] are expressions of
                           the handle's place where no parameter is the place itself. A list of such: several handles.
    "click": {"view": "runs", "set": {"start": "start", "rate": "rate"}}
                           a click in the sub-chart of this name sets each parameter to a field of the nearest mark

Each of these parameters has its control too, which is the way by keyboard. The state of a chart in words is each text
mark with the field 'text' or 'lines': it is read out when it has changed.
"""

import hashlib
import html
import json
import re
from pathlib import Path

import vl_convert
from docutils import nodes
from sphinx.errors import ExtensionError

CHART = re.compile(
    r'(?:<style>[^<]*#altair-viz-[^<]*</style>\s*)?<div id="altair-viz-\w+"[^>]*></div>\s*'
    r'<script type="text/javascript">(?P<loader>.*?)</script>',
    re.DOTALL,
)
CALL = re.compile(r"\}\)\((?=\{)")
VEGA = re.compile(r'src="([^"]*/)vega@[^"]*"')
SCRIPT = Path(__file__).with_suffix(".js")
STATE = re.compile(r'datum\["(?:text|lines)"\]')
SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')


def vega_script():
    """The charts' script: Vega alone, since the charts come compiled to it; Vega-Lite would be half as much again.

    The converter holds Vega under the address that its web pages name, so nothing is fetched.
    """
    page = vl_convert.vegalite_to_html({"data": {"values": []}, "mark": "point"}, bundle=False)
    address = f"{VEGA.search(page)[1]}vega@{vl_convert.get_vega_version()}/+esm"
    # In a function of its own: the bundle's names would clash with those of Sphinx's scripts.
    script = SCRIPT.read_text(encoding="utf-8").replace('"VEGA"', json.dumps(address), 1)
    return "(() => {" + vl_convert.javascript_bundle(script) + "})();\n"


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


def state_marks(marks):
    """The names of the text marks that tell the state; the live region reads them, so the drawing's own are mute."""
    names = []
    for mark in marks:
        text = mark.get("encode", {}).get("update", {}).get("text", {})
        if mark["type"] == "text" and isinstance(text, dict) and STATE.search(text.get("signal", "")):
            mark["aria"] = False
            names.append(mark["name"])
        names += state_marks(mark.get("marks", []))
    return names


def bound_signal(controls, use, name):
    """The control's signal of a parameter that usermeta names."""
    if name not in controls:
        raise ExtensionError(
            f"A chart's usermeta names {name!r} under {use!r}, which has no control. "
            f"Give the parameter a bind=, or name one of: {', '.join(controls)}."
        )
    return controls[name]


def slider_signal(controls, use, name):
    """As bound_signal, where only a slider with ends and a step will do."""
    signal = bound_signal(controls, use, name)
    if not {"min", "max", "step"} <= set(signal["bind"]):
        raise ExtensionError(
            f"A chart's usermeta names {name!r} under {use!r}, which is no slider. "
            f"Bind it to alt.binding_range(min=…, max=…, step=…)."
        )
    return signal


def check_view(spec, use, view):
    """Refuse a view that the chart has not: the compiled scales carry its name."""
    if not any(scale["name"] == f"{view}_x" for scale in spec["scales"]):
        raise ExtensionError(
            f"A chart's usermeta names the view {view!r} under {use!r}, which the chart has not. "
            f"Give the sub-chart that name with .properties(name={view!r})."
        )


def follow_pointer(spec, controls, drags):
    """Signals for each handle's place, and parameters that follow the pointer in their sliders' steps."""
    for number, drag in enumerate(drags):
        check_view(spec, "drag", drag["view"])
        places = {expression: name for name, expression in drag["set"].items()}
        if "handle" not in drag and not {"pointer.x", "pointer.y"} <= set(places):
            raise ExtensionError(
                f"A chart's usermeta lets {', '.join(drag['set'])} be dragged, but does not say where the handle is. "
                "Add 'handle': [x, y], two expressions in the view's coordinates."
            )
        x, y = drag.get("handle") or (places["pointer.x"], places["pointer.y"])
        spec["signals"].append({"name": f"handle_{number}", "update": f"[{x}, {y}]"})
        for name, expression in drag["set"].items():
            signal = slider_signal(controls, "drag", name)
            low, high, step = (signal["bind"][key] for key in ("min", "max", "step"))
            value = f"clamp({low} + {step} * round((({expression}) - {low}) / {step}), {low}, {high})"
            # The product of steps has a tail of digits; the slider's own value has none.
            value = f"pointer.drag === {number} ? round({value} * 1e9) / 1e9 : {name}"
            signal.setdefault("on", []).append({"events": {"signal": "pointer"}, "update": value})
    if drags:
        spec["signals"].insert(0, {"name": "pointer", "value": {"drag": -1, "x": 0, "y": 0}})


def live(spec):
    """What the script has to know of a compiled chart, which gets the signals for it."""
    wishes = spec.get("usermeta", {})
    controls = {signal["name"]: signal for signal in spec.get("signals", []) if "bind" in signal}
    drags = wishes.get("drag", [])
    drags = drags if isinstance(drags, list) else [drags]
    follow_pointer(spec, controls, drags)
    if click := wishes.get("click"):
        check_view(spec, "click", click["view"])
        for name in click["set"]:
            bound_signal(controls, "click", name)
    if play := wishes.get("play"):
        slider_signal(controls, "play", play)
    return {
        "bound": list(controls),
        "state": state_marks(spec["marks"]),
        "drag": [{"view": drag["view"]} for drag in drags],
        "click": click,
        "play": play,
    }


def control(signal):
    """A control as Vega will write it: its room is kept from the start, so that nothing jumps."""
    bind = signal["bind"]
    name = f'<span class="vega-bind-name">{html.escape(bind.get("name") or signal["name"])}</span>'
    if bind["input"] == "range":
        place = "".join(f' {key}="{bind[key]}"' for key in ("min", "max", "step") if key in bind)
        inside = f'<label>{name}<input type="range"{place} value="{signal.get("value")}" disabled>'
        inside += f"<span>{signal.get('value')}</span></label>"
    elif bind["input"] == "radio":
        labels = bind.get("labels") or bind["options"]
        choices = "".join(f'<label><input type="radio" disabled>{html.escape(str(label))}</label>' for label in labels)
        inside = f'{name}<span class="vega-bind-radio">{choices}</span>'
    elif bind["input"] == "select":
        labels = bind.get("labels") or bind["options"]
        choices = "".join(f"<option>{html.escape(str(label))}</option>" for label in labels)
        inside = f"<label>{name}<select disabled>{choices}</select></label>"
    else:
        inside = f'<label>{name}<input type="{bind["input"]}" disabled></label>'
    return f'<div class="vega-bind">{inside}</div>'


def compiled(spec, kept):
    """The chart in Vega and as SVG, kept from build to build: to start the compiler takes half a second."""
    digest = hashlib.sha256((vl_convert.__version__ + json.dumps(spec)).encode()).hexdigest()
    path = kept / f"{digest}.json"
    if not path.exists():
        vega = vl_convert.vegalite_to_vega(spec)
        kept.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".new")
        unfinished.write_text(json.dumps([vega, vl_convert.vega_to_svg(vega)]), encoding="utf-8")
        unfinished.replace(path)
    return json.loads(path.read_text(encoding="utf-8"))


def picture(drawn, images):
    """Put the chart's drawing into a file among the images: its name, width and height."""
    name = f"chart-{hashlib.sha256(drawn.encode()).hexdigest()[:16]}.svg"
    images.mkdir(exist_ok=True)
    (images / name).write_text(drawn, encoding="utf-8")
    return name, *SIZE.search(drawn).groups()


def figure(loader, folder, up, kept):
    """The chart as a figure: its picture, room for its controls, the region that tells its state, its specification."""
    spec = specification(loader)
    quieten(spec)
    spec, drawn = compiled(spec, kept)
    label = html.escape(spec.get("description", ""), quote=True)
    name, width, height = picture(drawn, folder / "_images")
    told = live(spec)
    spec["usermeta"] = {"live": told}
    play = '<button type="button" class="chart-play" disabled>Play</button>' if told["play"] else ""
    controls = "".join(control(signal) for signal in spec.get("signals", []) if "bind" in signal)
    data = json.dumps(spec, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return (
        f'<figure class="chart" aria-label="{label}">'
        f'<div class="chart-drawing" style="aspect-ratio:{width}/{height}">'
        f'<img src="{up}_images/{name}" alt="{label}" width="{width}" height="{height}" loading="lazy"></div>'
        f'<div class="chart-controls">{play}<form class="vega-bindings">{controls}</form></div>'
        f'<p class="chart-state"></p>'
        '<p class="chart-still">A still picture: the chart moves on a screen, with JavaScript.</p>'
        f'<script type="application/json">{data}</script></figure>'
    )


def own_charts(app, doctree, page):
    """Replace each chart of a page, and put the script beside the pages; _static/course.js fetches it."""
    if app.builder.format != "html":
        return
    folder, up = Path(app.outdir), "" if app.builder.name == "singlehtml" else "../" * page.count("/")
    kept = Path(app.srcdir) / "_build" / "charts"
    for output in doctree.findall(nodes.raw):
        if "altair-viz-" not in output.astext():
            continue
        drawn = CHART.sub(lambda match: figure(match["loader"], folder, up, kept), output.astext())
        output.children = [nodes.Text(drawn)]
        script = folder / "_static" / "charts.js"
        if not script.exists():
            script.parent.mkdir(exist_ok=True)
            script.write_text(vega_script(), encoding="utf-8")


def setup(app):
    app.connect("doctree-resolved", own_charts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
