// Draws the charts of a page; _ext/charts.py puts it into the book's charts.js, with Vega in place of the address below.
import {View, parse} from "VEGA";

const REST = 500; // milliseconds that the controls rest before the state is read out
const PLAYING = 6000; // milliseconds that a whole play takes, however many steps it has

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** The words that tell a chart's state, as one line. */
const words = (drawing, marks) =>
  marks
    .flatMap((name) => [...drawing.querySelectorAll(`.${name} text`)])
    .flatMap((text) => (text.children.length ? [...text.children] : [text]))
    .map((line) => line.textContent.trim())
    .filter(Boolean)
    .map((line) => (/[.:;,?!]$/.test(line) ? line : line + "."))
    .join(" ");

/** Read the state out once the controls have rested, if it has changed. */
const announce = (figure, drawing, marks) => {
  const region = figure.querySelector(".chart-state");
  region.textContent = words(drawing, marks);
  // Live from now on only: what stands there when the page is read need not interrupt the reading.
  requestAnimationFrame(() => region.setAttribute("aria-live", "polite"));
  let resting;
  return () => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      const now = words(drawing, marks);
      if (region.textContent !== now) region.textContent = now;
    }, REST);
  };
};

/** Where a view of the chart lies: its group in the drawing, and its rectangle in the window. */
const groupOf = (drawing, view) => drawing.querySelector(`.${view}_group > g`) || drawing.querySelector(".root > g");
const rectangle = (group) => group.querySelector(":scope > path.background").getBoundingClientRect();
const inside = ({left, right, top, bottom}, {clientX: x, clientY: y}) =>
  x >= left && x <= right && y >= top && y <= bottom;
const middle = ({left, right, top, bottom}) => [(left + right) / 2, (top + bottom) / 2];
const distance = ([x, y], event) => Math.hypot(x - event.clientX, y - event.clientY);
const nearest = (places, event) =>
  places.reduce((best, place) => (distance(place.at, event) < distance(best.at, event) ? place : best));

/** Handles that follow the pointer; the parameters that they set follow by the specification's own signals. */
const draggable = (chart, drawing, drags) => {
  const scales = ({view}) => [chart.scale(view + "_x"), chart.scale(view + "_y")];
  const handles = drags.map(() => {
    const handle = document.createElement("span");
    handle.className = "chart-handle";
    drawing.append(handle);
    return handle;
  });
  const place = () => {
    const {left, top} = drawing.getBoundingClientRect();
    drags.forEach((drag, k) => {
      const matrix = groupOf(drawing, drag.view).getScreenCTM();
      const data = chart.signal("handle_" + k);
      const [x, y] = scales(drag).map((scale, axis) => scale(data[axis]));
      const at = new DOMPoint(x, y).matrixTransform(matrix);
      handles[k].style.transform = `translate(${at.x - left}px, ${at.y - top}px)`;
    });
  };
  const move = (k, event) => {
    const [toX, toY] = scales(drags[k]);
    const matrix = groupOf(drawing, drags[k].view).getScreenCTM().inverse();
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    chart.signal("pointer", {drag: k, x: toX.invert(at.x), y: toY.invert(at.y)}).runAsync();
  };
  /** The handle that a press takes: the one under it, else the nearest of the view under it. */
  const taken = (event) => {
    const pressed = handles.indexOf(event.target);
    if (pressed >= 0) return pressed;
    const near = drags
      .map(({view}, k) => ({k, view, at: middle(handles[k].getBoundingClientRect())}))
      .filter(({view}) => inside(rectangle(groupOf(drawing, view)), event));
    return near.length ? nearest(near, event).k : undefined;
  };
  let dragged;
  drawing.addEventListener("pointerdown", (event) => {
    // A finger beside the handle scrolls the page; a tap there is a click, below.
    if (event.button || (event.pointerType !== "mouse" && !handles.includes(event.target))) return;
    dragged = taken(event);
    if (dragged === undefined) return;
    event.preventDefault();
    drawing.setPointerCapture(event.pointerId);
    move(dragged, event);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (dragged !== undefined) move(dragged, event);
  });
  for (const end of ["pointerup", "pointercancel"]) drawing.addEventListener(end, () => (dragged = undefined));
  drawing.addEventListener("click", (event) => {
    const k = event.pointerType === "mouse" ? undefined : taken(event);
    if (k !== undefined) move(k, event);
  });
  for (const {view} of drags) groupOf(drawing, view).style.cursor = "pointer";
  new ResizeObserver(place).observe(drawing);
  return place;
};

