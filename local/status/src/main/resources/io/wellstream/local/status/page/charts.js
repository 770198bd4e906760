"use strict";
/* Charts drawn by uPlot, and values with their units. Text goes in as text, never as markup. */

const COLOURS = 8;
const HEIGHT = 150;
const SPARK_HEIGHT = 30;
const SHORTEST = 120; // seconds that a time axis spans at least
const FONT = "11px system-ui, sans-serif";

/** An element with classes and children; a string child becomes text. */
function element(name, classes, ...children) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.append(...children);
  return made;
}

/** A number with at most three digits. */
function digits(value) {
  if (value === 0) return "0";
  const size = Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(6, Math.max(0, 2 - size))).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

function scaled(value, names) {
  let step = 0;
  let rest = value;
  while (Math.abs(rest) >= 1000 && step < names.length - 1) {
    rest /= 1000;
    step++;
  }
  return digits(rest) + names[step];
}

/** A value in its unit, as Grafana names units. */
function written(value, unit) {
  if (value === null || value === undefined) return "–";
  switch (unit) {
    case "percentunit": return digits(100 * value) + " %";
    case "bytes": return scaled(value, [" B", " kB", " MB", " GB", " TB"]);
    case "Bps": return scaled(value, [" B/s", " kB/s", " MB/s", " GB/s"]);
    case "s":
      if (value === 0) return "0 s";
      if (value < 0.001) return digits(1e6 * value) + " µs";
      if (value < 1) return digits(1000 * value) + " ms";
      return value < 120 ? digits(value) + " s" : digits(value / 60) + " min";
    default: return scaled(value, ["", " k", " M", " G"]);
  }
}

/** @param time epoch milliseconds */
function clock(time, withSeconds) {
  return new Date(time).toLocaleTimeString([], { hourCycle: "h23", hour: "2-digit", minute: "2-digit", second: withSeconds ? "2-digit" : undefined });
}

function newest(curve) {
  return curve.values.length ? curve.values[curve.values.length - 1] : null;
}

/** A colour of the style sheet, e.g. "--ink". */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The indices of values without a neighbour: a line alone would not show them. */
function isolated(plot, series) {
  const values = plot.data[series];
  const isMissing = value => value === null || value === undefined;
  return values.map((value, i) => i).filter(i => !isMissing(values[i]) && isMissing(values[i - 1]) && isMissing(values[i + 1]));
}

/** The curves of one panel: with axes and a legend, or small without either. A cursor shows one moment in all charts. */
class Chart {
  constructor(small) {
    this.small = small;
    this.place = element("div", small ? "spark" : "chart");
    this.legend = element("ul", "legend");
    this.plot = null;
    this.names = "";
    new ResizeObserver(() => this.resize()).observe(this.place);
  }

  /** Draws the panel; the place has to be in the document. */
  draw(panel, times) {
    this.panel = panel;
    const names = JSON.stringify(panel.curves.map(curve => curve.name));
    const data = [times.map(time => time / 1000), ...panel.curves.map(curve => curve.values)];
    if (this.plot && names === this.names) {
      this.plot.setData(data);
    } else {
      this.forget();
      this.names = names;
      this.plot = new uPlot(this.options(), data, this.place);
    }
    this.describe(null);
  }

  /** Makes the next draw begin anew, in the colours of that moment. */
  forget() {
    if (this.plot) this.plot.destroy();
    this.plot = null;
  }

  resize() {
    if (this.plot && this.place.clientWidth) this.plot.setSize(this.size());
  }

  size() {
    return { width: this.place.clientWidth || 300, height: this.small ? SPARK_HEIGHT : HEIGHT };
  }

  options() {
    const { curves, format } = this.panel;
    const single = curves.length === 1;
    return {
      ...this.size(),
      legend: { show: false },
      padding: this.small ? [2, 0, 1, 0] : [8, 12, 0, 0],
      cursor: this.small ? { show: false } : { y: false, drag: { x: false, y: false }, sync: { key: "moment" } },
      scales: {
        x: { range: (plot, first, last) => [Math.min(first, last - SHORTEST), last] },
        y: { range: (plot, low, high) => this.heights(low, high) },
      },
      axes: this.small ? [{ show: false }, { show: false }] : [
        {
          stroke: colour("--soft"), font: FONT, size: 26, gap: 7, space: 70, grid: { show: false }, ticks: { show: false },
          values: (plot, marks, axis, space, step) => marks.map(mark => clock(1000 * mark, step < 60)),
        },
        {
          stroke: colour("--soft"), font: FONT, size: 60, gap: 6, space: 28, grid: { stroke: colour("--grid"), width: 1 }, ticks: { show: false },
          values: (plot, marks) => marks.map(mark => written(mark, format.unit)),
        },
      ],
      series: [{}, ...curves.map((curve, n) => ({
        stroke: colour(`--s${n % COLOURS}`), width: 1.8, points: { show: false, filter: isolated },
        fill: single ? colour("--s0") + "22" : undefined,
      }))],
      hooks: {
        draw: [plot => this.drawLimit(plot)],
        setCursor: [plot => this.describe(plot.cursor.idx ?? null)],
      },
    };
  }

  /** The value axis always includes zero. */
  heights(low, high) {
    const bottom = Math.min(0, low ?? 0), top = Math.max(0, high ?? 0);
    const margin = (top - bottom) * 0.06;
    return top === bottom ? [0, 1] : [bottom < 0 ? bottom - margin : 0, top > 0 ? top + margin : 0];
  }

  drawLimit(plot) {
    const limit = this.panel.format.limit;
    if (this.small || limit === null || limit > plot.scales.y.max) return;
    const y = Math.round(plot.valToPos(limit, "y", true));
    plot.ctx.save();
    plot.ctx.strokeStyle = colour("--bad");
    plot.ctx.globalAlpha = 0.6;
    plot.ctx.lineWidth = devicePixelRatio;
    plot.ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    plot.ctx.beginPath();
    plot.ctx.moveTo(plot.bbox.left, y);
    plot.ctx.lineTo(plot.bbox.left + plot.bbox.width, y);
    plot.ctx.stroke();
    plot.ctx.restore();
  }

  /** @param moment index of the sample whose values the legend shows; null for the newest */
  describe(moment) {
    if (this.small || !this.plot) return;
    const { curves, format, title } = this.panel;
    const value = curve => written(moment === null ? newest(curve) : curve.values[moment], format.unit);
    const rows = curves.map((curve, n) => element("li", "", element("i", `f${n % COLOURS}`), curve.name, element("b", "", value(curve))));
    if (moment !== null) rows.push(element("li", "at", clock(1000 * this.plot.data[0][moment], true)));
    this.legend.replaceChildren(...rows);
    this.place.setAttribute("role", "img");
    this.place.setAttribute("aria-label", title + ": " + curves.map(curve => `${curve.name} ${value(curve)}`).join(", "));
  }
}
