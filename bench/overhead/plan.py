# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What is run, in which order, and how long that will take.

In each round every system runs every workload once, or some workloads in several passes: what
disturbs the machine disturbs all of them. A plain run of the same size stands beside each. Slow
systems run on a share of the work, in fewer rounds and one pass.
"""
import collections
import dataclasses
import json
import sys
import time



@dataclasses.dataclass(frozen=True, eq=False)
class Job:
    workload: object
    system: object
    size: int
    rounds: int
    passes: int = 1  # in each round

    @property
    def key(self):
        return self.workload.name, self.system.name, self.size

    @property
    def seconds(self):
        """A guess."""
        share = self.size / self.workload.size  # more than 1, for one pass that stands for all
        start = 0.3 if self.system.command else 0.01
        return self.workload.seconds * share * self.system.cost + start


def make(workloads, systems, known, runs, share=1.0):
    """Jobs of one round. Each system brings its base, and every pair the workload `start`."""
    jobs = {}

    def add(*job):
        job = Job(*job)
        known = jobs.get(job.key, job)
        jobs[job.key] = dataclasses.replace(job, rounds=max(job.rounds, known.rounds),
                                            passes=max(job.passes, known.passes))

    for workload in workloads:
        for system in systems:
            if not fits(workload, system):
                continue
            part = system.share if system.calls or workload.allocates else 1
            passes = workload.passes if in_passes(workload, system, part) else 1
            size = workload.sized(share * part * (workload.passes / passes))
            rounds = (runs + 1) // 2 if system.share < 1 else runs
            base = known[system.base]
            add(workload, base, size, rounds, passes)
            add(workload, system, size, rounds, passes)
            if base.base != base.name:
                add(workload, known["plain"], size, rounds, passes)
    return list(jobs.values())


def in_passes(workload, system, part):
    """Not where a start takes as long as a pass."""
    return workload.name == "start" or part == 1 and not system.command


def fits(workload, system):
    return ((not workload.only or system.name in workload.only)
            and (not system.only or workload.name in system.only))


def ordered(jobs, round_number):
    """The runs of a round: workload by workload, the systems beginning with another each time."""
    by_workload = collections.defaultdict(list)
    for job in jobs:
        if round_number < job.rounds:
            by_workload[job.workload.name].append(job)
    for group in by_workload.values():
        for number in range(max(job.passes for job in group)):
            turn = (round_number * 5 + number) % len(group)
            yield from (job for job in group[turn:] + group[:turn] if number < job.passes)


class Times:
    """How long each job took in earlier runs, kept in a file, for the estimate."""

    def __init__(self, path):
        self.path = path
        self.known = json.loads(path.read_text()) if path.exists() else {}

    def of(self, job):
        return self.known.get(self.name(job), job.seconds)

    def note(self, job, seconds):
        self.known[self.name(job)] = seconds

    def save(self):
        self.path.write_text(json.dumps(self.known, indent=1))

    @staticmethod
    def name(job):
        return f"{job.workload.name} {job.system.name} {job.size}"


class Progress:
    """How far it is, on stderr: one line on a terminal, a line now and then elsewhere."""

    def __init__(self, jobs, times):
        self.times = times
        self.total = sum(times.of(job) * job.rounds * job.passes for job in jobs)
        self.done = 0.0
        self.start = self.said = time.monotonic()
        self.terminal = sys.stderr.isatty()

    def before(self, job):
        now = time.monotonic()
        elapsed = now - self.start
        left = (self.total - self.done) * (elapsed / self.done if elapsed > 5 and self.done else 1)
        text = f"{self.done / self.total:4.0%}, about {duration(left)} left: " \
               f"{job.workload.name} {job.system.name}"
        if self.terminal:
            print(f"\r{text:<78}", end="", file=sys.stderr, flush=True)
        elif now - self.said > 15:
            print(text, file=sys.stderr, flush=True)
            self.said = now

    def after(self, job):
        self.done += self.times.of(job)

    def end(self):
        self.times.save()
        if self.terminal:
            print(f"\r{'':<78}\r", end="", file=sys.stderr)
        print(f"measured in {duration(time.monotonic() - self.start)}", file=sys.stderr)


def duration(seconds):
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.1f} min"
