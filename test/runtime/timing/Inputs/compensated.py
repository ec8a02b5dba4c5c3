# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""compensated.py RAW COMPENSATED TRUTH: the same profile twice; TRUTH: what the program measured,
of parent with all hooks, of parent's and leaf's own work without, and how many calls there were.

What a hook cost at the start, one after the other, is less than between other work: a fifth of what
the hooks cost has gone at least, and not half as much again.
"""
import json
import sys


def functions(name):
    with open(name, encoding="utf-8") as file:
        return {f["name"]: f for f in json.load(file)["functions"]}


def main():
    raw, compensated = functions(sys.argv[1]), functions(sys.argv[2])
    with open(sys.argv[3], encoding="utf-8") as file:
        _, own, leaf, calls = map(int, file.read().split())
    before, after = raw["parent"]["self_ns"], compensated["parent"]["self_ns"]
    print(f"parent {before} raw, {after} compensated, {own} in truth")
    print(f"leaf {raw['leaf']['self_ns']} raw, {compensated['leaf']['self_ns']}, {leaf} in truth")
    assert before > own * 1.5, "the hooks cannot be seen"
    assert 0.2 * (before - own) < before - after < 1.5 * (before - own), "what was taken off"
    assert abs(compensated["leaf"]["self_ns"] - leaf) < 0.5 * leaf
    for f in compensated.values():
        assert f["self_ns"] >= 0 and f["total_ns"] >= f["self_ns"], f
    assert compensated["leaf"]["calls"] == calls == raw["leaf"]["calls"]


main()
