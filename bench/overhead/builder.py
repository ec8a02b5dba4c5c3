# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compiles the workloads, once for each build, and notes how long that took and how large it is.

A program is kept until a source, the command or MemFn changes; so are its figures.
"""
import dataclasses
import hashlib
import json
import os
import resource
import subprocess
import time

from . import systems, workloads


class Failed(Exception):
    """What could not be built, in one line."""


@dataclasses.dataclass
class Built:
    program: str
    compile_cpu_s: float
    compile_wall_s: float
    code_bytes: int


class Builder:
    def __init__(self, root, build, work, clang):
        self.root, self.build, self.work, self.clang = root, build, work, clang
        self.built = {}
        (work / "programs").mkdir(parents=True, exist_ok=True)

    def compiler(self, build, cxx):
        if build.memfn:
            return str(self.build / "bin" / ("memfn-clang++" if cxx else "memfn-clang"))
        return self.clang.replace("clang", "clang++") if cxx else self.clang

    def environment(self, workload, build):
        env = {k: v for k, v in os.environ.items() if not k.startswith("MEMFN_")}
        env["MEMFN_CLANG"] = self.clang
        if build.memfn:
            names = self.work / "programs" / f"{workload.name}.list"
            names.write_text("[profile]\n" + "".join(f"fun:{f}\n" for f in workload.chosen))
            env["MEMFN_PASS"] = build.choice.format(list=names)
        return env

    def objects(self, build):
        """Hooks and the like: compiled apart, so that they are not hooked themselves."""
        for name in build.objects:
            out = self.work / "programs" / f"{name}.o"
            run([self.clang, "-O2", "-c", str(self.root / "bench/overhead" / name), "-o", str(out)])
            yield str(out)

    def command(self, workload, build, output, objects=()):
        found = workloads.source(workload, self.root, self.build)
        if not found:
            raise Failed("its source could not be fetched")
        sources, flags, libraries = found
        cxx = workloads.is_cxx(sources)
        return [self.compiler(build, cxx), *systems.FLAGS, *flags, *build.flags,
                *map(str, sources), *objects, "-o", str(output), *libraries]

    def get(self, workload, name):
        build = systems.BUILDS[name]
        output = self.work / "programs" / f"{workload.program}-{name}"
        if build.memfn and name == "chosen":
            output = output.with_name(f"{workload.name}-{name}")
        if output not in self.built:
            self.built[output] = self.kept_or_fresh(workload, build, output)
        return self.built[output]

    def kept_or_fresh(self, workload, build, output):
        command = self.command(workload, build, output, list(self.objects(build)))
        env = self.environment(workload, build)
        key, note = self.key(command, env, output), output.with_name(output.name + ".json")
        if note.exists() and output.exists():
            kept = json.loads(note.read_text())
            if kept.pop("key") == key:
                return Built(**kept)
        wall, cpu = run(command, env)
        built = Built(str(output), cpu, wall, code_size(output))
        note.write_text(json.dumps({"key": key, **dataclasses.asdict(built)}))
        return built

    def key(self, command, env, output):
        """Of everything that decides what is built; files by their time and size."""
        chosen = env.get("MEMFN_PASS", "")
        names = chosen.partition("list=")[2]
        files = [a for a in command if os.path.isfile(a) and a != str(output)
                 and not a.endswith(".o")]
        files += (self.root / "bench/workloads").glob("*.h")
        files += (self.root / "bench/overhead").glob("*.c*")
        if chosen:
            files += [self.build / "lib/libmemfn.a"]
            files += (self.build / "lib/memfn").glob("llvm-*/MemFnPass.so")
        stamps = sorted(f"{f} {os.stat(f).st_mtime_ns} {os.stat(f).st_size}" for f in files)
        text = "\n".join([*command, chosen, *stamps, open(names).read() if names else ""])
        return hashlib.sha256(text.encode()).hexdigest()


def run(command, env=None):
    """Runs a compiler; its wall time and its CPU time."""
    before, start = cpu_of_children(), time.monotonic()
    try:
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True)
    except OSError as error:
        raise Failed(f"{command[0]}: {error.strerror}") from error
    wall, cpu = time.monotonic() - start, cpu_of_children() - before
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if "error" in line] or ["failed"]
        raise Failed(f"{command[0].rpartition('/')[2]}: {lines[0]}")
    return wall, cpu


def cpu_of_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def code_size(program):
    """Bytes of the sections that hold code, in the executable itself."""
    done = subprocess.run(["size", "-A", str(program)], capture_output=True, text=True)
    rows = [line.split() for line in done.stdout.splitlines()]
    return sum(int(r[1]) for r in rows if len(r) == 3 and r[0] in (".text", ".plt", ".init"))
