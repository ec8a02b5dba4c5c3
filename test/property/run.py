# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs random programs and compares every figure but time with the model.

Each source (--kind, --seed and up) is built once plain, with the event log, and once for each
--opt under test; then --per-file seeds of it run. A difference is printed with the command that
repeats it. Exit status: 0 all agree, 1 some differ, 2 trouble.
"""

import argparse
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import build
import compare
import events
import generate
import model


def arguments():
    a = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    a.add_argument("--clang", default="memfn-clang", help="C compiler under test")
    a.add_argument("--clangxx", default="memfn-clang++")
    a.add_argument("--plain", default="clang", help="C compiler of the plain build")
    a.add_argument("--plainxx", default="clang++")
    a.add_argument("--memreport", default="memreport",
                   help="none: compare only what the programs do")
    a.add_argument("--run", default="", help="what runs the programs, e.g. an emulator")
    a.add_argument("--kind", action="append", choices=generate.KINDS, help="default: c, cxx")
    a.add_argument("--opt", action="append", help="options of a build under test, e.g. -O2")
    a.add_argument("--count", type=int, default=200, help="programs of each kind")
    a.add_argument("--per-file", type=int, default=100, help="programs to a source")
    a.add_argument("--seed", type=int, default=1, help="of the first source")
    a.add_argument("--only", type=int, help="this program of the source alone")
    a.add_argument("--budget", type=int, help="end after so many actions")
    a.add_argument("--without", action="append", default=[],
                   help="leave this statement of statements.py out, or musttail, plain_set_jump, "
                        "usable (a block's bytes beyond its size), signal_stack, builtin_jump")
    a.add_argument("--ignore", metavar="RE", help="differences that are known: pass them over")
    a.add_argument("--options", default="", help="MEMFN_OPTIONS of the program under test")
    a.add_argument("--lines", choices=("auto", "on", "off"), default="auto")
    a.add_argument("--logs", action="store_true",
                   help="compare the plain build's event logs between the --opt's instead")
    a.add_argument("--twice", type=int, default=25, help="run every N-th program twice")
    a.add_argument("--most", type=int, default=5, help="stop after so many that differ")
    a.add_argument("--most-of-one", type=int, default=2, help="or so many of one source")
    a.add_argument("--work", help="folder to build in, kept")
    args = a.parse_args()
    args.kind = args.kind or ["c", "cxx"]
    args.opt = args.opt or ["-O0", "-O2"]
    return args


class Outcome:
    """How a program ended, and what it left."""

    def __init__(self, command, folder, env=None):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("MEMFN_")}
        done = subprocess.run(command, cwd=folder, env=clean | (env or {}), text=True,
                              capture_output=True, timeout=60)
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr

    def ending(self):
        return self.status, self.out


class Tester:
    def __init__(self, args, work):
        self.args, self.work = args, work
        self.compilers = build.Compilers(args.plain, args.plainxx, args.clang, args.clangxx)
        self.logged = build.support(work, self.compilers, False, args.without)
        self.tested = [] if args.logs else build.support(work, self.compilers, True, args.without)
        self.ran = self.differ = self.events = self.lines = self.snapshots = 0
        self.digest = hashlib.sha256()  # of all event logs: the same from every compiler

    def all(self):
        for kind in self.args.kind:
            left, seed = self.args.count, self.args.seed
            while left > 0 and self.differ < self.args.most:
                self.source(kind, seed, min(left, self.args.per_file))
                left, seed = left - self.args.per_file, seed + 1

    def source(self, kind, seed, count):
        folder = os.path.join(self.work, f"{kind}-{seed}")
        without = self.args.without
        if any("-flto" in opt for opt in self.args.opt):
            without = without + ["c_without_pads"]  # the linker would know them for nounwind
        made = generate.Program(seed, kind, without)
        made.write(folder)
        facts = made.facts()
        one = Source(self, kind, seed, folder, facts)
        before = self.differ
        numbers = [self.args.only] if self.args.only is not None else range(count)
        for number in numbers:
            one.program(number)
            if self.differ >= self.args.most or self.differ >= before + self.args.most_of_one:
                return
        if not self.args.work:
            shutil.rmtree(folder)

    def command(self, kind, seed, number, opt, budget):
        a = self.args
        words = [sys.executable, os.path.relpath(__file__), "--kind", kind, "--seed", str(seed),
                 "--only", str(number), f"--opt='{opt}'", f"--clang='{a.clang}'",
                 f"--clangxx='{a.clangxx}'", "--plain", a.plain, "--plainxx", a.plainxx,
                 "--memreport", a.memreport]
        if a.run:
            words += ["--run", f"'{a.run}'"]
        if a.options:
            words += ["--options", a.options]
        for name in a.without:
            words += ["--without", name]
        if budget:
            words += ["--budget", str(budget)]
        return " ".join(words)


class Source:
    """One generated source, its builds and the programs it holds."""

    def __init__(self, tester, kind, seed, folder, facts):
        self.tester, self.kind, self.seed = tester, kind, seed
        self.folder, self.facts = folder, facts
        self.functions = {f["id"]: f for f in facts["functions"]}
        self.free = "free" in kind
        self.exact = not self.free and ("threads" not in kind or
                                        "peaks=exact" in tester.args.options)
        self.runner = shlex.split(tester.args.run)
        t = tester
        if t.args.logs:
            self.plain = [build.program(folder, facts, f"plain{i}", t.compilers, opt.split(),
                                        t.logged, False) for i, opt in enumerate(t.args.opt)]
            return
        self.plain = [build.program(folder, facts, "plain", t.compilers, ["-O1"], t.logged, False)]
        self.builds = [build.program(folder, facts, f"tested{i}", t.compilers, opt.split(),
                                     t.tested, True) for i, opt in enumerate(t.args.opt)]

    def seed_of(self, number):
        return str(self.seed * 1000 + number)

    def run_plain(self, program, number, budget):
        log = os.path.join(self.folder, "events")
        more = [str(budget)] if budget else []
        outcome = Outcome(self.runner + [program, self.seed_of(number), log] + more, self.folder)
        return outcome, events.read(log)

    def program(self, number):
        t = self.tester
        t.ran += 1
        if t.args.logs:
            self.same_logs(number)
            return
        for i, opt in enumerate(t.args.opt):
            wrong = self.check(number, i, t.args.budget)
            if wrong:
                self.report(number, i, opt, wrong)

    def report(self, number, i, opt, wrong):
        """Prints what differs, of the shortest beginning of the program where something does."""
        t = self.tester
        t.differ += 1
        budget = t.args.budget
        if not budget:
            budget, shorter = self.shrink(number, i)
            wrong = shorter or wrong
        print(f"differs: {self.kind} seed {self.seed} program {number} {opt}")
        for line in wrong[:25]:
            print("  " + line)
        print(f"  repeat: {t.command(self.kind, self.seed, number, opt, budget)}", flush=True)

    def shrink(self, number, i):
        for budget in (2, 3, 4, 6, 8, 11, 15, 20, 28, 40, 55, 75, 100, 150, 220, 320):
            wrong = self.check(number, i, budget)
            if wrong:
                return budget, wrong
        return None, None

    def check(self, number, i, budget):
        """What is wrong with one program, a list of lines."""
        plain, log = self.run_plain(self.plain[0], number, budget)
        self.tester.events += len(log)
        if "DAMAGE" in plain.out:
            return [f"the plain build says {plain.out}"]
        outcome, profile = self.run_tested(self.builds[i], number, budget)
        if outcome.ending() != plain.ending():
            return [f"the program did otherwise: {outcome.ending()}, plain {plain.ending()} "
                    + outcome.err]
        if isinstance(profile, str):
            return [profile]
        if profile is None:
            return []
        self.tester.lines += len(profile["lines"])
        wrong = self.compare(profile, log) + self.at_snapshot(log)
        if number % self.tester.args.twice == 0 and not wrong:
            wrong = self.again(self.builds[i], number, budget, profile)
        return wrong

    def compare(self, profile, log):
        """What differs. With threads the profile may have taken the peak of the process for
        another moment, if that is within its own bound: then all of it must be right for one."""
        run = model.Run(log, self.functions)
        figures = model.Figures(run)
        sizes = self.printed_sizes() if "sizes=1" in self.tester.args.options else None
        wrong = self.differences(profile, figures, sizes)
        if not wrong or self.exact or self.free:
            return wrong
        slack = profile["totals"]["peak_error_bytes"]
        others = (model.Figures(run, t) for t in figures.sums.near_peak(slack)[:200])
        return min(map(lambda f: self.differences(profile, f, sizes), others), key=len,
                   default=wrong)

    def at_snapshot(self, log):
        """What differs of the snapshot that a program without threads takes half way."""
        at = [i for i, event in enumerate(log) if event.kind == "S"]
        if not at or not self.exact or "threads" in self.kind or "=off" in self.tester.args.options:
            return []
        export = self.export("profile.out@middle")
        if isinstance(export, str):
            return [export]
        self.tester.snapshots += 1
        run = model.Run(log[:at[0]], self.functions)
        return self.unknown(compare.SnapshotComparison(export, model.Figures(run), self.facts, True,
                                                       self.tester.args.lines).all())

    def unknown(self, wrong):
        """Those differences that are not passed over."""
        ignore = self.tester.args.ignore
        return [w for w in wrong if not (ignore and re.search(ignore, w))]

    def export(self, profile):
        """A profile's JSON, or what went wrong."""
        export = Outcome(self.tester.args.memreport.split() +
                         ["export", "--format=json", profile], self.folder)
        if export.status:
            return f"memreport ended with {export.status}: {export.err}"
        try:
            return json.loads(export.out)
        except ValueError as error:
            return f"memreport's JSON: {error}"

    def printed_sizes(self):
        """What memreport prints of how large allocations were."""
        sizes = Outcome(self.tester.args.memreport.split() + ["sizes", "--bytes", "profile.out"],
                        self.folder)
        return sizes.err if sizes.status else sizes.out

    def differences(self, profile, figures, sizes=None):
        args = self.tester.args
        return self.unknown(compare.Comparison(profile, figures, self.facts, self.exact, args.lines,
                                               self.free, sizes).all())

    def run_tested(self, program, number, budget):
        more = [str(budget)] if budget else []
        env = {"MEMFN_OUTPUT": os.path.join(self.folder, "profile.out"),
               "MEMFN_OPTIONS": ":".join(filter(None, ["quiet=1", self.tester.args.options]))}
        if os.path.exists(env["MEMFN_OUTPUT"]):
            os.unlink(env["MEMFN_OUTPUT"])
        command = self.runner + [program, self.seed_of(number), "/dev/null"] + more
        outcome = Outcome(command, self.folder, env)
        if self.tester.args.memreport == "none":
            return outcome, None
        return outcome, self.export("profile.out")

    def again(self, program, number, budget, profile):
        """A second run gives the same but for times."""
        if not self.exact:
            return []
        _, second = self.run_tested(program, number, budget)
        if isinstance(second, str):
            return [second]
        if timeless(profile) != timeless(second):
            return ["a second run of it gives other figures"]
        return []

    def same_logs(self, number):
        first = None
        for program, opt in zip(self.plain, self.tester.args.opt):
            outcome, log = self.run_plain(program, number, self.tester.args.budget)
            self.tester.events += len(log)
            log = (outcome.ending(), events.of_each_thread(log) if self.free
                   else events.without_addresses(log))
            first = first or log
            self.tester.digest.update(repr(log).encode())
            if log != first:
                self.tester.differ += 1
                print(f"logs differ: {self.kind} seed {self.seed} program {number} {opt}")


def timeless(value):
    """A profile without what may change from run to run."""
    if isinstance(value, dict):
        return {k: timeless(v) for k, v in value.items()
                if not k.endswith("_ns") and k not in ("pid", "start", "ns", "rss_bytes")}
    if isinstance(value, list):
        return [timeless(v) for v in value]
    return value


def main():
    args = arguments()
    work = args.work or tempfile.mkdtemp(prefix="memfn-property-")
    os.makedirs(work, exist_ok=True)
    try:
        tester = Tester(args, os.path.abspath(work))
        tester.all()
    except (RuntimeError, subprocess.TimeoutExpired, OSError) as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 2
    finally:
        if not args.work:
            shutil.rmtree(work, ignore_errors=True)
    lines = "" if args.logs else f", {tester.lines} lines, {tester.snapshots} snapshots"
    print(f"{tester.ran} programs, {tester.events} events{lines}, {tester.differ} differ")
    if args.logs:
        print(f"digest of the logs: {tester.digest.hexdigest()[:16]}")
    return 1 if tester.differ else 0


if __name__ == "__main__":
    sys.exit(main())
