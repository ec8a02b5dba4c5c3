# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Questions to exported profiles (memreport export --format=json):

  profile.py valgrind PROFILE LOG   totals equal what valgrind's memcheck counted
  profile.py totals PROFILE         prints them
  profile.py share PROFILE PERCENT  at least so much of the bytes belongs to functions
  profile.py same PROFILE...        the same but for times, process ids and dates
  profile.py figures PROFILE...     functions of the same name have the same figures
  profile.py sound PROFILE          figures of a killed process hold together
"""

import json
import re
import sys

TIMES = re.compile(r"(_ns|^pid|^start|^clock)$")


def load(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)

LARGEST_BLOCK = 1 << 20  # of what Lua allocates here


def check(condition, message):
    if not condition:
        sys.exit(f"profile.py: {message}")


def valgrind_totals(log):
    text = open(log, encoding="utf-8").read()
    heap = re.search(r"total heap usage: ([\d,]+) allocs, ([\d,]+) frees, ([\d,]+) bytes", text)
    left = re.search(r"in use at exit: ([\d,]+) bytes in ([\d,]+) blocks", text)
    numbers = [int(n.replace(",", "")) for n in heap.groups() + left.groups()]
    return dict(zip(("allocs", "frees", "alloc_bytes", "leaked_bytes", "leaked_blocks"), numbers))


def valgrind(profile, log):
    totals = load(profile)["totals"]
    for key, expected in valgrind_totals(log).items():
        check(totals[key] == expected, f"{key} is {totals[key]} when valgrind counts {expected}")


def totals(profile):
    figures = load(profile)["totals"]
    print(" ".join(f"{key}={figures[key]}" for key in ("calls", "allocs", "alloc_bytes", "leaked_bytes")))


def share(profile, percent):
    data = load(profile)
    of_functions = sum(f["alloc_bytes"] for f in data["functions"] if not f["name"].startswith("<"))
    total = data["totals"]["alloc_bytes"]
    check(of_functions * 100 >= total * float(percent),
          f"functions have {of_functions} of {total} bytes")


def without_times(value):
    if isinstance(value, dict):
        return {k: without_times(v) for k, v in value.items() if not TIMES.search(k)}
    if isinstance(value, list):
        return [without_times(v) for v in value]
    return value


def first_difference(a, b, where="profile"):
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(a.keys() | b.keys()):
            found = first_difference(a.get(key), b.get(key), f"{where}.{key}")
            if found:
                return found
        return None
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for i, pair in enumerate(zip(a, b)):
            found = first_difference(*pair, f"{where}[{i}]")
            if found:
                return found
        return None
    if a == b:
        return None
    if isinstance(a, list) and isinstance(b, list):
        return f"{where}: {len(a)} and {len(b)} elements"
    return f"{where}: {a} and {b}"


def same(*profiles):
    first = without_times(load(profiles[0]))
    for other in profiles[1:]:
        found = first_difference(first, without_times(load(other)))
        check(not found, f"{profiles[0]} and {other} differ: {found}")


def figures(*profiles):
    def by_name(path):
        functions = {}
        for f in without_times(load(path))["functions"]:
            f.pop("callers")
            functions[f["linkage_name"]] = f
        return functions

    first = by_name(profiles[0])
    for other in profiles[1:]:
        found = first_difference(first, by_name(other))
        check(not found, f"{profiles[0]} and {other} differ: {found}")


def sound(profile):
    data = load(profile)
    totals = data["totals"]
    live = totals["alloc_bytes"] - totals["freed_bytes"]
    check(data["processes"][0]["state"] in ("died", "signalled"), "state is not that of a dead one")
    # Accounts and functions count the event in flight one after the other: it may be in one only.
    blocks = totals["leaked_blocks"] - (totals["allocs"] - totals["frees"])
    difference = totals["leaked_bytes"] - live
    check(abs(blocks) <= 1 and abs(difference) <= LARGEST_BLOCK,
          f"leaked {totals['leaked_bytes']}, live {live}; {blocks} blocks more")
    check(totals["peak_bytes"] + LARGEST_BLOCK >= live >= -LARGEST_BLOCK,
          f"peak {totals['peak_bytes']}, live {live}")
    for key in ("allocs", "alloc_bytes", "frees", "freed_bytes"):
        total = sum(f[key] for f in data["functions"])
        check(total == totals[key], f"{key}: functions have {total} of {totals[key]}")


if __name__ == "__main__":
    {f.__name__: f for f in (valgrind, totals, share, same, figures, sound)}[sys.argv[1]](*sys.argv[2:])
