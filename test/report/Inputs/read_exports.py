# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Gives each export to a real reader, and compares what it read with the profile's own JSON.

usage: read_exports.py MEMREPORT PROFILE FOLDER

Readers: Python's csv and pstats (and its browser), pyprof2calltree, callgrind_annotate, go tool pprof,
graphviz, and speedscope's schema; for gprof2dot, snakeviz, tuna, flameprof and flamegraph.pl, which
Debian lacks, what they ask of a file is asserted. A reader that is not installed is named, and passed over.
"""

import contextlib
import csv
import io
import json
import os
import pstats
import re
import runpy
import shutil
import subprocess
import sys
import xml.etree.ElementTree as tree

METRICS = {"time": "self_ns", "alloc": "alloc_bytes", "allocs": "allocs", "frees": "frees",
           "freed": "freed_bytes", "leaked": "leaked_bytes", "atpeak": "at_peak_bytes"}
TOTALS = {"time": "total_ns", "alloc": "total_alloc_bytes", "allocs": "total_allocs",
          "frees": "total_frees", "freed": "total_freed_bytes", "leaked": "total_leaked_bytes",
          "atpeak": "total_at_peak_bytes"}


def browse(path, commands):
    """What python3 -m pstats says, without a Python for each file."""
    said, before = io.StringIO(), (sys.argv, sys.stdin)
    sys.argv, sys.stdin = ["pstats", path], io.StringIO(commands)
    try:
        with contextlib.redirect_stdout(said):
            runpy.run_module("pstats", run_name="__main__")
    finally:
        sys.argv, sys.stdin = before
    return said.getvalue()


class Checker:
    def __init__(self, memreport, profile, folder):
        self.memreport, self.profile, self.folder = memreport, profile, folder
        os.makedirs(folder, exist_ok=True)
        self.json = json.load(open(self.export("json")))
        self.functions = self.json["functions"]
        self.called = [f for f in self.functions if f["calls"]]

    def export(self, form, *options):
        path = os.path.join(self.folder, form + "".join(options).replace("=", ""))
        subprocess.run([self.memreport, "export", f"--format={form}", "-o", path, *options,
                        self.profile], check=True)
        return path

    def total(self, metric):
        return sum(max(p[METRICS[metric]], 0) for p in self.json["paths"])

    def run(self, *command, **more):
        result = subprocess.run(command, capture_output=True, text=True, **more)
        assert result.returncode == 0, (command, result.stderr)
        return result.stdout

    def csv(self):
        with open(self.export("csv"), newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == len(self.functions)
        for row, f in zip(rows, self.functions):
            for key, value in row.items():
                if key in ("name", "pretty_name", "linkage_name", "file"):
                    assert not value or value[0] not in "=+-@", value
                else:
                    assert value == ("" if f[key] is None else str(f[key])), (key, value, f[key])

    def pstats(self, metric):
        path = self.export("pstats", f"--metric={metric}")
        stats = pstats.Stats(path).stats
        scale = 1e9 if metric == "time" else 1
        assert len(stats) == len(self.called), (len(stats), len(self.called))
        for f in self.called:
            keys = [k for k in stats if k[:2] == (f["file"], f["line"])
                    and (k[2] == f["name"] or k[2] == f"{f['name']} [{f['linkage_name']}]")]
            assert len(keys) == 1, (f["name"], keys)
            cc, nc, tt, ct, _ = stats[keys[0]]
            expected = (f["primitive_calls"], f["calls"], max(f[METRICS[metric]], 0),
                        max(f[TOTALS[metric]], 0))
            assert (cc, nc, round(tt * scale), round(ct * scale)) == expected, (f, stats[keys[0]])
        for value in stats.values():
            for caller, edge in value[4].items():
                assert caller in stats, caller  # tuna, flameprof, gprof2dot
                assert len(edge) == 4  # snakeviz
            if value[4]:
                assert sum(e[0] for e in value[4].values()) == value[1]
        roots = [k for k, v in stats.items() if not v[4]]
        assert roots == [("~", 0, "<program>")], roots
        whole, root = sum(v[2] for v in stats.values()), stats[roots[0]][3]
        if metric != "time" and whole:
            assert whole == root and root > 1e-5  # flameprof divides by the one, tuna by the other
        self.pyprof2calltree(path, None if metric == "time" else whole)
        out = browse(path, "sort cumtime\nstats\ncallers\ncallees\nstrip\nstats\n")
        assert "Ordered by: cumulative time" in out and "{program}" in out, out

    def pyprof2calltree(self, path, whole):
        if not shutil.which("pyprof2calltree"):
            print("pyprof2calltree: not installed")
            return
        self.run("pyprof2calltree", "-i", path, "-o", path + ".callgrind")
        text = open(path + ".callgrind").read()
        found = int(re.search(r"^summary: (-?\d+)", text, re.M)[1])
        assert whole is None or found == whole * 10**9, (found, whole)

    def callgrind(self):
        for first in ("time", "alloc"):
            path = self.export("callgrind", f"--metric={first}")
            for line in open(path):
                assert re.fullmatch(
                    r"# callgrind format|(version|creator|pid|cmd|positions|events|summary): ?.*|"
                    r"(fl|fn|cfi|cfn)=\(\d+\)( .*)?|calls=\d+ \d+|\d+( \d+){7}|", line[:-1]), line
            if not shutil.which("callgrind_annotate"):
                print("callgrind_annotate: not installed")
                continue
            out = self.run("callgrind_annotate", "--threshold=100", "--show-percs=no", path)
            order = re.search(r"Events shown: +(.*)", out)[1].split()
            assert order[0] == first
            totals = re.search(r"^(.*) PROGRAM TOTALS", out, re.M)[1]
            totals = [0 if t == "." else int(t.replace(",", "")) for t in totals.split()]
            expected = [self.total(m) for m in order]
            if any(expected):
                assert totals == expected, (totals, expected)

    def folded(self, metric):
        total, rows = 0, open(self.export("folded", f"--metric={metric}")).read().splitlines()
        for row in rows:
            stack, weight = row.rsplit(" ", 1)
            assert re.fullmatch(r"\d+", weight) and all(stack.split(";")), row
            assert stack.split(";")[0] == "<program>"
            total += int(weight)
        assert total == self.total(metric), (metric, total)

    def speedscope(self):
        file = json.load(open(self.export("speedscope")))
        here = os.path.dirname(os.path.abspath(__file__))
        schema = json.load(open(os.path.join(here, "speedscope", "file-format-schema.json")))
        check_schema(file, schema, schema)
        assert file["profiles"] and re.fullmatch(r"memreport \d.*", file["exporter"])
        sums = [sum(p["weights"]) for p in file["profiles"]]
        assert sums == [p["endValue"] for p in file["profiles"]]
        expected = [self.total(m) for m in METRICS]
        assert sums == [t for i, t in enumerate(expected) if t or not i], (sums, expected)
        for profile in file["profiles"]:
            assert len(profile["samples"]) == len(profile["weights"])
            assert all(0 <= i < len(self.functions) for s in profile["samples"] for i in s)

    def gprof2dot(self, metric):
        file = json.load(open(self.export("gprof2dot", f"--metric={metric}")))
        assert file.keys() == {"version", "costs", "functions", "events"} and file["version"] == 0
        assert all(c.keys() == {"description", "unit"} for c in file["costs"])
        assert all(f.keys() <= {"name", "module", "process"} for f in file["functions"])
        for event in file["events"]:
            assert event.keys() == {"callchain", "cost"} and len(event["cost"]) == 1
            assert event["callchain"][-1] == 0  # leaf first
        assert sum(e["cost"][0] for e in file["events"]) == self.total(metric)

    def dot(self):
        if not shutil.which("dot"):
            print("graphviz: not installed")
            return
        for metric in ("alloc", "time"):
            out = self.run("dot", "-Tsvg", self.export("dot", f"--metric={metric}"))
            svg = tree.fromstring(out)
            nodes = [g for g in svg.iter("{http://www.w3.org/2000/svg}g") if g.get("class") == "node"]
            assert nodes
            text = "".join(svg.itertext())
            assert "<program>" in text and "nan" not in text

    def pprof(self):
        path = self.export("pprof")
        if not shutil.which("go"):
            print("go: not installed")
            return
        types = {"alloc_objects": "allocs", "alloc_space": "alloc_bytes",
                 "inuse_objects": "leaked_blocks", "inuse_space": "leaked_bytes", "time": "self_ns"}
        out = self.run("go", "tool", "pprof", "-raw", path)
        names = re.search(r"^Samples:\n(.*)$", out, re.M)[1].replace("[dflt]", "").split()
        assert [n.split("/")[0] for n in names] == list(types), names
        rows = re.findall(r"^ +((?:\d+ +){4}\d+):", out, re.M)
        sums = [sum(int(r.split()[i]) for r in rows) for i in range(5)]
        expected = [sum(max(p[key], 0) for p in self.json["paths"]) for key in types.values()]
        assert sums == expected, (sums, expected)
        self.run("go", "tool", "pprof", "-top", "-sample_index=time", path)

    def all(self):
        self.csv()
        self.callgrind()
        self.speedscope()
        self.dot()
        self.pprof()
        for metric in METRICS:
            self.pstats(metric)
            self.folded(metric)
            self.gprof2dot(metric)


TYPES = {"object": dict, "array": list, "string": str, "number": (int, float)}


def check_schema(value, schema, root):
    """As much of JSON Schema as speedscope's uses."""
    if "$ref" in schema:
        check_schema(value, root["definitions"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "anyOf" in schema:
        errors = []
        for option in schema["anyOf"]:
            try:
                return check_schema(value, option, root)
            except AssertionError as error:
                errors.append(error)
        raise AssertionError(errors)
    if "type" in schema:
        assert isinstance(value, TYPES[schema["type"]]), (value, schema)
    assert "const" not in schema or value == schema["const"], (value, schema)
    assert "enum" not in schema or value in schema["enum"], (value, schema)
    for key in schema.get("required", []):
        assert key in value, (key, value)
    for key, below in schema.get("properties", {}).items():
        if isinstance(value, dict) and key in value:
            check_schema(value[key], below, root)
    for item in value if "items" in schema else []:
        check_schema(item, schema["items"], root)


def main():
    Checker(*sys.argv[1:4]).all()
    print("all exports were read")


if __name__ == "__main__":
    main()
