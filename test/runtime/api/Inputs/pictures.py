# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""pictures.py PROFILE: prints the marks, snapshots and timeline of a profile, for FileCheck: what is
stable of them, and whether the rest is plausible. Snapshots are told by function, as a reader does
it: the last entry of each account and node up to the picture, and the open frames on top."""
import struct
import sys

data = open(sys.argv[1], "rb").read()
FUNCTIONS, NODES, ACCOUNTS, LOCATIONS = 2, 3, 6, 4
MARKS, SNAPSHOTS, SNAP_ACCOUNTS, SNAP_NODES, SNAP_FRAMES, TIMELINE = range(16, 22)
NARROW, NARROW_ACCOUNTS, NARROW_NODES = range(27, 30)
LAYOUT = {NARROW: "<4I", NARROW_ACCOUNTS: "<5I", NARROW_NODES: "<6Ii3I", FUNCTIONS: "<QQQQIIQ16x", NODES: "<IIII", ACCOUNTS: "<IIII", MARKS: "<10Q2q2Q16x",
          SNAPSHOTS: "<3Q2qQ8I", SNAP_ACCOUNTS: "<I4x4Q", SNAP_NODES: "<I4x2Q4q3Q",
          SNAP_FRAMES: "<IIQQqq", TIMELINE: "<Qqq3Q"}
tables = {kind: [] for kind in LAYOUT}


def read():
    used, at = struct.unpack_from("<Q", data, 16)[0], 4096
    while at + 64 <= used:
        kind, first, size, _, _, capacity = struct.unpack_from("<IIQQII", data, at)
        if kind == 0:
            break
        if kind in LAYOUT:
            width = struct.calcsize(LAYOUT[kind])
            tables[kind] += [(first + i, struct.unpack_from(LAYOUT[kind], data, at + 64 + i * width))
                             for i in range(capacity)]
        at += size


def text(offset):
    return data[offset:data.index(b"\0", offset)].decode()


read()
table = {kind: dict(rows) for kind, rows in tables.items()}
name_of = {i: text(f[0]) for i, f in table[FUNCTIONS].items() if f[0]}


def entries(kind, first, count):
    return [table[kind][k] for k in range(first, first + count)]


def function_of(node):
    return name_of[table[NODES][node][2]]


for i, m in sorted(table[MARKS].items()):
    if m[0]:
        (label, _, ns, user, system, rss, peak_rss, swap, vms, shared, live, peak, allocs,
         bytes_) = m
        good = ns > 0 and peak_rss >= rss > 0 and vms > rss > shared and user + system > 0
        print(f"mark {text(label)}: live={live} peak={peak} allocs={allocs} bytes={bytes_} "
              f"system={'good' if good else 'bad'}")

accounts, nodes = {}, {}
for i, s in sorted(table[SNAPSHOTS].items()):
    label, ticks, ns, live, peak, cost, first_a, n_a, first_n, n_n, first_f, n_f, cause, rss = s
    if not label:
        continue
    narrow_a, more_a, narrow_n, more_n = table[NARROW][i]
    for account, *figures in (entries(SNAP_ACCOUNTS, first_a, n_a) +
                              entries(NARROW_ACCOUNTS, narrow_a, more_a)):
        accounts[account] = figures
    for node, *figures in (entries(SNAP_NODES, first_n, n_n) +
                           entries(NARROW_NODES, narrow_n, more_n)):
        nodes[node] = figures
    print(f"snapshot {text(label)}: live={live} peak={peak} cause={cause} "
          f"changed={n_a + more_a} accounts, {n_n + more_n} nodes; {n_f} frames")
    total = {}
    for account, (allocs, bytes_, freed, freed_bytes) in accounts.items():
        row = total.setdefault(function_of(table[ACCOUNTS][account][0]), [0] * 4)
        row[0] += allocs
        row[1] += bytes_ - freed_bytes
    for node, figures in nodes.items():
        row = total.setdefault(function_of(node), [0] * 4)
        row[2] += figures[0]
        row[3] = max(row[3], figures[4])
    frames = [table[SNAP_FRAMES][k] for k in range(first_f, first_f + n_f)]
    for node, stack, ticks_, self_, peak_, retained in frames:
        row = total.setdefault(function_of(node), [0] * 4)
        row[3] = max(row[3], peak_)
        assert self_ <= ticks_, (self_, ticks_)
    for name, row in sorted(total.items()):
        print(f"  {name}: allocs={row[0]} live={row[1]} calls={row[2]} peak={row[3]}")
    print("  open: " + " ".join(function_of(f[0]) for f in frames))
    if not 100 < rss < 10**7:
        print(f"  rss_kib={rss}")
    print(f"  cost_ms={cost / 1e6:.3f}", file=sys.stderr)

points = sorted({p[0]: p for p in table[TIMELINE].values() if p[0]}.values())
if points:
    even = all(a[0] < b[0] and a[2] <= b[2] and a[4] <= b[4] for a, b in zip(points, points[1:]))
    print(f"timeline: points={len(points)} even={even} peak={points[-1][2]} "
          f"highest={max(p[1] for p in points)} rss={min(p[3] for p in points) > 0}")
