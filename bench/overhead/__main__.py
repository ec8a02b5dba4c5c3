# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""bench/run: what MemFn costs, beside other profilers, measured in one interleaved run."""
import argparse
import json
import pathlib
import sys

from . import (builder, choose, machine, page, plan, plot, results, runner, systems, targets, text,
               workloads)

EPILOG = """
First all programs are built (plain, by MemFn's wrapper, with LLVM's instrumentations), and kept in
build/bench until something changes. Then the systems run the workloads in turn, round after round.
What is not installed is left out, with a line; --install fetches everything from Debian first.
"""


def arguments():
    a = argparse.ArgumentParser(prog="bench/run", description=__doc__, epilog=EPILOG)
    a.add_argument("--systems", help="only these, by comma; names as --list shows them")
    a.add_argument("--workloads", help="only these, by comma")
    a.add_argument("--runs", type=int, help="rounds (5; slow systems run in half of them)")
    a.add_argument("--quick", action="store_true", help="half of the work, two rounds")
    a.add_argument("--size", type=float, default=1.0, metavar="SHARE",
                   help="this share of each workload's work")
    a.add_argument("--targets", action="store_true",
                   help="also what the targets need, and whether they are met")
    a.add_argument("--cpu", action="store_true",
                   help="ratios of CPU time, not of wall time: for a machine that is not quiet")
    a.add_argument("--json", metavar="FILE", help="write all figures")
    a.add_argument("--svg", metavar="FILE", help="write a plot of the ratios")
    a.add_argument("--markdown", metavar="FILE",
                   help="put the tables into FILE, between its bench marks")
    a.add_argument("--clang", default="clang", help="the compiler (clang)")
    a.add_argument("--limit", type=int, default=120, metavar="SECONDS", help="for one run (120)")
    a.add_argument("--choose", action="store_true",
                   help="write the lists of functions to watch in Lua and zstd, and no more")
    a.add_argument("--list", action="store_true", help="list systems and workloads")
    a.add_argument("--install", action="store_true",
                   help="first install what is missing, from Debian, as root or with sudo")
    a.add_argument("--no-build", action="store_true", help="take MemFn as it stands in build/")
    a.add_argument("--work", type=pathlib.Path, help="where programs are built and run")
    a.add_argument("--root", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    a.add_argument("--build", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    return a.parse_args()


def chosen(names, known, standard):
    if names is None:
        return [known[n] for n in standard]
    wrong = [n for n in names.split(",") if n not in known]
    if wrong:
        print(f"bench/run: {wrong[0]}: unknown; --list shows the names", file=sys.stderr)
        sys.exit(2)
    return [known[n] for n in known if n in names.split(",")]


def select(args):
    """The systems and workloads of this run; `plain` and `start` are always there."""
    of_table = [s for s in systems.SYSTEMS.values()
                if s.table or (args.targets and not args.systems)]
    selected = chosen(args.systems, systems.SYSTEMS, [s.name for s in of_table])
    if systems.SYSTEMS["plain"] not in selected:
        selected.insert(0, systems.SYSTEMS["plain"])
    works = [w.name for w in workloads.WORKLOADS.values() if w.table or args.targets]
    wanted = chosen(args.workloads, workloads.WORKLOADS, works)
    if workloads.WORKLOADS["start"] not in wanted:
        wanted.insert(0, workloads.WORKLOADS["start"])
    return selected, wanted


def usable(selected, found):
    """Those that can run here; the others are noted."""
    missing = {s.name: s.missing() for s in selected}
    found.left_out += [(name, why) for name, why in missing.items() if why]
    return [s for s in selected if not missing[s.name]]


def build_all(jobs, made, found):
    """{job: built} of those that can be built; says what cannot."""
    built, failed, said = {}, {}, set()
    total = len({(j.workload.name, j.system.build) for j in jobs})
    print(f"building: {total} programs, but for those of before; the first time a few minutes",
          file=sys.stderr, flush=True)
    for job in jobs:
        if job.workload.program in workloads.LARGE - said:
            said.add(job.workload.program)
            print(f"building: {job.workload.what}", file=sys.stderr, flush=True)
        key = (job.workload.name, job.system.build)
        try:
            if key not in failed:
                built[job] = made.get(job.workload, job.system.build)
        except builder.Failed as error:
            failed[key] = str(error)
            found.left_out.append((f"{key[0]}, built as {key[1]}", str(error)))
    return built


def measure(built, runs, run, found):
    jobs = list(built)
    progress = plan.Progress(jobs, plan.Times(run.work / "times.json"))
    names = {job.system.name for job in jobs}, {job.workload.name for job in jobs}
    count = sum(job.rounds * job.passes for job in jobs)
    print(f"measuring: {len(names[0])} systems on {len(names[1])} workloads, {runs} rounds, "
          f"{count} runs, about {plan.duration(progress.total)}", file=sys.stderr, flush=True)
    failed = set()
    for round_number in range(runs):
        for job in plan.ordered(jobs, round_number):
            progress.before(job)
            if job not in failed:
                arguments_of = [a.format(trees=run.trees) for a in job.workload.arguments(job.size)]
                sample = run.run(job.system, built[job].program, arguments_of)
                found.add(job, built[job], sample)
                if sample.failed:
                    failed.add(job)
            progress.after(job)
    for job in jobs:
        progress.times.note(job, found.cells[job.key].median("wall_s"))
    progress.end()


def show(found, selected, wanted, reached):
    tables = [(text.every_cell(found, wanted), 2), (text.ratios(found, wanted, selected), 1),
              (text.events(found, wanted, selected), 1), (text.costs(found, wanted, selected), 1)]
    if reached:
        tables.append((targets.rows(reached), 1))
    for rows, left in tables:
        if rows:
            print(*text.aligned(rows, left), sep="\n", end="\n\n")
    for line in text.left_out(found):
        print(line)


def write_json(path, args, found, about, reached):
    document = {"format": "memfn-bench", "version": 1, "machine": about, "clock": found.clock,
                "command": sys.argv[1:],
                "systems": {s.name: s.what for s in systems.SYSTEMS.values()},
                "workloads": {w.name: w.what for w in workloads.WORKLOADS.values()},
                "left_out": [list(x) for x in found.left_out], "results": found.as_json(),
                "targets": [t.as_json() for t in reached]}
    pathlib.Path(path).write_text(json.dumps(document, indent=1) + "\n")


def list_names():
    for title, known in (("systems", systems.SYSTEMS), ("workloads", workloads.WORKLOADS)):
        print(f"{title}:")
        rows = [[f"  {x.name}", x.what + ("" if x.table else " (for --targets)")]
                for x in known.values()]
        print(*text.aligned(rows, 2), sep="\n")


def main():
    args = arguments()
    if args.list:
        return list_names()
    runs = args.runs or (2 if args.quick else 5)
    share = args.size * (0.5 if args.quick else 1)
    work = (args.work or args.build / "bench").resolve()
    work.mkdir(parents=True, exist_ok=True)
    found = results.Results("cpu_s" if args.cpu else "wall_s")
    selected, wanted = select(args)
    selected = usable(selected, found)
    made = builder.Builder(args.root, args.build, work, args.clang)
    trees = str(args.root / "bench/workloads/trees.lua")
    if args.choose:
        return choose.write_lists(args.root, made, trees)
    about = machine.describe(args.clang)
    run = runner.Runner(args.root / "bench/overhead", work, args.clang, args.limit)
    run.trees = trees
    jobs = plan.make(wanted, selected, systems.SYSTEMS, runs, share)
    built = build_all(jobs, made, found)
    measure(built, runs, run, found)
    reached = targets.evaluate(targets.Evidence(found, made, run, runs)) if args.targets else []
    show(found, selected, wanted, reached)
    if args.json:
        write_json(args.json, args, found, about, reached)
    if args.svg:
        pathlib.Path(args.svg).write_text(plot.svg(found, selected, wanted))
    if args.markdown:
        page.fill(pathlib.Path(args.markdown), found, selected, wanted, about, reached)
    return 0


if __name__ == "__main__":
    sys.exit(main())
