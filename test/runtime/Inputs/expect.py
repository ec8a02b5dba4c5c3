#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds a profile against what a test expects of it.

usage: expect.py MEMREPORT PROFILE CHECK...        (or the checks on standard input, one a line)

A check is a subject and figures: 'f calls=3 peak_bytes=1000'. The subject is a function's name, or
totals, trust, process (of the first process), or functions (count=N is how many were called). The
figures are keys of the JSON export; = != <= >= compare;
'f none' means that there is no such function. What always holds is checked unasked: the figures of
the functions add up to the totals, and what is live is what was allocated less what was freed.
"""
import json
import re
import subprocess
import sys

ADDITIVE = ("allocs", "alloc_bytes", "frees", "freed_bytes", "leaked_bytes", "leaked_blocks")
COMPARE = {
    "=": lambda a, b: str(a) == b,
    "!=": lambda a, b: str(a) != b,
    "<=": lambda a, b: a is not None and a <= int(b),
    ">=": lambda a, b: a is not None and a >= int(b),
}


def fail(message):
    sys.exit(f"expect: {message}")


def load(memreport, profile):
    command = [memreport, "export", "--format=json", profile]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        fail(f"memreport says {result.returncode}: {result.stderr.strip()}")
    return json.loads(result.stdout)


def check_sums(data):
    totals = data["totals"]
    for key in ADDITIVE:
        total = sum(f[key] for f in data["functions"])
        if total != totals[key]:
            fail(f"{key}: the functions add up to {total}, the total is {totals[key]}")
    live = totals["alloc_bytes"] - totals["freed_bytes"]
    if live != totals["leaked_bytes"]:
        fail(f"live is {live}, leaked is {totals['leaked_bytes']}")
    if not 0 <= live <= totals["peak_bytes"]:
        fail(f"live is {live}, the peak is {totals['peak_bytes']}")


def subject_of(data, name):
    if name in ("totals", "trust"):
        return data[name]
    if name == "process":
        return data["processes"][0]
    if name == "functions":
        real = [f for f in data["functions"] if not f["name"].startswith("<")]
        return {"count": sum(f["calls"] > 0 for f in real), "known": len(real)}
    found = [f for f in data["functions"] if f["name"] == name]
    if len(found) > 1:
        fail(f"{name}: {len(found)} functions of that name")
    return found[0] if found else None


def check(data, line):
    name, *conditions = line.split()
    subject = subject_of(data, name)
    if conditions == ["none"]:
        return [] if subject is None else [f"{name}: is there"]
    if subject is None:
        return [f"{name}: not there"]
    errors = []
    for condition in conditions:
        key, operator, value = re.fullmatch(r"(\w+)(!=|<=|>=|=)(.*)", condition).groups()
        if key not in subject or not COMPARE[operator](subject[key], value):
            errors.append(f"{name}: {key} is {subject.get(key)}, expected {operator}{value}")
    return errors


def main():
    memreport, profile, *checks = sys.argv[1:]
    data = load(memreport, profile)
    check_sums(data)
    lines = checks or [line for line in sys.stdin.read().splitlines() if line.strip()]
    errors = [error for line in lines for error in check(data, line)]
    if errors:
        fail("\n        ".join([profile, *errors]))


if __name__ == "__main__":
    main()