/** A click in a view chooses the mark nearest to it: parameters are set to fields of its datum. */
const clickable = (chart, drawing, {view, set}) => {
  const fields = Object.values(set);
  groupOf(drawing, view).style.cursor = "pointer";
  drawing.addEventListener("click", (event) => {
    const group = groupOf(drawing, view);
    if (!inside(rectangle(group), event)) return;
    const marks = [...group.querySelectorAll("*")]
      .map((element) => ({datum: element.__data__?.datum, element}))
      .filter(({datum}) => datum && fields.every((field) => field in datum))
      .map(({datum, element}) => ({datum, at: middle(element.getBoundingClientRect())}));
    if (!marks.length) return;
    const {datum} = nearest(marks, event);
    for (const [parameter, field] of Object.entries(set)) chart.signal(parameter, datum[field]);
    chart.runAsync();
  });
};

/** A button that moves a slider to its end, and stops when it is pressed again or a control is moved. */
const playable = (chart, figure, name) => {
  const button = figure.querySelector(".chart-play");
  const {min, max, step} = figure.querySelector(`.chart-controls input[type=range][name="${name}"]`);
  const [low, high, one] = [min, max, step].map(Number);
  const places = Math.round((high - low) / one);
  let playing = 0;
  const label = () => (button.textContent = playing ? "Pause" : "Play");
  const stop = () => {
    playing = 0;
    label();
  };
  button.addEventListener("click", async () => {
    if (playing) return stop();
    const mine = (playing = Date.now());
    label();
    // Who asked for less motion sees ten pictures, each for a second.
    const stride = calm() ? Math.ceil(places / 10) : 1;
    const pause = calm() ? 1000 : Math.min(400, PLAYING / places);
    let at = Math.round((chart.signal(name) - low) / one);
    if (at >= places) at = -stride;
    while (playing === mine && at < places) {
      at = Math.min(at + stride, places);
      await chart.signal(name, Number((low + at * one).toPrecision(12))).runAsync();
      if (at < places) await wait(pause);
    }
    if (playing === mine) stop();
  });
  figure.querySelector(".chart-controls").addEventListener("input", stop);
  button.disabled = false;
};

const draw = async (figure) => {
  const drawing = figure.querySelector(".chart-drawing");
  try {
    const spec = JSON.parse(figure.querySelector("script").textContent);
    const {bound, state, drag, click, play} = spec.usermeta.live;
    // Beside the page, so that the picture stays until the drawing is there.
    const fresh = document.createElement("div");
    const controls = document.createElement("form");
    const chart = new View(parse(spec), {container: fresh, bind: controls, renderer: "svg", hover: true});
    await chart.runAsync();
    drawing.replaceChildren(...fresh.childNodes);
    figure.querySelector(".vega-bindings").replaceChildren(...controls.childNodes);
    drawing.chart = chart;
    const follow = [announce(figure, drawing, state)];
    if (drag.length) follow.push(draggable(chart, drawing, drag));
    if (click) clickable(chart, drawing, click);
    if (play) playable(chart, figure, play);
    const values = figure.querySelectorAll(".vega-bindings input[type=range] + span");
    follow.push(() => values.forEach((value) => (value.textContent = value.textContent.replace("-", "\u2212"))));
    const changed = () => requestAnimationFrame(() => follow.forEach((act) => act()));
    bound.forEach((name) => chart.addSignalListener(name, changed));
    changed();
    figure.dataset.state = "drawn";
  } catch (error) {
    figure.dataset.state = "failed";
    drawing.append("The chart could not be drawn: " + error.message);
  }
};
document.querySelectorAll("figure.chart").forEach(draw);
