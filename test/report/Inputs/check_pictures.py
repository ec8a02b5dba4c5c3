# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds PROFILE@SNAPSHOT against the same program ended at that moment: random programs of
check_model.py take snapshots as they go, and at each the machine is copied. What memreport says of
the snapshot must be what the copied model says, function by function, path by path, line by line.

usage: check_pictures.py MEMREPORT FOLDER FIRST_SEED COUNT
"""

import copy
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
import check_model  # noqa: E402
import profile_machine as pm  # noqa: E402

# A snapshot has neither the peaks of single functions and lines nor what was live at the peak.
UNKNOWN = {"own_peak_bytes", "at_peak_bytes", "at_peak_blocks", "total_at_peak_bytes", "callers",
           "threads", "function", "parent", "caller"}


class Watched(pm.Machine):
    """Takes a snapshot now and then, with a copy of itself."""

    def __init__(self, **how):
        super().__init__(**how)
        self.copies = []

    def wait(self, ticks):
        super().wait(ticks)
        if self.now % 5 == 0 and len(self.copies) < 6:
            label = f"s{len(self.copies)}"
            self.snapshot(label)
            copies, self.copies = self.copies, []
            copies.append((label, copy.deepcopy(self)))
            self.copies = copies


def known(figures):
    return {k: v for k, v in figures.items() if k not in UNKNOWN}


def keyed(profile):
    """Figures by a name of their own; what has none is left out: it may have come later. Threads
    that the machine starts may share a name."""
    out = {"totals": [known(profile["totals"])]}
    names = [f["linkage_name"] for f in profile["functions"]]
    paths = []
    for p in profile["paths"]:
        above = paths[p["parent"]] if p["parent"] >= 0 else ()
        caller = names[p["caller"]] if p["caller"] >= 0 else None
        paths.append(above + ((names[p["function"]], caller, p["nested"]),))
        if p["calls"] or p["allocs"] or p["frees"]:
            out.setdefault(("path", paths[-1]), []).append(known(p))
    for line in profile["lines"]:
        if line["allocs"]:
            out["line", line["file"], line["line"], line["kind"], names[line["function"]]] = [
                known(line)]
    return out


def differences(got, wanted):
    for key in sorted(got.keys() | wanted.keys(), key=str):
        if got.get(key) != wanted.get(key):
            yield f"{key}: {got.get(key)} when it should be {wanted.get(key)}"


def check(memreport, path, machine):
    machine.write(path)
    whole = check_model.export(memreport, path)
    for (label, then), listed in zip(machine.copies, whole["snapshots"]):
        then.notes = pm.Notes()
        then.write(path + ".then")
        wanted = check_model.export(memreport, path + ".then")
        got = check_model.export(memreport, f"{path}@{label}")
        yield from differences(keyed(got), keyed(wanted))
        figures, _ = then.model.finish()
        for f in got["functions"]:
            model = {k: v for k, v in known(figures[f["linkage_name"]]).items() if f[k] != v}
            if model:
                yield f"{label}: {f['linkage_name']}: it should be {model}"
        totals = wanted["totals"]
        if (listed["label"], listed["live_bytes"], listed["live_blocks"], listed["allocs"]) != (
                label, totals["leaked_bytes"], totals["leaked_blocks"], totals["allocs"]):
            yield f"{listed} when the totals were {totals}"


def main():
    pm.Machine = Watched
    machines = check_model.hold(check)
    snapshots = sum(len(machine.copies) for machine in machines)
    print(f"{len(machines)} programs, {snapshots} snapshots agree with what was then")


if __name__ == "__main__":
    main()
