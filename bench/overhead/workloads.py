# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the systems are measured on: programs in bench/workloads, and Debian's Lua and zstd."""
import dataclasses
import os
import pathlib


def listed(name):
    """The functions of a list that bench/run --choose wrote; see choose.py."""
    path = pathlib.Path(__file__).parents[1] / "workloads" / f"{name}.list"
    lines = path.read_text().splitlines() if path.exists() else []
    return tuple(line[4:] for line in lines if line.startswith("fun:"))


@dataclasses.dataclass(frozen=True, eq=False)
class Workload:
    name: str
    what: str
    program: str        # the source's name without its suffix, or lua, or compress
    size: int           # of a run: about a tenth of a second of the plain program, if it is one run
    chosen: tuple       # the functions that `memfn-chosen` instruments
    before: tuple = ()  # arguments before the size, and after it
    after: tuple = ()
    seconds: float = 0.1
    allocates: bool = False
    event: str = ""     # what it does as many of as its size says
    table: bool = True
    only: tuple = ()    # systems it makes sense for
    passes: int = 1     # runs a round: for times that hang on where code and stacks come to lie

    def arguments(self, size):
        return [*self.before, str(size), *self.after]

    def sized(self, share):
        return max(1, round(self.size * share))


def threads(n):
    return Workload(f"churn-{n}", f"churn by {n} thread{'s' * (n > 1)}", "churn", 6_000_000,
                    ("churn",), after=(str(n),), allocates=True)


def remote(name, where, cores):
    """Where its threads run is part of the workload: see remote.c."""
    return Workload(name, f"blocks freed by another thread, {where}", "remote", 1_000_000,
                    ("fill", "empty"), after=(str(cores),), allocates=True, seconds=0.2,
                    event="malloc and free", passes=5)


def blocks(kind, what, count):
    return Workload(f"blocks-{kind}", what, "blocks", count, ("make",), before=(kind,), seconds=1.5,
                    table=False, only=("plain", "memfn-chosen", "jemalloc", "memfn-jemalloc",
                                       "tcmalloc", "memfn-tcmalloc", "mimalloc", "memfn-mimalloc"))


def pages():
    """A million blocks of a page; fewer where they would be more than a quarter of the memory."""
    return min(1_000_000, os.sysconf("SC_PHYS_PAGES") // 4)


WORKLOADS = {workload.name: workload for workload in [
    Workload("start", "a program that does nothing", "start", 1, ("main",), seconds=0.002,
             passes=3),
    Workload("leaf", "a small function called in a loop", "leaf", 8_000_000, ("leaf",),
             seconds=0.016, event="call", passes=3),
    Workload("recursion", "calls 2,000 deep", "recursion", 20_000_000, ("descend",), seconds=0.05,
             event="call"),
    Workload("wide", "13,824 call paths at random", "wide", 10_000_000, ("visit",), event="call"),
    Workload("churn", "malloc and free of mixed sizes", "churn", 6_000_000, ("churn",),
             allocates=True, event="malloc and free"),
    Workload("realloc", "buffers that grow", "realloc", 3_000_000, ("append",),
             allocates=True, event="append"),
    remote("remote", "a core each", 2), remote("remote-1", "both on one core", 1),
    *[threads(n) for n in (1, 2, 4, 16)],
    Workload("containers", "C++ maps and strings", "containers", 400_000,
             ("Index::add", "count_words"), allocates=True),
    Workload("exceptions", "C++ exceptions", "exceptions", 30_000, ("try_it", "go_down"),
             allocates=True, seconds=0.06, event="throw", passes=7),
    Workload("lua", "Lua 5.4: trees, tables, strings", "lua", 60, listed("lua"), before=("{trees}",),
             allocates=True),
    Workload("zstd", "zstd -3", "compress", 8, listed("zstd"), seconds=0.05),
    blocks("small", "a million blocks of 64 bytes", 1_000_000),
    blocks("untouched", "a million blocks of a page, untouched", pages()),
    blocks("aligned", "a million blocks of a page, aligned to it", pages()),
]}


LARGE = {"lua", "compress"}  # programs that take seconds to build


def source(workload, root, build):
    """The sources, flags and files it depends on; None where Debian's source is not there."""
    here = root / "bench/workloads"
    lua, zstd = build / "src/lua5.4/src", build / "src/libzstd/lib"
    if workload.program == "lua":
        sources = [f for f in sorted(lua.glob("*.c")) if f.name != "luac.c"]
        flags = ["-std=gnu99", "-DLUA_COMPAT_5_3", "-DLUA_USE_POSIX"]
        return (sources, flags, ["-lm"]) if sources else None
    if workload.program == "compress":
        sources = sorted(zstd.glob("common/*.c")) + sorted(zstd.glob("compress/*.c"))
        flags = ["-DZSTD_DISABLE_ASM", f"-I{zstd}", "-pthread"]
        return ([here / "compress.c", *sources], flags, []) if sources else None
    found = [f for f in here.glob(f"{workload.program}.c*")]
    return found, ["-pthread"], []


def is_cxx(sources):
    return any(s.suffix == ".cpp" for s in sources)
