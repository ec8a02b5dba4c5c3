# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""bench/run --choose: which functions `memfn-chosen` watches in the programs that are not ours.

As docs/choosing.md has it: every function is watched once, `memreport suggest` says what costs more
to watch than it tells, and of the rest those are taken that need most memory (memreport's own
order), then most time. The lists are bench/workloads/*.list.
"""
import json
import subprocess
import tempfile

from . import builder, workloads

# Watching is to cost a twentieth. An allocator that all else calls tells nothing, though the bytes
# are its own: hence no --keep.
SUGGEST = ("suggest", "--cost=5", "--keep=0")
COUNTS = {"lua": 20, "zstd": 10}

HEAD = """\
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Written by bench/run --choose: the {count} functions that need most memory, then time, of those
# that memreport {suggest} leaves.
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


def choose(workload, made, arguments):
    memreport = str(made.build / "bin/memreport")
    with tempfile.TemporaryDirectory() as folder:
        profile, lean, program = (f"{folder}/{name}" for name in ("profile.out", "lean", "program"))
        run(made.get(workload, "all").program, arguments, profile)
        subprocess.run([memreport, *SUGGEST, "-o", lean, profile], stdout=subprocess.DEVNULL,
                       check=True)
        env = {**made.environment(workload, builder.systems.BUILDS["all"]),
               "MEMFN_PASS": f"all;list={lean}"}
        builder.run(made.command(workload, builder.systems.BUILDS["all"], program), env)
        run(program, arguments, profile)
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
