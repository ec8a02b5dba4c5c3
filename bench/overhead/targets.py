# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What MemFn promises, measured: each line a figure of this run, and what it may be at most."""
import dataclasses
import functools
import json
import os
import statistics
import subprocess
import tempfile

from . import builder, systems, text, workloads

MIB = 1024 * 1024


@dataclasses.dataclass
class Target:
    what: str
    limit: float
    value: float      # None: could not be measured
    unit: str = ""
    note: str = ""

    @property
    def met(self):
        return None if self.value is None else self.value <= self.limit

    def as_json(self):
        return {**dataclasses.asdict(self), "met": self.met}


def shown(value, unit):
    if value is None:
        return "not measured"
    if unit == "%":
        return f"{value:+.1f} %"
    return f"{value:.2f}{' ' + unit if unit else ''}"


def rows(reached):
    table = [["target", "at most", "measured", "met", "how"]]
    for t in reached:
        met = {None: "?", True: "yes", False: "no"}[t.met]
        limit = shown(t.limit, t.unit).lstrip("+")
        table.append([t.what, limit, shown(t.value, t.unit), met, t.note])
    return table


class Evidence:
    """What the targets look at: the results, and what is measured for them alone."""

    def __init__(self, results, made, run, runs):
        self.results, self.made, self.run, self.runs = results, made, run, runs
        self.ratio, self.extra_ns = results.ratio, results.extra_ns

    def share_of_extra(self, rival, only, ratio=None):
        """The largest of MemFn's extra time over the rival's, and in words the workload it is from;
        there is none to compare with where the rival takes no more than plain."""
        found, without = [], []
        ratio = ratio or self.ratio
        for name in only:
            ours, theirs = ratio(name, "memfn-chosen"), ratio(name, rival)
            if not ours or not theirs:
                continue
            if theirs > 1:
                found.append(((ours - 1) / (theirs - 1), name))
            elif ours > 1:
                without.append(name)
        value, worst = max(found, default=(None, ""))
        note = f"the worst: {worst}" if worst else ""
        if without:
            note += f"; not in {', '.join(without)}, where {rival} is faster than plain"
        return value, note

    def more_memory(self, workload, system, base):
        ours, theirs = self.results.get(workload, system), self.results.get(workload, base)
        if not ours or not theirs:
            return None
        return (ours.median("rss_bytes") / theirs.median("rss_bytes") - 1) * 100

    @functools.lru_cache
    def lua_calls(self, system):
        """Calls of instrumented functions in the run of Lua that was timed, and what the profile says
        that the hooks of one cost, in ns; nothing without that run."""
        cell = self.results.get("lua", system)
        if not cell:
            return 0, 0
        with tempfile.TemporaryDirectory() as kept:
            arguments = [a.format(trees=self.run.trees)
                         for a in cell.job.workload.arguments(cell.job.size)]
            self.run.run(cell.job.system, cell.built.program, arguments, kept)
            memreport = self.made.build / "bin/memreport"
            done = subprocess.run([memreport, "export", "--format=json",
                                   os.path.join(kept, "profile.out")],
                                  capture_output=True, text=True, check=True)
        profile = json.loads(done.stdout)
        return profile["totals"]["calls"], profile["processes"][0]["hook_ns"]

    def over_plain(self, system, ns):
        """So many ns for each call that the system sees in Lua, over what the plain program takes."""
        plain = self.results.base(self.results.get("lua", system))
        return self.lua_calls(system)[0] * ns / 1e9 / statistics.median(self.results.net(plain))

    def lua_clock_reads(self, system):
        """(plain + two clock reads for each call that the system sees) / plain"""
        reads = self.extra_ns("leaf", "clock-reads")
        if reads is None or not self.lua_calls(system)[0]:
            return None
        return 1 + self.over_plain(system, reads)

    def bound(self, system):
        """The same in words, and what `memreport suggest` takes all hooks to cost."""
        value = self.lua_clock_reads(system)
        if not value:
            return ""
        told = 1 + self.over_plain(system, self.lua_calls(system)[1])
        return (f"two clock reads a call alone: {text.ratio(value)}; "
                f"hooks as suggest reckons them: {text.ratio(told)}")

    def floors(self):
        """What hooks that do less than MemFn's would come to as the figure of every function."""
        least = {"that only read the clock": "clock-hooks", "that only time": "least-hooks"}
        measured = {what: over(self.ratio("lua", name), self.lua_clock_reads("memfn-all"))
                    for what, name in least.items()}
        return "".join(f"; hooks {what}: {text.ratio(v)}" for what, v in measured.items() if v)

    def more_compile_time(self):
        """Per cent of CPU time more than plain clang -O2 -g, over all of Lua, built in turn."""
        lua = workloads.WORKLOADS["lua"]
        times = {"plain": [], "all": []}
        try:
            for _ in range(min(self.runs, 3)):
                for name, list_of in times.items():
                    build = systems.BUILDS[name]
                    command = self.made.command(lua, build, self.made.work / "compiled")
                    list_of.append(builder.run(command, self.made.environment(lua, build))[1])
        except builder.Failed:
            return None
        return (statistics.median(times["all"]) / statistics.median(times["plain"]) - 1) * 100

    def disk(self, system):
        cell = self.results.get("lua", system)
        return cell and cell.median("disk_bytes") / MIB

    def started(self, system):
        ours, plain = self.results.get("start", system), self.results.get("start", "plain")
        clock = self.results.clock
        return ours and (ours.median(clock) - plain.median(clock)) * 1e3


