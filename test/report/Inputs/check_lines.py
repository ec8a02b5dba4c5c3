# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds `memreport lines` and `kinds` against Python's own tracemalloc, heapy's table, and sums of
the blocks that sites.py wrote.

usage: check_lines.py MEMREPORT PROFILE BLOCKS
"""
import collections
import itertools
import json
import linecache
import os
import subprocess
import sys
import tracemalloc


def display_top(snapshot, key_type="lineno", limit=10):
    """As in the documentation of tracemalloc and all that copied from it."""
    out = []
    top_stats = snapshot.statistics(key_type)
    out.append("Top %s lines" % limit)
    for index, stat in enumerate(top_stats[:limit], 1):
        frame = stat.traceback[0]
        filename = os.sep.join(frame.filename.split(os.sep)[-2:])
        out.append("#%s: %s:%s: %.1f KiB" % (index, filename, frame.lineno, stat.size / 1024))
        line = linecache.getline(frame.filename, frame.lineno).strip()
        if line:
            out.append("    %s" % line)
    other = top_stats[limit:]
    if other:
        size = sum(stat.size for stat in other)
        out.append("%s other: %.1f KiB" % (len(other), size / 1024))
    total = sum(stat.size for stat in top_stats)
    out.append("Total allocated size: %.1f KiB" % (total / 1024))
    return "".join(line + "\n" for line in out)


def heapy(groups, title):
    """Format.ppob and SetFormat of guppy/heapy/Part.py, over (name, count, size)."""
    count, size = sum(g[1] for g in groups), sum(g[2] for g in groups)
    out = ["Partition of a set of %d object%s. Total size = %d bytes."
           % (count, "" if count == 1 else "s", size)]
    out.append(" Index  Count   %     Size   % Cumulative  % " + title)
    cumulative = 0
    for index, (name, n, bytes_) in enumerate(groups):
        cumulative += bytes_
        out.append("%6d %6d %3d %8d %3d %9d %3d " % (
            index, n, int("%.0f" % (n * 100.0 / count)), bytes_,
            int("%.0f" % (bytes_ * 100.0 / size)), cumulative,
            int("%.0f" % (cumulative * 100.0 / size))) + name)
        more = len(groups) - 1 - index
        if index >= 9 and more > 1:
            out.append("<%d more rows. Type e.g. '_.more' to view.>" % more)
            break
    return "".join(line + "\n" for line in out)


def kind_name(block):
    file, line = block["frames"][0]
    if block["kind"]:
        return block["kind"]
    if line:
        return "<malloc @ %s:%d>" % (file, line)
    if file == "~":
        return block["function"]
    return "<malloc @ %s(%s)>" % (file, block["function"])


NAMES = {"line": lambda b: "%s:%d" % tuple(b["frames"][0]), "file": lambda b: b["frames"][0][0],
         "kind": kind_name, "thread": lambda b: b["thread"]}
FILTERS = [[], ["-i", "src/*"], ["-x", "~"], ["-i", "*parse.c", "-i", "main.c", "-x", "lib/*"],
           ["-i", "src/table.h:3"], ["-x", "*.c:7"], ["-x", "src/parse.c:1", "-i", "*"],
           ["-i", "odd[1].c"], ["-i", "odd[[]1].c"], ["-i", "nothing.c"], ["-i", "*:0"]]
MOMENTS = {"bytes": "all", "live": "end", "atpeak": "peak"}


class Check:
    def __init__(self, memreport, profile, blocks):
        self.memreport, self.profile, self.blocks = memreport, profile, blocks
        self.done = 0

    def compare(self, arguments, expected):
        text = subprocess.run([self.memreport, *arguments, self.profile], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()
        self.done += 1
        if text != expected:
            print("memreport", *arguments, self.profile)
            sys.exit(f"printed:\n{text}when it should be:\n{expected}")

    def live(self, moment):
        return [b for b in self.blocks if moment == "all" or b[moment]]

    def snapshot(self, moment, filters, all_frames):
        traces = [(0, b["size"], tuple(tuple(f) for f in b["frames"]), len(b["frames"]))
                  for b in self.live(moment)]
        chosen = []
        for option, pattern in zip(filters[::2], filters[1::2]):
            file, colon, line = pattern.rpartition(":")
            chosen.append(tracemalloc.Filter(option == "-i", file if colon else pattern,
                                             int(line) if colon else None, all_frames))
        return tracemalloc.Snapshot(traces, 100).filter_traces(chosen)

    def lines(self):
        for (order, moment), filters, all_frames in itertools.product(
                MOMENTS.items(), FILTERS, (False, True)):
            snapshot = self.snapshot(moment, filters, all_frames)
            arguments = ["lines", "--style=classic", "--sort", order, *filters]
            arguments += ["--all-frames"] * all_frames
            self.compare(arguments, display_top(snapshot))
        self.compare(["lines", "--style=classic", "--limit=3"], display_top(
            self.snapshot("all", [], False), limit=3))
        self.compare(["lines", "--style=classic", "--by=file"], display_top(
            self.snapshot("all", [], False), "filename"))

    def snapshots(self):
        for label, filters in itertools.product(("early", "late", "peak", "end"), FILTERS):
            self.compare(["lines", "--style=classic", "--snapshot", label, *filters],
                         display_top(self.snapshot(label, filters, False)))

    def diffs(self):
        """As tracemalloc's documentation does it: compare_to, and the first so many."""
        moments = ["early", "late", "peak", "end"]
        keys = {"line": "lineno", "file": "filename"}
        for old, new, by, limit in itertools.product(moments, moments, keys, (10, 1000)):
            statistics = self.snapshot(new, [], False).compare_to(
                self.snapshot(old, [], False), keys[by])
            text = f"[ Top {limit} differences ]\n" + "".join(f"{s}\n" for s in statistics[:limit])
            done = subprocess.run(
                [self.memreport, "diff", "--style=classic", "--by", by, "--limit", str(limit),
                 f"{self.profile}@{old}", f"{self.profile}@{new}"], stdout=subprocess.PIPE)
            self.done += 1
            if done.stdout.decode() != text or done.returncode != any(
                    s.size_diff or s.count_diff for s in statistics):
                sys.exit(f"diff {old} {new} by {by}: status {done.returncode},\n"
                         f"{done.stdout.decode()}when it should be:\n{text}")

    def kinds(self):
        for moment, by in itertools.product(MOMENTS.values(), (
                ["kind"], ["kind", "thread"], ["file"], ["thread", "line"])):
            sums = collections.defaultdict(lambda: [0, 0])
            for block in self.live(moment):
                total = sums[tuple(NAMES[b](block) for b in by)]
                total[0] += 1
                total[1] += block["size"]
            rows = [(" & ".join(key), *total) for key, total in sums.items()]
            for rows_, all_ in ((rows, True), (rows, False)):
                self.partition(moment, by, rows_, all_)

    def partition(self, moment, by, rows, every):
        """Ties are in an order of their own: they are compared as a set, where all are shown."""
        arguments = ["kinds", "--style=classic", "--at", moment, "--by", ",".join(by)]
        rows.sort(key=lambda r: (-r[2], -r[1]))
        if every:
            text = subprocess.run([self.memreport, *arguments, "--all", self.profile], check=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()
            shown = [line[45:] for line in text.splitlines()[2:]]
            if sorted(shown) != sorted(r[0] for r in rows):
                sys.exit(f"{arguments}: rows are {sorted(shown)} when they should be "
                         f"{sorted(r[0] for r in rows)}")
            rows.sort(key=lambda r: (-r[2], -r[1], shown.index(r[0])))
        else:
            self.compare(arguments, heapy(rows, " & ".join(b.capitalize() for b in by)))


def main():
    memreport, profile, blocks = sys.argv[1:]
    with open(blocks, encoding="utf-8") as text:
        check = Check(memreport, profile, json.load(text))
    check.lines()
    check.kinds()
    check.snapshots()
    check.diffs()
    print(check.done, "comparisons")


main()
