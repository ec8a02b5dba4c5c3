# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""bench/run --choose: which functions `memfn-chosen` watches in the programs that are not ours.

As docs/choosing.md has it: every function is watched once, `memreport suggest` says what to leave out
so that the hooks of the rest cost a twentieth of the run, its default; the rest is watched and suggest
asked again, since a run that hooks take most of tells little of what it takes without them, until it
leaves out nothing. Of what stays those are taken that need most memory (memreport's own order), then
most time. The lists are bench/workloads/*.list.
"""
import json
import subprocess
import tempfile

from . import builder, workloads

# An allocator that all else calls tells nothing, though the bytes are its own.
SUGGEST = ("suggest", "--keep=0")
MOST_RUNS = 5
COUNTS = {"lua": 20, "zstd": 10}

HEAD = """\
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Written by bench/run --choose: the {count} functions that need most memory, then time, of those
# that memreport {suggest} leaves, asked until it leaves out no more.
[profile]
"""


def run(program, arguments, profile):
    env = {"MEMFN_OUTPUT": profile, "MEMFN_OPTIONS": "quiet=1"}
    subprocess.run([program, *arguments], env=env, stdout=subprocess.DEVNULL, check=True)


def most_needed(memreport, profile, count):
    done = subprocess.run([memreport, "export", "--format=json", profile], capture_output=True,
                          text=True, check=True)
    functions = [f for f in json.loads(done.stdout)["functions"] if f["calls"] and f["file"] != "~"]
    functions.sort(key=lambda f: (-f["peak_bytes"], -f["total_ns"], f["name"]))
    return [f["name"] for f in functions[:count]]


def left_out(memreport, profile, path):
    """What suggest leaves out, written to a list; False for nothing."""
    subprocess.run([memreport, *SUGGEST, "-o", path, profile], stdout=subprocess.DEVNULL, check=True)
    with open(path) as written:
        return any(line.startswith("fun:") for line in written)


def choose(workload, made, arguments):
    memreport = str(made.build / "bin/memreport")
    build = builder.systems.BUILDS["all"]
    choice = "all"
    with tempfile.TemporaryDirectory() as folder:
        profile, program = f"{folder}/profile.out", f"{folder}/program"
        for number in range(MOST_RUNS):
            env = {**made.environment(workload, build), "MEMFN_PASS": choice}
            builder.run(made.command(workload, build, program), env)
            run(program, arguments, profile)
            path = f"{folder}/{number}.list"
            if not left_out(memreport, profile, path):
                break
            choice += f";list={path}"
        return most_needed(memreport, profile, COUNTS[workload.name])


def write_lists(root, made, trees):
    for name, count in COUNTS.items():
        workload = workloads.WORKLOADS[name]
        names = choose(workload, made, [a.format(trees=trees)
                                        for a in workload.arguments(workload.size)])
        path = root / "bench/workloads" / f"{name}.list"
        path.write_text(HEAD.format(count=count, suggest=" ".join(SUGGEST))
                        + "".join(f"fun:{name}\n" for name in sorted(names)))
        print(f"{path}: {len(names)} functions")
