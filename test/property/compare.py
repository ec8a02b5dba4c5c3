# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares what `memreport export --format=json` says with the model: every figure but time.

Times cannot be foreseen, but the laws that bind them can be checked. All differences are lines of
text: what, key, the profile's value, the model's.
"""

import re

PSEUDO = ("<program>", "<thread>", "<coroutine>")
# What hangs on the moment of the process's peak: with threads, off by the bound that the profile
# states.
INEXACT = {"own_peak_bytes", "at_peak_bytes", "at_peak_blocks", "total_at_peak_bytes"}
TIMES = ("self_ns", "total_ns")


class Comparison:
    """exact: to the byte. free: the order between threads is not the one that the model saw.
    sizes: what `memreport sizes` printed, where sizes were recorded."""

    def __init__(self, profile, figures, facts, exact=True, lines="auto", free=False, sizes=None):
        self.profile, self.figures, self.facts = profile, figures, facts
        self.exact, self.lines, self.free = exact, lines, free
        self.sizes = sizes
        self.wrong = []
        self.bound = profile["totals"].get("peak_error_bytes", 0)
        self.names = [f["name"] for f in profile["functions"]]

    def all(self):
        self.totals()
        self.trust()
        self.functions()
        self.paths()
        self.of_lines()
        self.of_line_peaks()
        self.of_sizes()
        self.times()
        return self.wrong

    def say(self, what, key, got, want):
        self.wrong.append(f"{what}: {key}: profile {got!r}, model {want!r}")

    def same(self, what, got, want, skip=()):
        for key, value in want.items():
            if key in skip or isinstance(value, dict) or key == "sizes":
                continue
            if key not in got:
                self.say(what, key, "(no such key)", value)
            elif got[key] != value and not self.tolerable(key, got[key], value):
                self.say(what, key, got[key], value)

    def tolerable(self, key, got, want):
        """With threads, near the peak of the process; which blocks were live there then too."""
        if self.exact or key not in INEXACT:
            return False
        return self.free or key == "at_peak_blocks" or abs(got - want) <= self.bound

    def totals(self):
        got, want = self.profile["totals"], dict(self.figures.totals)
        peak = want.pop("peak_bytes")
        low, high = peak, peak
        if self.free:
            low, high = self.figures.certain_peak()
        slack = 0 if self.exact else self.bound
        if not low - slack <= got["peak_bytes"] <= high + slack:
            self.say("totals", "peak_bytes", got["peak_bytes"], peak)
        at_peak = sum(f["at_peak_bytes"] for f in self.profile["functions"])
        self.law(abs(at_peak - got["peak_bytes"]) <= slack,
                 f"at_peak_bytes sum up to {at_peak}, peak_bytes is {got['peak_bytes']}")
        if want["threads"] == 1 and self.bound:
            self.say("totals", "peak_error_bytes", self.bound, 0)
        self.same("totals", got, want)

    def trust(self):
        want = {"foreign_frees": 0, "inherited_frees": 0, "dropped_calls": 0, "lost_bytes": 0,
                "frames_closed": self.figures.run.closed}
        self.same("trust", self.profile["trust"], want)

    def functions(self):
        found = {}
        for f in self.profile["functions"]:
            if f["name"] in found:
                self.say(f["name"], "functions of that name", 2, 1)
            found[f["name"]] = f
        if self.names[:1] != ["<program>"]:
            self.say("functions", "first", self.names[:1], "<program>")
        for name, want in self.figures.functions.items():
            if name in found:
                self.one_function(name, found.pop(name), want)
            elif name not in PSEUDO:
                self.say("functions", name, "missing", "there")
        for name, f in found.items():
            if name not in PSEUDO or f["calls"]:
                self.say("functions", name, "there", "missing")

    def one_function(self, name, got, want):
        skip = {"open_calls"} if name in PSEUDO else set()
        if not self.exact:
            skip |= {"at_peak_blocks"}
        self.same(name, got, want, skip)
        if name not in PSEUDO:
            self.identity(name, got)
        edges = {self.names[e["function"]]: e for e in got["callers"]}
        for caller in sorted(edges.keys() | want["callers"].keys()):
            what = f"{name} called by {caller}"
            if caller not in want["callers"]:
                self.say(what, "edge", edges[caller]["calls"], "missing")
            elif caller not in edges:
                self.say(what, "edge", "missing", want["callers"][caller]["calls"])
            else:
                self.same(what, edges[caller], want["callers"][caller])

    def identity(self, name, got):
        for f in self.facts["functions"]:
            if f["name"] == name:
                self.same(name, got, {"file": f["file"], "line": f["line"]})

    def paths(self):
        found = {}
        for i, p in enumerate(self.profile["paths"]):
            name = self.path_name(p)
            if name in found:
                self.say(f"path {i}", "twice", name, "once")
            found[name] = p
        for name, want in self.figures.paths.items():
            got = found.pop(name, None)
            if got is None:
                self.say("paths", show(name), "missing", want["calls"])
            else:
                self.one_path(name, got, want)
        for name, p in found.items():
            if any(p.get(k) for k in ("calls", "allocs", "frees")):
                self.say("paths", show(name), "there", "missing")

    def one_path(self, name, got, want):
        """Only what an entry of a path has; which keys it must have stands here."""
        skip = {"open_calls", "primitive_calls"}
        if name[1]:
            skip.add("retained_bytes")
        self.same(show(name), got, want, skip)

    def path_name(self, p):
        """As the model names it. `caller`, like `function`, is an index of a function."""
        nested = None
        if p["nested"]:
            nested = self.step(p)
            p = self.profile["paths"][p["parent"]]
        steps = []
        while True:
            steps.append(self.step(p))
            if p["parent"] < 0:
                return tuple(reversed(steps)), nested
            p = self.profile["paths"][p["parent"]]

    def step(self, p):
        if p["caller"] < 0:
            return self.names[p["function"]], None
        return self.names[p["function"]], self.names[p["caller"]]

    def of_lines(self):
        lines = self.profile["lines"]
        if self.lines == "off" or (self.lines == "auto" and not lines):
            return
        for key, whole in (("allocs", "allocs"), ("alloc_bytes", "alloc_bytes"),
                           ("live_bytes", "leaked_bytes"), ("live_blocks", "leaked_blocks")):
            total = sum(e[key] for e in lines)
            self.law(total == self.profile["totals"][whole],
                     f"{key} of lines sum up to {total}, {whole} is {self.profile['totals'][whole]}")
        found = {}
        for e in lines:
            name = self.names[e["function"]]
            key = (e["file"], e["line"], name)
            if name in PSEUDO or not (e["allocs"] or e["own_peak_bytes"]):
                continue
            if key in found:
                self.say("lines", key, "twice", "once")
            found[key] = e
        for key, want in self.figures.lines.items():
            if key in found:
                self.same("line {}:{} in {}".format(*key), found.pop(key), want)
            else:
                self.say("lines", key, "missing", want["allocs"])
        for key, e in found.items():
            self.say("lines", key, e["allocs"], "missing")

    def of_line_peaks(self):
        for e in self.profile["lines"]:
            self.law(e["own_peak_bytes"] >= max(e["live_bytes"], e["at_peak_bytes"]), f"line {e}")

    def of_sizes(self):
        """How many allocations of which size: of each function, and what is printed of them all."""
        if self.sizes is None:
            return
        for f in self.profile["functions"]:
            want = self.figures.functions[f["name"]]["sizes"]
            if f["sizes"] != want:
                self.say(f["name"], "sizes", f["sizes"], want)
        want = self.figures.totals["sizes"]
        printed = printed_sizes(self.sizes)
        if printed != want:
            self.say("memreport sizes", "all", printed, want)

    # What must hold of times, whatever they are.

    def law(self, holds, text):
        if not holds:
            self.wrong.append(f"law: {text}")

    def times(self):
        if any(p["timing"] != "exact" for p in self.profile["processes"]):
            return  # right on average, or none
        functions = self.profile["functions"]
        wall = self.profile["totals"]["wall_ns"]
        # Rounding, and what passes between an exit and the closing of frames that had none.
        slack = len(self.profile["paths"]) + len(functions)
        slack += 2000 * self.profile["trust"]["frames_closed"]
        one = self.profile["totals"]["threads"] == 1
        self_sum = sum(f["self_ns"] for f in functions)
        self.law(not one or abs(self_sum - wall) <= slack + wall // 1000,
                 f"self_ns sum up to {self_sum}, wall_ns is {wall}")
        for f in functions:
            self.times_of(f, wall if one else None, slack)

    def times_of(self, f, wall, slack):
        name = f["name"]
        self.law(0 <= f["self_ns"] <= f["total_ns"] + slack,
                 f"{name}: self_ns {f['self_ns']}, total_ns {f['total_ns']}")
        if wall is not None:
            self.law(f["total_ns"] <= wall + slack, f"{name}: total_ns {f['total_ns']}, {wall}")
        finished = f["calls"] - f["open_calls"]
        if name not in PSEUDO:
            for key in ("min_ns", "max_ns"):
                self.law((f[key] is None) == (finished == 0), f"{name}: {key} {f[key]}")
        if f["min_ns"] is not None:
            self.law(f["min_ns"] <= f["max_ns"] <= f["total_ns"] + slack,
                     f"{name}: min {f['min_ns']} max {f['max_ns']} total {f['total_ns']}")
        if f["callers"]:
            for key in TIMES:
                total = sum(e[key] for e in f["callers"])
                self.law(abs(total - f[key]) <= slack, f"{name}: {key} {f[key]}, callers {total}")


def printed_sizes(text):
    """The classes that `memreport sizes --bytes` shows, but for those without any."""
    rows = re.findall(r"^ *(\d+)(?:-\d+)? B(?: up)? +([\d,]+) +[\d.]+ +(\d+) B ", text, re.M)
    return [{"from": int(first), "allocs": int(allocs.replace(",", "")), "alloc_bytes": int(size)}
            for first, allocs, size in rows if allocs != "0"]


# A snapshot has neither the peaks of single functions and lines nor what was live at the peak.
NOT_IN_SNAPSHOT = INEXACT | {"threads"}


class SnapshotComparison(Comparison):
    """A profile as of a snapshot, with the model of the events up to it."""

    def all(self):
        self.same("totals", self.profile["totals"], self.figures.totals)
        self.functions()
        self.paths()
        self.of_lines()
        return [f"at the snapshot: {w}" for w in self.wrong]

    def same(self, what, got, want, skip=()):
        super().same(what, got, want, set(skip) | NOT_IN_SNAPSHOT)

    def of_lines(self):
        for line in self.profile["lines"]:
            line["own_peak_bytes"] = 0  # lines of later have none yet
        super().of_lines()


def show(path):
    level, nested = path
    text = " / ".join(f if caller in (None, level[i - 1][0]) else f"{f} (from {caller})"
                      for i, (f, caller) in enumerate(level))
    return text + (f", again {nested[0]} from {nested[1]}" if nested else "")
