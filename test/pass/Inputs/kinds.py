#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares the kinds of the allocation sites in an instrumented module with the comments
`// E TYPE...` of its source: one type for each site of the line, `none` for no kind.
`TYPE?` has to be marked as a guess. No kind may be wrong; --misses=N may be unknown."""

import argparse
import collections
import re
import sys


def sites(text):
    strings = dict(re.findall(r'^(@memfn\.str[.\d]*) = .* c"(.*)\\00"', text, re.M))
    result = collections.defaultdict(list)
    for body in re.findall(r"^@memfn\.site\S* = private global .*? \{ (.*) \}, align", text, re.M):
        names = re.findall(r"@memfn\.str[.\d]*", body)
        line = re.search(r"i32 (\d+), i32 (\d+), i64 0$", body)
        if len(names) > 1:
            kind = plain(strings[names[1]])
            result[int(line[1])] += [kind, kind + "?"] if line[2] == "1" else [kind]
    return result


def plain(kind):
    return re.sub(r"^(struct|union|enum) ", "", kind).replace(" ", "_")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source")
    parser.add_argument("module")
    parser.add_argument("--misses", type=int, default=0)
    args = parser.parse_args()
    found = sites(open(args.module).read())
    known = missed = wrong = 0
    for number, line in enumerate(open(args.source), 1):
        if "// E " not in line:
            continue
        expected = [e for e in line.split("// E ")[1].split() if e != "none"]
        kinds = found[number]
        known += len(expected)
        missed += sum(e not in kinds for e in expected)
        for kind in {k.rstrip("?") for k in kinds} - {e.rstrip("?") for e in expected}:
            wrong += 1
            print(f"{args.source}:{number}: {kind}, expected {' '.join(expected) or 'none'}")
    print(f"{known - missed} of {known} sites, {wrong} wrong")
    sys.exit(wrong > 0 or missed > args.misses or known == 0)


main()
