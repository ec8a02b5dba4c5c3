# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The ratios as a picture: a panel for each workload, a bar for each system."""
import math
from xml.sax.saxutils import escape

PANEL, ROW, LABEL, GAP, COLUMNS = 190, 13, 108, 22, 3
COLOURS = (("memfn", "#c2410c"), ("empty-hooks", "#a3a3a3"), ("", "#5b7ea3"))


def colour(system):
    return next(c for start, c in COLOURS if system.startswith(start))


def svg(found, systems, workloads):
    panels = [p for p in (panel_rows(found, w, systems) for w in workloads
                          if w.table and w.name != "start") if p[1]]
    top = max([10.0] + [value for _, rows in panels for _, value in rows])
    decades = math.ceil(math.log10(top))
    height = max((len(rows) for _, rows in panels), default=0) * ROW + 2 * GAP
    lines = (len(panels) + COLUMNS - 1) // COLUMNS
    width = COLUMNS * (LABEL + PANEL + GAP) + GAP
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
             f'height="{lines * height + 2 * GAP}" font-family="sans-serif" font-size="10">',
             '<rect width="100%" height="100%" fill="white"/>',
             f'<text x="{GAP}" y="{GAP - 6}" font-size="12">Run time, times the plain program '
             '(logarithmic; shorter is better)</text>']
    for i, (workload, rows) in enumerate(panels):
        x = GAP + i % COLUMNS * (LABEL + PANEL + GAP)
        y = 2 * GAP + i // COLUMNS * height
        parts += panel(workload, rows, x, y, decades)
    return "\n".join(parts + ["</svg>\n"])


def panel_rows(found, workload, systems):
    rows = [(s.name, found.ratio(workload.name, s.name)) for s in systems
            if s.table and s.name != "plain"]
    return workload, [(name, value) for name, value in rows if value]


def panel(workload, rows, x, y, decades):
    left = x + LABEL
    yield f'<text x="{x}" y="{y}" font-weight="bold">{escape(workload.what)}</text>'
    for decade in range(decades + 1):
        at = left + PANEL * decade / decades
        yield (f'<line x1="{at:.1f}" y1="{y + 5}" x2="{at:.1f}" y2="{y + 8 + len(rows) * ROW}" '
               'stroke="#ddd"/>')
        yield (f'<text x="{at:.1f}" y="{y + 18 + len(rows) * ROW}" text-anchor="middle" '
               f'fill="#777">{10 ** decade}</text>')
    for i, (name, value) in enumerate(rows):
        yield from bar(name, value, left, y + 8 + i * ROW, decades)


def bar(name, value, left, y, decades):
    length = max(1.0, PANEL * math.log10(max(value, 1.0)) / decades)
    yield f'<text x="{left - 4}" y="{y + 9}" text-anchor="end">{escape(name)}</text>'
    yield (f'<rect x="{left}" y="{y + 1}" width="{length:.1f}" height="{ROW - 3}" '
           f'fill="{colour(name)}"/>')
    yield f'<text x="{left + length + 3:.1f}" y="{y + 9}" fill="#333">{value:.2f}</text>'
