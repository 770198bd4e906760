"use strict";
/* Fetches the status every few seconds and draws it. The server does all computation. */

const PERIOD = 5000;
const charts = new Map(); // by board and panel

const find = id => document.getElementById(id);

function plural(count, thing) {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

function ago(time) {
  const seconds = Math.max(0, Math.round((Date.now() - time) / 1000));
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function drawState(status) {
  const state = find("state");
  const unready = status.processes.filter(process => process.state !== "ready");
  const firing = status.alerts.filter(alert => alert.firing).length;
  const down = unready.some(process => process.state === "down");
  state.className = "pill " + (down || firing ? "bad" : unready.length ? "warn" : "good");
  const said = unready.map(process => `${process.name} ${process.state}`);
  if (firing) said.push(plural(firing, "alert"));
  state.textContent = said.length ? said.join(", ") : "all services ready";
  const times = status.times;
  const span = times.length ? times[times.length - 1] - times[0] : 0;
  find("since").textContent = `last ${Math.max(1, Math.round(span / 60000))} min of at most ${status.keptSeconds / 60} · every ${PERIOD / 1000} s · `
    + (times.length ? clock(times[times.length - 1], true) : "no sample yet");
}

function drawProcess(process) {
  const card = element("article", `process ${process.state.replace(" ", "-")}`);
  card.append(element("h3", "", element("span", "dot"), process.name, element("span", "is", process.state)));
  const facts = [process.memory === null ? "" : written(process.memory, "bytes"), process.restarts ? plural(process.restarts, "restart") : ""];
  card.append(element("p", "", facts.filter(fact => fact).join(" · ") || " "));
  if (process.waitingFor) card.append(element("p", "waits", `waits for ${process.waitingFor}`));
  if (process.url) card.title = process.url;
  return card;
}

function drawAlerts(alerts) {
  if (!alerts.length) return [element("p", "calm", "No alerts.")];
  return alerts.sort((a, b) => b.firing - a.firing).map(alert => {
    const when = alert.firing ? `${alert.severity}, for ${ago(alert.since)}` : `not yet an alert, for ${ago(alert.since)}`;
    return element("article", "alert" + (alert.firing ? " firing" : ""),
      element("h3", "", element("b", "", alert.name), element("span", "", when)),
      element("p", "", alert.summary), element("p", "calm", alert.action));
  });
}

function isBad(value, format) {
  return format.limit !== null && value !== null && value >= format.limit;
}

function chartOf(board, panel, small) {
  const key = `${board.name}/${panel.title}`;
  if (!charts.has(key)) charts.set(key, new Chart(small));
  return charts.get(key);
}

function drawStat(board, panel) {
  const card = element("article", "panel");
  card.dataset.panel = panel.title;
  card.title = panel.description;
  card.append(element("h3", "", panel.title));
  const { curves, format } = panel;
  if (format.namesOnly || curves.length > 1) {
    const shown = curves.filter(curve => newest(curve) !== null);
    if (!shown.length) card.append(element("p", "value none", written(null)));
    card.append(element("ul", "values", ...shown.map(curve => format.namesOnly
      ? element("li", "", curve.name)
      : element("li", "", curve.name, element("b", isBad(newest(curve), format) ? "bad" : "", written(newest(curve), format.unit))))));
  } else {
    const value = curves.length ? newest(curves[0]) : null;
    card.append(element("p", "value" + (value === null ? " none" : isBad(value, format) ? " bad" : ""), written(value, format.unit)));
    if (curves.length) card.append(chartOf(board, panel, true).place);
  }
  return card;
}

function drawChart(board, panel) {
  const chart = chartOf(board, panel, false);
  const card = element("article", "panel", element("h3", "", panel.title), element("p", "about", panel.description), chart.place, chart.legend);
  card.dataset.panel = panel.title;
  return card;
}

/** Charts need a width, so they are drawn once their places are in the document. */
function drawCharts(status) {
  for (const board of status.boards) {
    for (const panel of board.panels) {
      const chart = charts.get(`${board.name}/${panel.title}`);
      if (chart && chart.place.isConnected) chart.draw(panel, status.times);
    }
  }
}

function drawBoard(board) {
  const section = element("section", "board", element("h2", "", board.name), element("p", "about", board.description));
  section.id = board.name;
  if (board.advice) section.append(element("p", "advice", board.advice.what, element("code", "", board.advice.command)));
  const stats = board.panels.filter(panel => panel.kind === "stat");
  const curves = board.panels.filter(panel => panel.kind !== "stat");
  section.append(element("div", "stats", ...stats.map(panel => drawStat(board, panel))));
  section.append(element("div", "charts", ...curves.filter(panel => panel.curves.length).map(panel => drawChart(board, panel))));
  const empty = curves.filter(panel => !panel.curves.length);
  if (empty.length) {
    section.append(element("p", "later", "Nothing to draw yet: ", ...empty.map(panel => {
      const name = element("span", "", panel.title);
      name.dataset.panel = panel.title;
      return name;
    })));
  }
  return section;
}

function draw(status) {
  document.body.classList.remove("stale");
  drawState(status);
  find("processes").replaceChildren(...status.processes.map(drawProcess));
  find("alerts").replaceChildren(...drawAlerts(status.alerts));
  find("boards").replaceChildren(...status.boards.map(drawBoard));
  find("boards-nav").replaceChildren(...status.boards.map(board => {
    const link = element("a", "", board.name);
    link.href = `#${board.name}`;
    return link;
  }));
  drawCharts(status);
}

async function refresh() {
  try {
    const reply = await fetch("status.json");
    if (!reply.ok) throw new Error(`status ${reply.status}`);
    draw(await reply.json());
  } catch (failure) {
    document.body.classList.add("stale");
    find("state").className = "pill bad";
    find("state").textContent = "no answer; start the system with ./wellstream up";
    console.warn(failure);
  }
  setTimeout(refresh, PERIOD);
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach(chart => chart.forget()));
refresh();
