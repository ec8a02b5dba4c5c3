# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""From samples to figures: medians, spreads, and ratios to the plain program of the same size.

Ratios are of net times: a system's time less the least it takes on the workload `start`, which does
nothing, so that the smaller work of slow systems does not count their start-up for more. A ratio is
the median of those of the rounds, each of runs beside one another; there is none where start-up is
most of what the base takes.
"""
import dataclasses
import statistics


@dataclasses.dataclass
class Cell:
    """One system on one workload at one size."""
    job: object
    built: object
    samples: list

    @property
    def failed(self):
        return next((s.failed for s in self.samples if s.failed), "")

    def median(self, field):
        return statistics.median(getattr(s, field) for s in self.samples)

    def spread(self, field):
        """Half of what lies between the fastest and the slowest, as a share of the median."""
        values = [getattr(s, field) for s in self.samples]
        middle = statistics.median(values)
        return (max(values) - min(values)) / 2 / middle if middle else 0.0


class Results:
    def __init__(self, clock="wall_s"):
        self.clock = clock
        self.cells = {}     # (workload, system, size): Cell
        self.left_out = []  # (what, why)

    def add(self, job, built, sample):
        cell = self.cells.setdefault(job.key, Cell(job, built, []))
        plain = self.cells.get((job.workload.name, "plain", job.size))
        if plain and plain.samples and not sample.failed:
            if plain.samples[0].output not in sample.output:
                sample.failed = "the program printed something else"
        cell.samples.append(sample)

    def get(self, workload, system, size=None):
        """The cell, of the largest size if none is given; None where there is no good one."""
        found = [c for (w, s, n), c in self.cells.items()
                 if w == workload and s == system and n == (size or n) and not c.failed]
        return max(found, key=lambda c: c.job.size) if found else None

    def start(self, system):
        cell = self.get("start", system)
        return min(getattr(s, self.clock) for s in cell.samples) if cell else 0.0

    def net(self, cell):
        start = self.start(cell.job.system.name) if cell.job.workload.name != "start" else 0.0
        return [max(getattr(s, self.clock) - start, 1e-6) for s in cell.samples]

    def by(self, clock):
        """The same runs by another clock."""
        other = Results(clock)
        other.cells = self.cells
        return other

    def base(self, cell, system=None):
        return self.get(cell.job.workload.name, system or cell.job.system.base, cell.job.size)

    def ratio(self, workload, system, base=None):
        """How many times the base's time; None where either is missing."""
        cell = self.get(workload, system)
        return self.ratio_of(cell, self.base(cell, base)) if cell else None

    def ratio_of(self, cell, other):
        if not other or statistics.median(self.net(other)) < self.start(other.job.system.name):
            return None
        return statistics.median(a / b for a, b in zip(self.net(cell), self.net(other)))

    def extra_ns(self, workload, system, base="plain"):
        """Nanoseconds over the base, for each unit of the workload's size."""
        cell = self.get(workload, system)
        other = cell and self.base(cell, base)
        if not other:
            return None
        differences = [a - b for a, b in zip(self.net(cell), self.net(other))]
        return statistics.median(differences) / cell.job.size * 1e9

    def of_build(self, workload, system, field):
        """A figure of the program itself, over the plain one's."""
        cell = self.get(workload, system)
        plain = self.get(workload, "plain")
        if not cell or not plain or not getattr(plain.built, field):
            return None
        return getattr(cell.built, field) / getattr(plain.built, field)

    def failures(self):
        """[(system, reason, [workload, ...])]"""
        found = {}
        for (workload, system, _), cell in self.cells.items():
            if cell.failed:
                found.setdefault((system, cell.failed), []).append(workload)
        return [(system, why, names) for (system, why), names in found.items()]

    def as_json(self):
        return [self.cell_json(cell) for cell in self.cells.values()]

    def cell_json(self, cell):
        job = cell.job
        row = {"workload": job.workload.name, "system": job.system.name, "size": job.size,
               "base": job.system.base, "failed": cell.failed or None,
               "code_bytes": cell.built.code_bytes, "compile_cpu_s": cell.built.compile_cpu_s,
               "runs": [{k: v for k, v in dataclasses.asdict(s).items() if k != "output"}
                        for s in cell.samples]}
        if not cell.failed:
            row.update(median_s=cell.median(self.clock), spread=cell.spread(self.clock),
                       rss_bytes=cell.median("rss_bytes"), disk_bytes=cell.median("disk_bytes"),
                       ratio=self.ratio_of(cell, self.base(cell)))
        return row
