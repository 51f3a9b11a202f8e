"""Move a chart's controls as a reader does: by keyboard, by mouse, by finger."""

import json

RANGE = "e => [e.min, e.max, e.step, e.value].map(Number)"
KIND = "element => element.tagName == 'SELECT' ? 'select' : element.type"


def signal(chart, name):
    return chart.locator(".chart-drawing").evaluate("(drawing, name) => drawing.chart.signal(name)", name)


def live(chart):
    """What the chart's usermeta offers to the hand."""
    return json.loads(chart.locator("script").text_content())["usermeta"]["live"]


def control(chart, label):
    """The binding whose label begins with the given words."""
    for binding in chart.locator(".vega-bind").all():
        if binding.locator(".vega-bind-name").inner_text().strip().startswith(label):
            return binding
    raise AssertionError(f"no control named {label!r}")


def part(binding):
    """The first input of a control and its kind."""
    first = binding.locator("input, select").first
    return first, first.evaluate(KIND)


CHOICES = "buttons => buttons.map(button => button.parentElement.innerText.trim())"


def choices(binding):
    """The visible texts of radio buttons."""
    return binding.locator("input[type=radio]").evaluate_all(CHOICES)


def choice(binding, value):
    """The radio button with a visible text."""
    return binding.locator("input[type=radio]").nth(choices(binding).index(str(value)))


def press_to(binding, value):
    """Bring a control to a value by keyboard alone."""
    first, kind = part(binding)
    if kind == "range":
        low, high, step, now = first.evaluate(RANGE)
        # From where the fewest key presses lead there: each one draws the chart again.
        places = [(low, "Home"), (high, "End")] + ([(now, None)] if abs(now - value) > step / 2 else [])
        start, key = min(places, key=lambda place: abs(value - place[0]))
        first.focus()
        if key:
            first.press(key)
        for _ in range(int(abs(value - start) / max(step, (high - low) / 10))):
            first.press("PageUp" if value > start else "PageDown")  # a tenth of the way
        steps = round((value - first.evaluate(RANGE)[3]) / step)
        for _ in range(abs(steps)):
            first.press("ArrowRight" if steps > 0 else "ArrowLeft")
    elif kind == "checkbox":
        if first.is_checked() != value:
            first.focus()
            first.press("Space")
    elif kind == "select":
        first.focus()
        first.press("Home")
        while first.evaluate("element => element.selectedOptions[0].text") != str(value):
            before = first.input_value()
            first.press("ArrowDown")
            assert first.input_value() != before, f"the list has no {value!r}"
    else:
        button = choice(binding, value)
        button.focus()
        button.press("Space")


def put_to(binding, value):
    """Bring a control to a value at once: where what the chart shows is tested, and not the hand."""
    first, kind = part(binding)
    if kind == "range":
        first.evaluate(PUT, value)
    elif kind == "select":
        first.select_option(label=str(value))
    elif kind == "checkbox":
        first.set_checked(value)
    else:
        choice(binding, value).check()


PUT = """(slider, value) => {
    slider.value = value;
    slider.dispatchEvent(new Event("input", {bubbles: true}));
}"""
OTHERS = "list => [...list.options].map(option => option.text)"


def put_elsewhere(binding, value):
    """Bring a control to another value than this one."""
    first, kind = part(binding)
    if kind == "range":
        low, high, _, _ = first.evaluate(RANGE)
        others = [low, high]
        value = float(value)
    elif kind == "checkbox":
        others = [True, False]
    else:
        others = first.evaluate(OTHERS) if kind == "select" else choices(binding)
        value = str(value)
    put_to(binding, next(other for other in others if other != value))


THUMB = 16  # Chromium's, in CSS pixels


def places(slider, value):
    """Points of a slider where a value should lie, the likeliest first."""
    low, high, _, _ = slider.evaluate(RANGE)
    box = slider.bounding_box()
    x = box["x"] + THUMB / 2 + (value - low) / (high - low) * (box["width"] - THUMB)
    y = box["y"] + box["height"] / 2
    return [(x + shift / 4, y) for shift in sorted(range(-12, 13), key=abs)]


def stands_at(slider, value):
    _, _, step, now = slider.evaluate(RANGE)
    return abs(now - value) < step / 2


