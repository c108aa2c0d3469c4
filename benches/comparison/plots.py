"""Tables and plots of what `compare` measured."""

import math, re
from html import escape

BEGIN, END = "<!-- measured: {} -->", "<!-- end of {} -->"


def table(head, rows):
    """A Markdown table; numbers to the right."""
    right = [all(re.match(r"^[~<>]?[\d.,–]|^$|^—", row[i]) for row in rows) for i in range(len(head))]
    lines = [head, ["---:" if r else "---" for r in right], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def number(value):
    """Three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.{max(0, 2 - int(math.floor(math.log10(value))))}f}" if value > 0 else "0"


def main_table(results):
    found, rows = results["main"], []
    wc = found["wc -w"]["speed"]
    for name, r in found.items():
        spread = f"{number(r['bytes'] / 1e6 / r['most'])}–{number(r['bytes'] / 1e6 / r['least'])}"
        rows.append([name, number(r["speed"]), spread, f"{r['speed'] / wc:.2f}", number(r["peak"]), f"`{r['command']}`"])
    return table(["", "MB/s", "from–to", "of `wc -w`", "peak MiB", "command"], rows)


def peers_table(results):
    found, rows = results["peers"], []
    wc = found["wc -w"]["one"]["speed"]
    for name, peer in sorted(found.items(), key=lambda item: -best(item[1])):
        one, split = peer.get("one"), peer.get("split")
        speed = "too slow" if one is None else number(one["speed"]) + (" (a twentieth)" if one.get("part") else "")
        ratio = "" if not best(peer) else f"{best(peer) / wc:.1g}" if best(peer) < wc / 100 else f"{best(peer) / wc:.2f}"
        shown = one or split
        rows.append([
            f"{name} {peer.get('version', '')}".strip(), speed, number(split["speed"]) if split else "", ratio,
            number(max(r["peak"] for r in (one, split) if r)) if shown else "", f"`{shown['command']}`" if shown else "",
        ])
    return table(["", "MB/s, one file", "MB/s, split", "of `wc -w`", "peak MiB", "command"], rows)


def best(peer):
    return max((r["speed"] for r in (peer.get("one"), peer.get("split")) if r), default=0)


def sizes_table(results):
    rows = []
    for size, r in results["sizes"].items():
        one, two, wc = r["1 thread"], r["2 threads"], r["wc -w"]
        each = lambda run: number(run["seconds"] / run["bytes"] * 1e9)
        rows.append([
            f"{size} MB", number(one["speed"]), number(two["speed"]), f"{one['seconds'] / two['seconds']:.2f}", each(one),
            each(two), f"{two['speed'] / wc['speed']:.2f}", number(one["peak"]), number(two["peak"]),
        ])
    return table(
        ["file", "MB/s, 1 thread", "MB/s, 2 threads", "2 over 1", "ns a byte, 1", "ns a byte, 2", "of `wc -w`",
         "peak MiB, 1", "peak MiB, 2"], rows)


def phrases_table(results):
    rows = [[name, number(r["speed"]), number(r["peak"])] for name, r in results["phrases"].items()]
    return table(["further phrases", "MB/s", "peak MiB"], rows)


def shapes_table(results):
    rows = [[name, number(r["speed"]), number(r["peak"])] for name, r in results["shapes"].items()]
    return table(["the same text as", "MB/s", "peak MiB"], rows)


def start_table(results):
    rows = [[name, f"{r['seconds'] * 1000:.2f}", number(r["peak"])] for name, r in results["start"].items()]
    return table(["", "ms", "peak MiB"], rows)


TABLES = {"main": main_table, "peers": peers_table, "sizes": sizes_table, "phrases": phrases_table,
          "shapes": shapes_table, "start": start_table}


def about(results):
    a = results["about"]
    versions = "; ".join(a["versions"].values())
    return f"{a['date']}, {a['machine']}. {versions}. Text: {a['text']}. Medians of {a['times']} runs.\n"


def tables(results):
    """All that was measured, as text."""
    parts = [about(results)] if "about" in results else []
    return "\n".join(parts + [f"{name}\n\n{make(results)}" for name, make in TABLES.items() if results.get(name)])


def write(results, docs):
    """Puts the tables between the markers of docs/speed.md, and draws the plots."""
    page = docs / "speed.md"
    text = page.read_text(encoding="utf-8")
    parts = {name: make(results) for name, make in TABLES.items() if results.get(name)}
    parts["about"] = about(results)
    for name, part in parts.items():
        begin, end = BEGIN.format(name), END.format(name)
        if begin not in text or end not in text:
            raise SystemExit(f"{page} has no place for `{name}`: {begin} … {end}")
        before, rest = text.split(begin, 1)
        text = before + begin + "\n\n" + part + "\n" + end + rest.split(end, 1)[1]
    page.write_text(text, encoding="utf-8")
    if results.get("main") or results.get("peers"):
        (docs / "speed.svg").write_text(bars(results), encoding="utf-8")
    if results.get("sizes"):
        (docs / "growth.svg").write_text(growth(results), encoding="utf-8")


STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.axis { stroke: #8c959f; stroke-width: 1 } .grid { stroke: #d0d7de; stroke-width: 1 }
.own { fill: #1a7f37 } .other { fill: #8c959f } .yard { fill: #0969da }
.one { stroke: #0969da; fill: none; stroke-width: 2 } .two { stroke: #1a7f37; fill: none; stroke-width: 2 }
.wc { stroke: #8c959f; fill: none; stroke-width: 2; stroke-dasharray: 5 4 }
.small { font-size: 11px; fill: #59636e }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .small { fill: #9198a1 } .grid { stroke: #30363d }
}
</style>"""


def frame(width, height, title, body):
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">'
    return f"{head}\n<title>{escape(title)}</title>\n{STYLE}\n" + "\n".join(body) + "\n</svg>\n"


def bars(results):
    """Megabytes a second of all tools, on a scale of powers of ten."""
    speeds = {}
    for name, peer in (results.get("peers") or {}).items():
        if best(peer):
            speeds[name] = best(peer)
    for name, r in (results.get("main") or {}).items():
        speeds[name] = r["speed"]
    if "mtlint, 2 threads" in speeds:
        speeds.pop("mtlint", None)
    order = sorted(speeds, key=lambda name: -speeds[name])
    left, right, row, top = 220, 80, 24, 40
    low = math.floor(math.log10(min(speeds.values())))
    high = math.ceil(math.log10(max(speeds.values())))
    width, height = 760, top + row * len(order) + 40
    x = lambda speed: left + (width - left - right) * (math.log10(speed) - low) / (high - low)
    body = [f'<text x="{left}" y="20">Megabytes of text a second (each line is ten times the one before)</text>']
    for power in range(low, high + 1):
        at = x(10.0**power)
        body.append(f'<line class="grid" x1="{at:.1f}" y1="{top - 6}" x2="{at:.1f}" y2="{height - 30}"/>')
        body.append(f'<text class="small" x="{at:.1f}" y="{height - 14}" text-anchor="middle">{10.0**power:g}</text>')
    for i, name in enumerate(order):
        y = top + row * i
        kind = "own" if name.startswith("mtlint") else "yard" if name in ("wc -w", "grep -c") else "other"
        long = max(2.0, x(speeds[name]) - left)
        body.append(f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>')
        body.append(f'<rect class="{kind}" x="{left}" y="{y + 2}" width="{long:.1f}" height="{row - 8}" rx="2"/>')
        body.append(f'<text class="small" x="{left + long + 6:.1f}" y="{y + 14}">{number(speeds[name])}</text>')
    return frame(width, height, "Megabytes of text a second", body)


def growth(results):
    """Nanoseconds a byte by the size of the file, both on scales of powers of ten."""
    sizes = sorted(float(size) for size in results["sizes"])
    lines = {"one": "1 thread", "two": "2 threads", "wc": "wc -w"}
    each = lambda size, key: (lambda r: r["seconds"] / r["bytes"] * 1e9)(results["sizes"][f"{size:g}"][key])
    every = [each(size, key) for size in sizes for key in lines.values()]
    steps = [factor * 10.0**power for power in range(-3, 7) for factor in (1, 2, 5)]
    low, high = max(v for v in steps if v <= min(every)), min(v for v in steps if v >= max(every))
    width, height, left, right, bottom, top = 760, 320, 60, 110, 40, 40
    span = math.log10(sizes[-1] / sizes[0]) or 1
    x = lambda size: left + (width - left - right) * math.log10(size / sizes[0]) / span
    y = lambda value: height - bottom - (height - bottom - top) * math.log10(value / low) / (math.log10(high / low) or 1)
    body = [f'<text x="{left}" y="20">Nanoseconds a byte, by the size of the file in megabytes</text>']
    for value in (v for v in steps if low <= v <= high):
        body.append(f'<line class="grid" x1="{left}" y1="{y(value):.1f}" x2="{width - right}" y2="{y(value):.1f}"/>')
        body.append(f'<text class="small" x="{left - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:g}</text>')
    for size in sizes:
        body.append(f'<text class="small" x="{x(size):.1f}" y="{height - 16}" text-anchor="middle">{size:g}</text>')
    lowest = math.inf
    for kind, key in sorted(lines.items(), key=lambda line: each(sizes[-1], line[1])):
        points = " ".join(f"{x(size):.1f},{y(each(size, key)):.1f}" for size in sizes)
        # Names of lines that end close to each other stand one above the other.
        lowest = min(y(each(sizes[-1], key)) + 4, lowest - 16)
        body.append(f'<polyline class="{kind}" points="{points}"/>')
        body.append(f'<text x="{x(sizes[-1]) + 8:.1f}" y="{lowest:.1f}">{key}</text>')
    return frame(width, height, "Nanoseconds a byte", body)
