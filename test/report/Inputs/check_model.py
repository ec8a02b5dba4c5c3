# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs random programs on the machine and compares memreport's JSON with the model's figures.

usage: check_model.py MEMREPORT FOLDER FIRST_SEED COUNT
"""

import json
import os
import random
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import profile_machine as pm  # noqa: E402


def random_program(seed):
    rng = random.Random(seed)
    m = pm.Machine(clock=pm.MONOTONIC, start=rng.choice([0, 1000, 2**40]))
    functions = [m.function(f"f{i}", rng.choice(["a.c", "b.c"]), i) for i in range(rng.randint(1, 6))]
    m.function("never_called")
    locations = [0] + [m.location("a.c", i, rng.choice([None, "struct node"])) for i in range(3)]
    threads, blocks = [m.main], []
    for _ in range(rng.randint(0, 150)):
        m.wait(rng.choice([0, 1, 7, 1000]))
        stack = rng.choice(threads)
        what = rng.random()
        if what < 0.35 and len(stack.frames) < 12:
            m.enter(stack, rng.choice(functions))
        elif what < 0.55 and len(stack.frames) > 1:
            m.leave(stack)
        elif what < 0.75:
            blocks.append(m.allocate(stack, rng.choice([0, 1, 24, 4096, 1 << 20]),
                                     rng.choice(locations)))
        elif what < 0.92 and blocks:
            m.free(stack, blocks.pop(rng.choice([-1, rng.randrange(len(blocks))])))
        elif what < 0.96 and len(threads) < 5 and rng.random() < 0.5:
            threads.append(m.start_thread(stack))
        elif stack is not m.main:
            m.end_thread(stack)
            threads.remove(stack)
    return m


def export(memreport, path):
    result = subprocess.run([memreport, "export", "--format=json", path], check=True,
                            capture_output=True)
    return json.loads(result.stdout)


def differences(profile, model):
    figures, edges = model.finish()
    functions = profile["functions"]
    by_name = {f["linkage_name"]: f for f in functions}
    for name, expected in figures.items():
        if name not in by_name:
            if name not in pm.PSEUDOS or expected["calls"]:
                yield f"{name}: missing"
            continue
        for key, value in expected.items():
            if by_name[name][key] != value:
                yield f"{name}.{key}: {by_name[name][key]} when it should be {value}"
    found = {(f["linkage_name"], functions[e["function"]]["linkage_name"]): e
             for f in functions for e in f["callers"]}
    if found.keys() != edges.keys():
        yield f"edges: {found.keys()} when they should be {edges.keys()}"
        return
    for pair, expected in edges.items():
        for key, value in expected.items():
            if found[pair][key] != value:
                yield f"{pair}.{key}: {found[pair][key]} when it should be {value}"


def check_totals(profile, model):
    totals, functions = profile["totals"], profile["functions"]
    own = [f for f in functions if f["file"] != "~"]
    sums = {key: sum(f[key] for f in functions)
            for key in ("allocs", "alloc_bytes", "frees", "freed_bytes", "leaked_bytes",
                        "leaked_blocks")}
    sums |= {key: sum(f[key] for f in own) for key in ("calls", "primitive_calls")}
    sums["peak_bytes"] = model.peak
    sums["peak_bytes"] = sum(f["at_peak_bytes"] for f in functions)
    for key, value in sums.items():
        if totals[key] != value:
            yield f"totals.{key}: {totals[key]} when it should be {value}"
    if totals["alloc_bytes"] - totals["freed_bytes"] != totals["leaked_bytes"]:
        yield "totals: live is not allocated less freed"


def check_paths(profile):
    """Inclusive figures are sums over the paths that a function is on, each once."""
    functions, paths = profile["functions"], profile["paths"]
    total = [0] * len(functions)
    on_path = []
    for path in paths:
        above = on_path[path["parent"]] if path["parent"] >= 0 else frozenset()
        on_path.append(above | {path["function"]})
        for f in on_path[-1]:
            total[f] += path["alloc_bytes"]
    for f, expected in zip(functions, total):
        if f["total_alloc_bytes"] != expected:
            yield f"{f['name']}: paths say {expected}, total_alloc_bytes {f['total_alloc_bytes']}"


def check(memreport, path, machine):
    machine.write(path)
    profile = export(memreport, path)
    yield from differences(profile, machine.model)
    yield from check_totals(profile, machine.model)
    yield from check_paths(profile)


def hold(check_one):
    """Random programs, of which check_one(memreport, path, machine) yields what is wrong."""
    memreport, folder, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    os.makedirs(folder, exist_ok=True)
    machines = []
    for seed in range(first, first + count):
        machines.append(random_program(seed))
        wrong = list(check_one(memreport, os.path.join(folder, "profile.out"), machines[-1]))
        if wrong:
            print(f"seed {seed}:", *wrong, sep="\n  ")
            sys.exit(1)
    return machines


def main():
    print(f"{len(hold(check))} programs agree with the model")


if __name__ == "__main__":
    main()