def mouse_to(binding, value):
    """Bring a control to a value by mouse; a list's menu belongs to the system, which no test can open."""
    first, kind = part(binding)
    if kind == "range":
        first.scroll_into_view_if_needed()
        mouse = first.page.mouse
        mouse.move(*places(first, first.evaluate(RANGE)[3])[0])
        mouse.down()
        for place in places(first, value):
            mouse.move(*place)
            if stands_at(first, value):
                break
        mouse.up()
        assert stands_at(first, value), f"the mouse does not reach {value}"
    elif kind == "select":
        first.select_option(label=str(value))
    elif kind == "checkbox":
        first.set_checked(value)
    else:
        choice(binding, value).click()


def tap_to(binding, value):
    """Bring a control to a value by finger."""
    first, kind = part(binding)
    if kind == "range":
        first.scroll_into_view_if_needed()
        for place in places(first, value):
            first.page.touchscreen.tap(*place)
            if stands_at(first, value):
                return
        raise AssertionError(f"a finger does not reach {value}")
    elif kind == "select":
        first.select_option(label=str(value))
    elif kind == "checkbox":
        if first.is_checked() != value:
            first.tap()
    else:
        choice(binding, value).tap()


# Where a place of a view's data lies in the window: from the ends of its axes, since its scales are linear.
PLACE = """([drawing, view, x, y]) => {
    const group = drawing.querySelector(`.${view}_group > g`) || drawing.querySelector(".root > g");
    const box = group.querySelector(":scope > path.background").getBoundingClientRect();
    const [x0, x1] = drawing.chart.scale(view + "_x").domain(), [y0, y1] = drawing.chart.scale(view + "_y").domain();
    return [box.left + (x - x0) / (x1 - x0) * box.width, box.bottom - (y - y0) / (y1 - y0) * box.height];
}"""
# The middle of the drawn mark whose datum has the given fields.
MARK = """([drawing, view, fields]) => {
    const group = drawing.querySelector(`.${view}_group > g`) || drawing.querySelector(".root > g");
    const mark = [...group.querySelectorAll(".role-mark *")].find(element => Object.entries(fields).every(
        ([field, value]) => element.__data__?.datum?.[field] === value));
    const box = mark.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
}"""


def where(chart, script, *arguments):
    drawing = chart.locator(".chart-drawing")
    drawing.scroll_into_view_if_needed()
    return chart.page.evaluate(script, [drawing.element_handle(), *arguments])


def handle_and_target(chart, expected):
    number = expected.get("handle", 0)
    target = where(chart, PLACE, live(chart)["drag"][number]["view"], expected["drag"]["x"], expected["drag"]["y"])
    box = chart.locator(".chart-handle").nth(number).bounding_box()
    return (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), target


def mouse_drag(chart, expected):
    handle, target = handle_and_target(chart, expected)
    mouse = chart.page.mouse
    mouse.move(*handle)
    mouse.down()
    mouse.move(*target, steps=4)
    mouse.up()


def touch_drag(chart, expected):
    handle, target = handle_and_target(chart, expected)
    scrolled = chart.page.evaluate("scrollY")
    finger = chart.page.context.new_cdp_session(chart.page)
    halfway = [(a + b) / 2 for a, b in zip(handle, target, strict=True)]
    for kind, at in (("touchStart", handle), ("touchMove", halfway), ("touchMove", target), ("touchEnd", None)):
        points = [{"x": at[0], "y": at[1]}] if at else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    finger.detach()
    assert chart.page.evaluate("scrollY") == scrolled, "dragging the handle scrolls the page"


def mouse_click(chart, expected):
    chart.page.mouse.click(*where(chart, MARK, live(chart)["click"]["view"], expected["click"]))


def touch_click(chart, expected):
    chart.page.touchscreen.tap(*where(chart, MARK, live(chart)["click"]["view"], expected["click"]))


def mouse_play(chart, expected):
    """Play the last quarter; the button by keyboard, for which it is as good as by mouse."""
    button = chart.locator(".chart-play")
    slider = chart.locator(f"input[name='{live(chart)['play']}']")
    low, high, step, _ = slider.evaluate(RANGE)
    slider.evaluate(PUT, high - step * round((high - low) / 4 / step))
    button.press("Enter")
    assert button.inner_text() == "Pause"
    chart.page.wait_for_function("button => button.textContent === 'Play'", arg=button.element_handle(), timeout=20_000)
    assert slider.input_value() == slider.get_attribute("max")
