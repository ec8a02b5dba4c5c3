# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The tables, as text for a terminal and as Markdown."""

NOTHING = "-"


def ratio(value):
    if value is None:
        return NOTHING
    return f"{value:.2f}" if value < 9.995 else f"{value:.1f}" if value < 99.95 else f"{value:,.0f}"


def seconds(value):
    if value < 1e-3:
        return f"{value * 1e6:.0f} us"
    return f"{value * 1e3:.1f} ms" if value < 0.1 else f"{value:.3f} s"


def size(value):
    if value is None:
        return NOTHING
    for unit in ("B", "KiB", "MiB"):
        if value < 1024:
            return f"{value:.0f} {unit}" if value >= 100 or unit == "B" else f"{value:.1f} {unit}"
        value /= 1024
    return f"{value:.1f} GiB"


def aligned(rows, left=1):
    """Rows of cells as lines, the first `left` columns to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [c.ljust(w) for c, w in zip(row[:left], widths)]
        cells += [c.rjust(w) for c, w in zip(row[left:], widths[left:])]
        yield "  ".join(cells).rstrip()


def markdown(rows, left=1):
    if not rows:
        return
    rule = ["---"] * left + ["---:"] * (len(rows[0]) - left)
    for row in [rows[0], rule, *rows[1:]]:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def every_cell(results, workloads):
    """The whole table: a row for each workload and system, and each size it ran at."""
    rows = [["workload", "system", "size", "runs", "median", "spread", "ratio", "peak RSS", "disk",
             "code", "compile"]]
    for workload in workloads:
        for cell in (c for c in results.cells.values() if c.job.workload.name == workload.name):
            rows.append(cell_row(results, cell))
    return rows


def cell_row(results, cell):
    job = cell.job
    row = [job.workload.name, job.system.name, f"{job.size:,}", str(len(cell.samples))]
    if cell.failed:
        return row + ["failed"] + [NOTHING] * 6
    return row + [seconds(cell.median(results.clock)), f"{cell.spread(results.clock):.1%}",
                  ratio(ratio_here(results, cell)), size(cell.median("rss_bytes")),
                  size(cell.median("disk_bytes")), size(cell.built.code_bytes),
                  f"{cell.built.compile_cpu_s:.2f} s"]


def ratio_here(results, cell):
    """The ratio of a cell of any size; of plain programs none."""
    row = results.cell_json(cell)
    return None if row["system"] == "plain" else row["ratio"]


def ratios(results, workloads, systems):
    """Times plain: a row for each system, a column for each workload."""
    shown = [w for w in workloads if w.table and w.name != "start"]
    if not shown:
        return []
    rows = [["times plain", *(w.name for w in shown)]]
    for system in systems:
        if not system.table or system.name == "plain":
            continue
        values = [results.ratio(w.name, system.name) for w in shown]
        if any(v is not None for v in values):
            rows.append([system.name, *map(ratio, values)])
    return rows


def events(results, workloads, systems):
    """Nanoseconds more than plain for each event of the workloads that consist of one kind."""
    shown = [w for w in workloads if w.event]
    if not shown:
        return []
    rows = [["ns over plain", *(f"{w.name}, a {w.event}" for w in shown)]]
    for system in systems:
        values = [results.extra_ns(w.name, system.name, system.base) for w in shown]
        if system.name != "plain" and any(v is not None for v in values):
            rows.append([system.name, *(NOTHING if v is None else f"{v:,.1f}" for v in values)])
    return rows


def costs(results, workloads, systems):
    """What is not run time, on the workloads that show it best among those that ran."""
    ran = {w.name for w in workloads}
    program = next((n for n in ("lua", "containers", "churn", "leaf") if n in ran), "start")
    memory = next((n for n in ("churn", "lua", "leaf") if n in ran), "start")
    rows = [["", f"compile {program}", f"code of {program}", "start and exit",
             f"peak RSS, {memory}", f"disk, {program}"]]
    for system in systems:
        cell = results.get(program, system.name)
        start = results.get("start", system.name)
        held = results.get(memory, system.name)
        if not system.table or not (cell or start):
            continue
        rows.append([system.name, ratio(results.of_build(program, system.name, "compile_cpu_s")),
                     ratio(results.of_build(program, system.name, "code_bytes")),
                     seconds(start.median(results.clock)) if start else NOTHING,
                     size(held.median("rss_bytes")) if held else NOTHING,
                     size(cell.median("disk_bytes")) if cell else NOTHING])
    return rows


def legend(systems):
    rows = [[s.name, s.what + base_note(s)] for s in systems if s.table]
    return [["system", "what it is"], *rows]


def base_note(system):
    return f" (ratios to the plain program on {system.base})" if system.base != "plain" else ""


def left_out(results):
    for what, why in results.left_out:
        yield f"left out: {what}: {why}"
    for system, why, workloads in results.failures():
        yield f"failed: {system} on {', '.join(workloads)}: {why}"
