# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds the kinds that a profile gives its lines against the comments `// E TYPE...` of a source:
one type for each kind of block of that line, `none` for blocks of no known type.

usage: kinds.py MEMREPORT PROFILE SOURCE [--misses=N] [--wrong=N]

Every line must have allocated. No kind may be wrong, and N (0) may be unknown.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys


def plain(kind):
    return re.sub(r"^(struct|union|enum) ", "", kind).replace(" ", "_")


def found_kinds(memreport, profile, source):
    text = subprocess.run([memreport, "export", "--format=json", profile], check=True,
                          stdout=subprocess.PIPE).stdout
    kinds = collections.defaultdict(set)
    for line in json.loads(text)["lines"]:
        if os.path.basename(line["file"]) == os.path.basename(source):
            kinds[line["line"]].add(plain(line["kind"]) if line["kind"] else "none")
    return kinds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("memreport")
    parser.add_argument("profile")
    parser.add_argument("source")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--wrong", type=int, default=0)
    args = parser.parse_args()
    found = found_kinds(args.memreport, args.profile, args.source)
    known = missed = wrong = silent = 0
    with open(args.source, encoding="utf-8") as text:
        lines = [(n, line) for n, line in enumerate(text, 1) if "// E " in line]
    for number, line in lines:
        expected = [e for e in line.split("// E ")[1].split() if e != "none"]
        known += len(expected)
        missing = [e for e in expected if e not in found[number]]
        surplus = found[number] - {*expected, "none"}
        missed += len(missing)
        wrong += len(surplus)
        silent += not found[number]
        if missing or surplus or not found[number]:
            print(f"{args.source}:{number}: {' '.join(sorted(found[number])) or 'no allocation'}, "
                  f"expected {' '.join(expected) or 'none'}")
    print(f"{known - missed} of {known} sites right, {wrong} wrong")
    sys.exit(wrong > args.wrong or missed > args.misses or silent > 0 or known == 0)


main()
