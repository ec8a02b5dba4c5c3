# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""check.py JSON SVG: the shape of what bench/run wrote, and that the figures fit one another."""
import json
import sys
import xml.dom.minidom

KEYS = {"wall_s", "cpu_s", "rss_bytes", "disk_bytes", "failed"}


def check_row(row):
    assert row["failed"] is None, row
    assert len(row["runs"]) == (6 if row["workload"] == "start" else 2), row
    assert all(set(run) == KEYS for run in row["runs"]), row
    walls = sorted(run["wall_s"] for run in row["runs"])
    assert walls[0] > 0 and walls[0] <= row["median_s"] <= walls[-1], row
    assert row["rss_bytes"] > 200_000 and row["code_bytes"] > 0 and row["compile_cpu_s"] > 0, row
    assert (row["disk_bytes"] > 0) == (row["system"] == "memfn-chosen"), row


document = json.load(open(sys.argv[1]))
assert document["format"] == "memfn-bench" and document["version"] == 1
assert document["machine"]["cores"] >= 1 and not document["left_out"] and not document["targets"]
rows = {(row["workload"], row["system"]): row for row in document["results"]}
assert set(rows) == {(w, s) for w in ("start", "churn")
                     for s in ("plain", "memfn-chosen", "empty-hooks")}, set(rows)
for each in rows.values():
    check_row(each)
assert rows["churn", "plain"]["ratio"] == 1 and rows["churn", "memfn-chosen"]["ratio"] > 0

labels = [t.firstChild.data for t in xml.dom.minidom.parse(sys.argv[2]).getElementsByTagName("text")]
assert "memfn-chosen" in labels and "malloc and free of mixed sizes" in labels, labels