def over(a, b):
    return a / b if a is not None and b else None


def calls(e):
    reads = e.extra_ns("leaf", "clock-reads")
    pair = e.extra_ns("leaf", "memfn-all")
    floor = e.extra_ns("leaf", "uftrace-floor")
    yield Target("hook pair / two clock reads", 1.3, over(pair, reads),
                 note=f"{pair:.1f} ns, {reads:.1f} ns" if pair and reads else "")
    least = min(5.0, floor / 4) if floor else 5.0
    note = f"a quarter of uftrace's floor is {floor / 4:.1f} ns" if floor else ""
    for timing in ("sampled", "off"):
        yield Target(f"hook pair, timing={timing}", least, e.extra_ns("leaf", f"memfn-{timing}"),
                     "ns", note)


def allocations(e):
    for workload, limit in (("churn", 1.4), ("churn-16", 1.6), ("remote", 2.0), ("remote-1", 2.0)):
        least = e.ratio(workload, "least-blocks")
        yield Target(f"{workload}, chosen functions / plain", limit,
                     e.ratio(workload, "memfn-chosen"),
                     note=f"tags and counters alone: {text.ratio(least)}" if least else "")
    others = [w.name for w in workloads.WORKLOADS.values()
              if w.allocates and w.name != "exceptions"]
    hooks = e.ratio("exceptions", "empty-hooks")
    unwinding = f"empty hooks alone: {text.ratio(hooks)} times plain" if hooks else ""
    for rival, limit in (("heaptrack", 0.1), ("memprof", 0.25)):
        value, note = e.share_of_extra(rival, others)
        yield Target(f"extra time, chosen functions / {rival}'s", limit, value, note=note)
        value, _ = e.share_of_extra(rival, ["exceptions"])
        work, _ = e.share_of_extra(rival, ["exceptions"], e.results.by("cpu_s").ratio)
        by_work = f"by CPU time: {text.ratio(work)}; " if work else ""
        yield Target(f"the same for exceptions / {rival}'s", limit, value, note=by_work + unwinding)


def lua(e):
    yield Target("lua, twenty functions / plain", 1.15, e.ratio("lua", "memfn-chosen"),
                 note=e.bound("memfn-chosen"))
    ours, uftrace = e.ratio("lua", "memfn-all"), e.ratio("lua", "uftrace")
    yield Target("lua, every function / (plain + two clock reads a call)", 1.2,
                 over(ours, e.lua_clock_reads("memfn-all")),
                 note=e.bound("memfn-all") + e.floors())
    yield Target("lua, every function: slowdown / uftrace's", 0.25, over(ours, uftrace),
                 note=f"{text.ratio(ours)}, {text.ratio(uftrace)}")
    for timing in ("sampled", "off"):
        yield Target(f"lua, every function, timing={timing} / empty hooks", 1.8,
                     over(e.ratio("lua", f"memfn-{timing}"), e.ratio("lua", "empty-hooks")))


def sizes(e):
    for allocator, limit in (("", 5), ("jemalloc", 30), ("tcmalloc", 30), ("mimalloc", 30)):
        ours = f"memfn-{allocator}" if allocator else "memfn-chosen"
        yield Target(f"extra memory, blocks of 64 bytes, {allocator or 'glibc'}", limit,
                     e.more_memory("blocks-small", ours, allocator or "plain"), "%")
    for allocator in ("", "jemalloc"):
        for kind in ("untouched", "aligned"):
            ours = f"memfn-{allocator}" if allocator else "memfn-chosen"
            yield Target(f"extra memory, {kind} blocks of a page, {allocator or 'glibc'}", 5,
                         e.more_memory(f"blocks-{kind}", ours, allocator or "plain"), "%")
    yield Target("profile of lua, every function, lines off", 1.5, e.disk("memfn-nolines"), "MiB")
    yield Target("profile of lua, every function", 2.5, e.disk("memfn-all"), "MiB")
    yield Target("compile time of lua, every function / -O2 -g", 10, e.more_compile_time(), "%",
                 "CPU time; hooked functions are not inlined")
    yield Target("start and exit of a program that does nothing", 1, e.started("memfn-chosen"),
                 "ms", "over plain")


def evaluate(evidence):
    return [t for group in (calls, allocations, lua, sizes) for t in group(evidence)]
