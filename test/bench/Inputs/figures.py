# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Figures of samples whose times are known."""
from overhead import plan, results, systems, targets, text, workloads
from overhead.builder import Built
from overhead.runner import Sample

BUILT = Built("program", 1.0, 1.0, 100)


def job(workload, system, size):
    return plan.Job(workloads.WORKLOADS[workload], systems.SYSTEMS[system], size, 3)


def add(found, workload, system, size, times, output="1\n", **more):
    for wall in times:
        figures = {"rss_bytes": 1 << 20, "disk_bytes": 0, **more}
        found.add(job(workload, system, size), BUILT,
                  Sample(wall, wall, output=output, **figures))


def near(value, wanted):
    assert abs(value - wanted) < 1e-9, f"{value} when it should be {wanted}"


def test_ratios_are_net_of_start():
    found = results.Results()
    add(found, "start", "plain", 1, [0.001, 0.002])
    add(found, "start", "massif", 1, [0.3, 0.2])
    add(found, "churn", "plain", 1000, [0.011, 0.021, 0.011])
    add(found, "churn", "massif", 1000, [0.4, 0.6, 0.5])
    near(found.ratio("churn", "massif"), 20)  # of 20, 20, 30
    near(found.extra_ns("churn", "massif"), 0.29 / 1000 * 1e9)
    near(found.get("churn", "massif").spread("wall_s"), 0.2)


def test_ratio_needs_the_same_size():
    found = results.Results()
    add(found, "churn", "plain", 1000, [1.0])
    add(found, "churn", "massif", 100, [1.0])
    assert found.ratio("churn", "massif") is None
    add(found, "churn", "plain", 100, [0.5])
    near(found.ratio("churn", "massif"), 2)


def test_no_ratio_to_start_up():
    found = results.Results()
    add(found, "start", "plain", 1, [0.01])
    add(found, "leaf", "plain", 10, [0.015])
    add(found, "leaf", "gprof", 10, [0.1])
    assert found.ratio("leaf", "gprof") is None


def test_other_output_does_not_count():
    found = results.Results()
    add(found, "leaf", "plain", 10, [0.1])
    add(found, "leaf", "gprof", 10, [0.1], output="2\n")
    assert found.get("leaf", "gprof") is None
    assert list(text.left_out(found)) == [
        "failed: gprof on leaf: the program printed something else"]


def test_plain_stands_beside_each_size():
    chosen = [systems.SYSTEMS[n] for n in ("plain", "heaptrack", "jemalloc-all", "memfn-jemalloc")]
    jobs = plan.make([workloads.WORKLOADS["churn"]], chosen, systems.SYSTEMS, 5)
    sizes = {(j.system.name, j.size): j.rounds for j in jobs}
    full = workloads.WORKLOADS["churn"].size
    assert sizes == {("plain", full): 5, ("plain", full // 5): 3, ("heaptrack", full // 5): 3,
                     ("jemalloc", full // 10): 3, ("jemalloc-all", full // 10): 3,
                     ("plain", full // 10): 3}, sizes
    for turn in range(5):
        assert {j.key for j in plan.ordered(jobs, turn)} == {j.key for j in jobs if turn < j.rounds}


def test_passes_are_interleaved():
    leaf = workloads.WORKLOADS["leaf"]
    chosen = [systems.SYSTEMS[n] for n in ("plain", "memfn-all", "uftrace", "massif")]
    jobs = plan.make([leaf], chosen, systems.SYSTEMS, 3)
    work = {(j.system.name, j.size // leaf.size, j.passes) for j in jobs}
    assert work == {("plain", 1, 3), ("memfn-all", 1, 3), ("plain", 0, 1), ("uftrace", 0, 1),
                    ("plain", 3, 1), ("massif", 3, 1)}, work
    full = [j.system.name for j in plan.ordered(jobs, 1) if j.size == leaf.size]
    assert sorted(full) == ["memfn-all"] * 3 + ["plain"] * 3
    assert all(set(full[i:i + 2]) == {"plain", "memfn-all"} for i in (0, 2, 4)), full


def test_suggest_is_held_to_the_clock():
    """A call that the profile says to cost 20 ns is twice two readings that take 10."""
    found = results.Results()
    add(found, "leaf", "plain", 10_000_000, [0.1])
    add(found, "leaf", "clock-reads", 10_000_000, [0.2])
    add(found, "lua", "plain", 60, [1.0])
    add(found, "lua", "memfn-chosen", 60, [1.1])
    evidence = targets.Evidence(found, None, None, 1)
    evidence.lua_calls = lambda system: (5_000_000, 20)
    assert evidence.bound("memfn-chosen") == (
        "two clock reads a call alone: 1.05; hooks as suggest reckons them: 1.10")


def test_rivals_faster_than_plain_are_named():
    found = results.Results()
    for name, ours, theirs in (("churn", 1.5, 3.0), ("remote", 1.2, 0.7), ("realloc", 1.1, 2.0)):
        for system, wall in (("plain", 1.0), ("memfn-chosen", ours), ("memprof", theirs)):
            add(found, name, system, 1000, [wall])
    value, note = targets.Evidence(found, None, None, 1).share_of_extra(
        "memprof", ["churn", "remote", "realloc"])
    near(value, 0.25)
    assert note == "the worst: churn; not in remote, where memprof is faster than plain", note


def test_targets():
    found = results.Results()
    for system, wall in (("plain", 0.1), ("clock-reads", 0.3), ("memfn-all", 0.36)):
        add(found, "leaf", system, 10_000_000, [wall])
    add(found, "churn", "plain", 1000, [1.0])
    add(found, "churn", "memfn-chosen", 1000, [1.5])
    evidence = targets.Evidence(found, None, None, 1)
    pair, *_ = targets.calls(evidence)
    near(pair.value, 1.3)
    near(found.extra_ns("leaf", "clock-reads"), 20)
    churn, *others = targets.allocations(evidence)
    assert churn.value == 1.5 and churn.met is False and all(t.met is None for t in others)
    assert targets.rows([churn])[1][1:4] == ["1.40", "1.50", "no"]


for name, test in list(globals().items()):
    if name.startswith("test_"):
        test()
