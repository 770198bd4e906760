#!/usr/bin/env python3
"""Draws the dashboards of this folder without Grafana: preview.py PROMETHEUS FILE.html [MINUTES]

Runs each panel's expressions over the last minutes in Prometheus and writes one HTML page. Fails if Prometheus rejects an expression;
a panel without data says so. Use it to look at a running system without Grafana, and to check the expressions.
"""

import html
import json
import pathlib
import sys
import time
import urllib.parse
import urllib.request

COLORS = ["#2f6fde", "#d9822b", "#2e9e5b", "#c93a3a", "#7a4fbf", "#0e8a8a", "#8a6d3b", "#52606d"]
STYLE = """body{font:14px sans-serif;margin:16px;background:#f4f6f8;color:#1f2933}h1{font-size:20px}
.board{display:grid;grid-template-columns:repeat(24,1fr);gap:8px}.panel{background:#fff;border:1px solid #dde2e8;padding:8px}
.title{font-weight:bold;font-size:13px}.value{font-size:26px;margin-top:4px}.legend{font-size:11px;color:#52606d}
.none{color:#7b8794;font-size:12px;padding:20px}svg text{font:10px sans-serif;fill:#7b8794}"""


def ask(server, expression, start, end, step):
    """The series of an expression: [(labels, [(time, value)])], without NaN and infinite values."""
    question = urllib.parse.urlencode({"query": expression, "start": start, "end": end, "step": step})
    try:
        with urllib.request.urlopen(f"{server}/api/v1/query_range?{question}", timeout=20) as reply:
            series = json.load(reply)["data"]["result"]
    except urllib.error.HTTPError as refusal:
        raise SystemExit(f"{expression}\n  rejected: {refusal.read().decode()}")
    points = [(s["metric"], [(float(t), float(v)) for t, v in s["values"] if v not in ("NaN", "+Inf", "-Inf")]) for s in series]
    return [(labels, values) for labels, values in points if values]


def legend(template, labels):
    text = template
    for name in set(labels) | {"job", "instance"}:
        text = text.replace("{{" + name + "}}", labels.get(name, ""))
    return text or ", ".join(labels.values()) or "value"


def written(value, unit):
    """A value, formatted approximately like in Grafana."""
    if unit == "percentunit":
        return f"{100 * value:.1f} %"
    if unit in ("bytes", "Bps"):
        for prefix in ("", "k", "M", "G"):
            if abs(value) < 1000 or prefix == "G":
                return f"{value:.3g} {prefix}B" + ("/s" if unit == "Bps" else "")
            value /= 1000
    if unit == "s":
        return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.3g} ms"
    return f"{value:,.4g}"


def pieces(values, longest_gap):
    """The series, split wherever there is no value for longer than longest_gap."""
    piece = []
    for t, v in values:
        if piece and t - piece[-1][0] > longest_gap:
            yield piece
            piece = []
        piece.append((t, v))
    yield piece


def chart(series, start, end, step, unit, top):
    width, height, left, bottom = 400, 150, 52, 16
    top = top or 1.1 * max(v for _, values in series for _, v in values) or 1
    x = lambda t: left + (t - start) / (end - start) * (width - left - 4)
    y = lambda v: 6 + (1 - min(v, top) / top) * (height - bottom - 6)
    parts = [f'<svg viewBox="0 0 {width} {height}">']
    for i in range(4):
        at = y(top * i / 3)
        parts.append(f'<line x1="{left}" x2="{width}" y1="{at:.1f}" y2="{at:.1f}" stroke="#e4e7eb"/>')
        parts.append(f'<text x="{left - 4}" y="{at + 3:.1f}" text-anchor="end">{written(top * i / 3, unit)}</text>')
    for number, (_, values) in enumerate(series):
        for piece in pieces(values, 3 * step):
            path = " ".join(f"{x(t):.1f},{y(v):.1f}" for t, v in piece)
            parts.append(f'<polyline points="{path}" fill="none" stroke-width="1.6" stroke="{COLORS[number % len(COLORS)]}"/>')
    parts.append(f'<text x="{left}" y="{height - 3}">{time.strftime("%H:%M", time.localtime(start))}</text>')
    parts.append(f'<text x="{width}" y="{height - 3}" text-anchor="end">{time.strftime("%H:%M", time.localtime(end))}</text></svg>')
    return "".join(parts)


def panel(server, each, start, end):
    defaults = each["fieldConfig"]["defaults"]
    unit = defaults.get("unit", "short")
    step = max(5, (end - start) / 200)
    series = []
    for target in each["targets"]:
        for labels, values in ask(server, target["expr"], start, end, step):
            series.append((legend(target["legendFormat"], labels), values))
    place = each["gridPos"]
    body = '<div class="none">no data</div>'
    if series and each["type"] == "stat":
        body = "".join(
            f'<span class="value">{written(values[-1][1], unit)}</span> <span class="legend">{html.escape(name) if len(series) > 1 else ""}</span> '
            for name, values in series
        )
    elif series:
        keys = " ".join(
            f'<span style="color:{COLORS[i % len(COLORS)]}">&#9632;</span> {html.escape(name)}' for i, (name, _) in enumerate(series)
        )
        body = chart(series, start, end, step, unit, defaults.get("max")) + f'<div class="legend">{keys}</div>'
    title = html.escape(each["title"])
    return bool(series), f'<div class="panel" style="grid-column:{place["x"] + 1}/span {place["w"]}"><div class="title">{title}</div>{body}</div>'


def main(server, file, minutes="15"):
    end = time.time()
    start = end - 60 * float(minutes)
    page = [f"<!doctype html><meta charset=utf-8><title>Wellstream</title><style>{STYLE}</style>"]
    for source in sorted(pathlib.Path(__file__).parent.glob("*.json")):
        board = json.loads(source.read_text())
        drawn = [panel(server, each, start, end) for each in board["panels"]]
        empty = [each["title"] for each, (has_data, _) in zip(board["panels"], drawn) if not has_data]
        print(f"{source.name}: {len(drawn)} panels, without data: {', '.join(empty) or 'none'}")
        page.append(f'<h1 id="{source.stem}">{html.escape(board["title"])}</h1><div class="board">{"".join(p for _, p in drawn)}</div>')
    pathlib.Path(file).write_text("".join(page))


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
