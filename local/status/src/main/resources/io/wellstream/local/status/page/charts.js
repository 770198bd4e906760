"use strict";
/* Curves as SVG, and values as people write them. Text goes in as text, never as markup. */

const SVG = "http://www.w3.org/2000/svg";
const COLOURS = 8;
const WIDTH = 400, HEIGHT = 150, LEFT = 56, RIGHT = 8, TOP = 8, BOTTOM = 20;
const SHORTEST = 120000; // milliseconds that an axis shows at least

/** An element with classes and children; a string child becomes text. */
function element(name, classes, ...children) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.append(...children);
  return made;
}

function shape(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** A number of at most three digits. */
function digits(value) {
  if (value === 0) return "0";
  const size = Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(6, Math.max(0, 2 - size))).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

function scaled(value, thousand, names) {
  let step = 0;
  let rest = value;
  while (Math.abs(rest) >= thousand && step < names.length - 1) {
    rest /= thousand;
    step++;
  }
  return digits(rest) + names[step];
}

/** A value in its unit, as Grafana names units. */
function written(value, unit) {
  if (value === null || value === undefined) return "–";
  switch (unit) {
    case "percentunit": return digits(100 * value) + " %";
    case "bytes": return scaled(value, 1000, [" B", " kB", " MB", " GB", " TB"]);
    case "Bps": return scaled(value, 1000, [" B/s", " kB/s", " MB/s", " GB/s"]);
    case "s":
      if (value === 0) return "0 s";
      if (value < 0.001) return digits(1e6 * value) + " µs";
      if (value < 1) return digits(1000 * value) + " ms";
      return value < 120 ? digits(value) + " s" : digits(value / 60) + " min";
    default: return scaled(value, 1000, ["", " k", " M", " G"]);
  }
}

function clock(time, withSeconds) {
  return new Date(time).toLocaleTimeString([], { hourCycle: "h23", hour: "2-digit", minute: "2-digit", second: withSeconds ? "2-digit" : undefined });
}

function newest(curve) {
  return curve.values.length ? curve.values[curve.values.length - 1] : null;
}

/** Three to five round values from zero, or from below it, to beyond the largest. */
function ticks(low, high) {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / 3;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map(m => m * power).find(s => s >= raw);
  const marks = [];
  for (let i = Math.floor(low / step); i * step < high + step * 0.999; i++) marks.push(i * step);
  return marks.length > 1 ? marks : [...marks, marks[0] + step];
}

/** The places of a curve's values, broken where there are none. */
function path(values, x, y) {
  let line = "";
  let down = false;
  values.forEach((value, i) => {
    if (value === null) {
      down = false;
    } else {
      line += (down ? "L" : "M") + x(i).toFixed(1) + " " + y(value).toFixed(1);
      if (!down && (i + 1 === values.length || values[i + 1] === null)) line += "h0.01";
      down = true;
    }
  });
  return line;
}

/** The curve closed to the base, piece by piece. */
function area(values, x, y, base) {
  let whole = "";
  let start = -1;
  for (let i = 0; i <= values.length; i++) {
    const there = i < values.length && values[i] !== null;
    if (there && start < 0) start = i;
    if (!there && start >= 0) {
      const piece = values.slice(start, i);
      const from = start;
      whole += path(piece, k => x(from + k), y) + "L" + x(i - 1).toFixed(1) + " " + base + "L" + x(start).toFixed(1) + " " + base + "Z";
      start = -1;
    }
  }
  return whole;
}

/** A small curve without axes. */
function sparkline(curve) {
  const svg = shape("svg", { viewBox: "0 0 180 30", class: "spark", "aria-hidden": "true" });
  const values = curve.values;
  const there = values.filter(v => v !== null);
  if (there.length < 2) return svg;
  const high = Math.max(...there, 0) || 1;
  const low = Math.min(...there, 0);
  const x = i => (i / (values.length - 1)) * 178 + 1;
  const y = v => 28 - ((v - low) / (high - low)) * 25;
  svg.append(shape("path", { d: area(values, x, y, 29), class: "area f0" }));
  svg.append(shape("path", { d: path(values, x, y), class: "curve c0" }));
  return svg;
}

/** Curves over time with axes; under the pointer the legend shows that moment's values. */
class Chart {
  constructor(panel) {
    this.svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img" });
    this.legend = element("ul", "legend");
    this.pointed = null; // share of the axis
    this.svg.addEventListener("pointermove", event => {
      const box = this.svg.getBoundingClientRect();
      this.pointed = ((event.clientX - box.left) / box.width * WIDTH - LEFT) / (WIDTH - LEFT - RIGHT);
      this.draw();
    });
    this.svg.addEventListener("pointerleave", () => {
      this.pointed = null;
      this.draw();
    });
    this.panel = panel;
    this.times = [];
  }

  update(panel, times) {
    this.panel = panel;
    this.times = times;
    this.draw();
  }

  draw() {
    const { curves, look } = this.panel;
    const all = curves.flatMap(curve => curve.values).filter(v => v !== null);
    const marks = ticks(Math.min(0, ...all), Math.max(0, ...all));
    const last = this.times[this.times.length - 1] ?? 0;
    const first = Math.min(this.times[0] ?? 0, last - SHORTEST);
    const across = time => LEFT + ((time - first) / (last - first)) * (WIDTH - LEFT - RIGHT);
    const x = i => across(this.times[i]);
    const low = marks[0], high = marks[marks.length - 1];
    const base = HEIGHT - BOTTOM;
    const y = value => base - ((value - low) / (high - low)) * (base - TOP);
    this.svg.replaceChildren(...this.axes(marks, y, first, last, across));
    if (look.limit !== null && look.limit < high) {
      this.svg.append(shape("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(look.limit), y2: y(look.limit), class: "limit" }));
    }
    curves.forEach((curve, n) => {
      const colour = n % COLOURS;
      if (curves.length === 1) this.svg.append(shape("path", { d: area(curve.values, x, y, y(Math.max(0, low))), class: `area f${colour}` }));
      this.svg.append(shape("path", { d: path(curve.values, x, y), class: `curve c${colour}` }));
    });
    const moment = this.moment(first, last);
    if (moment !== null) this.svg.append(shape("line", { x1: x(moment), x2: x(moment), y1: TOP, y2: base, class: "cursor" }));
    this.drawLegend(moment);
  }

  axes(marks, y, first, last, across) {
    const parts = [];
    marks.forEach((mark, i) => {
      parts.push(shape("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(mark), y2: y(mark), class: i ? "grid" : "base" }));
      parts.push(shape("text", { x: LEFT - 6, y: y(mark) + 3.5, "text-anchor": "end" }, written(mark, this.panel.look.unit)));
    });
    for (const [share, anchor] of [[0, "start"], [0.5, "middle"], [1, "end"]]) {
      const time = first + share * (last - first);
      parts.push(shape("text", { x: across(time), y: HEIGHT - 5, "text-anchor": anchor }, clock(time, last - first < 600000)));
    }
    return parts;
  }

  /** The look nearest to the pointer. */
  moment(first, last) {
    if (this.pointed === null || !this.times.length) return null;
    const wanted = first + Math.min(1, Math.max(0, this.pointed)) * (last - first);
    let best = 0;
    this.times.forEach((time, i) => {
      if (Math.abs(time - wanted) < Math.abs(this.times[best] - wanted)) best = i;
    });
    return best;
  }

  drawLegend(moment) {
    const { curves, look, title } = this.panel;
    const rows = curves.map((curve, n) => {
      const value = written(moment === null ? newest(curve) : curve.values[moment], look.unit);
      return element("li", "", element("i", `f${n % COLOURS}`), curve.name, element("b", "", value));
    });
    if (moment !== null) rows.push(element("li", "at", clock(this.times[moment], true)));
    this.legend.replaceChildren(...rows);
    this.svg.setAttribute("aria-label", title + ": " + curves.map(c => `${c.name} ${written(newest(c), look.unit)}`).join(", "));
  }
}
