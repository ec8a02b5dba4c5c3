# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What is measured: ways to build a program, and systems that run one.

A slow system runs on a `share` of the work, beside a plain program that does as little.
"""
import dataclasses
import functools
import shutil
import subprocess

FLAGS = ("-O2", "-g", "-gdwarf-4")  # valgrind 3.19 gives up on what clang has of DWARF 5


@dataclasses.dataclass(frozen=True, eq=False)
class Build:
    """How programs are compiled: `memfn` by the wrapper, with `choice` as MEMFN_PASS."""
    flags: tuple = ()
    memfn: bool = False
    choice: str = ""
    objects: tuple = ()  # sources in bench/overhead, linked in, never instrumented


BUILDS = {
    "plain": Build(),
    "chosen": Build(memfn=True, choice="list={list}"),
    "all": Build(memfn=True, choice="all"),
    "larger": Build(memfn=True, choice="all=50"),
    "nolines": Build(memfn=True, choice="all;lines=0"),
    **{f"{hooks}-hooks": Build(flags=("-finstrument-functions",), objects=(f"{hooks}_hooks.c",))
       for hooks in ("empty", "clock", "least")},
    "clock": Build(flags=("-DCLOCK",)),
    **{name: Build(flags=("-Wl,--wrap=malloc,--wrap=free",), objects=(f"{name}.c",))
       for name in ("pauses", "least_blocks")},
    "memprof": Build(flags=("-fmemory-profile",)),
    "pg": Build(flags=("-pg",)),
    **{f"xray-{mode}": Build(flags=("-fxray-instrument", "-fxray-instruction-threshold=1",
                                    f"-fxray-modes=xray-{mode}"), objects=("xray.cpp",))
       for mode in ("basic", "fdr", "profiling")},
}


@dataclasses.dataclass(frozen=True, eq=False)
class System:
    name: str
    what: str
    build: str = "plain"
    command: tuple = ()  # what stands before the program; it runs in a folder of its own
    env: dict = dataclasses.field(default_factory=dict)
    base: str = "plain"  # what its ratios are to
    library: str = ""    # a shared library it needs
    share: float = 1.0   # of each workload's work that it runs on, with a plain program beside it
    calls: bool = True   # false: the share is for workloads that allocate alone
    cost: float = 2.0    # a guess at its ratio, for the estimate of how long it takes
    table: bool = True   # in the table; the others serve the targets
    only: tuple = ()     # workloads it makes sense for

    def missing(self):
        """Why it cannot run here, or nothing."""
        if self.command and not shutil.which(self.command[0]):
            return f"{self.command[0]} is not installed"
        if self.library and self.library not in libraries():
            return f"{self.library} is not installed"
        return ""


BLOCKS = ("blocks-small", "blocks-untouched", "blocks-aligned")


@functools.lru_cache
def libraries():
    """What the loader knows, as `ldconfig -p` prints it."""
    tool = shutil.which("ldconfig") or "/sbin/ldconfig"
    return subprocess.run([tool, "-p"], capture_output=True, text=True).stdout


def memfn(name, what, build, options="", **more):
    settings = "quiet=1" + (":" + options if options else "")
    return System(name, what, build, env={"MEMFN_OUTPUT": "profile.out", "MEMFN_OPTIONS": settings},
                  **more)


def preloaded(name, library, what, **more):
    env = {"LD_PRELOAD": library, **more.pop("env", {})}
    return System(name, what, env=env, library=library, **more)


def valgrind(tool, what, cost, share=0.1):
    command = ("valgrind", f"--tool={tool}", f"--{tool}-out-file={tool}.out")
    return System(tool, what, command=command, share=share, calls=False, cost=cost)


def xray(mode, what):
    env = {"BENCH_XRAY": f"xray-{mode}", "XRAY_OPTIONS": "xray_logfile_base=xray. verbosity=0"}
    return System(f"xray-{mode}", what, f"xray-{mode}", env=env, share=0.1, cost=40)


def beside_allocators():
    """Plain programs and MemFn's on other allocators: what a block costs is the allocator's."""
    for name, library in (("jemalloc", "libjemalloc.so.2"), ("tcmalloc", "libtcmalloc.so.4"),
                          ("mimalloc", "libmimalloc.so.2")):
        used_as_base = name != "mimalloc"
        yield preloaded(name, library, f"plain, on {name}", cost=0.6, table=used_as_base,
                        only=() if used_as_base else BLOCKS)
        ours = memfn(f"memfn-{name}", f"chosen functions, on {name}", "chosen")
        yield dataclasses.replace(ours, env={**ours.env, "LD_PRELOAD": library}, base=name,
                                  library=library, table=False, only=BLOCKS)


SYSTEMS = {system.name: system for system in [
    System("plain", "the program as it is", cost=1),
    memfn("memfn-chosen", "MemFn, chosen functions", "chosen", cost=1.3),
    memfn("memfn-all", "MemFn, every function", "all", cost=6),
    memfn("memfn-larger", "MemFn, every function of 50 or more LLVM instructions", "larger"),
    memfn("memfn-nolines", "the same, lines=0 when compiled", "nolines", cost=6),
    memfn("memfn-sampled", "memfn-all, timing=sampled", "all", "timing=sampled", cost=3),
    memfn("memfn-off", "memfn-all, timing=off", "all", "timing=off", cost=3),
    System("empty-hooks", "-finstrument-functions, hooks that do nothing", "empty-hooks",
           cost=1.5),
    System("clock-hooks", "the same, hooks that read the clock and do nothing with it",
           "clock-hooks", table=False, only=("leaf", "lua"), cost=6),
    System("least-hooks", "the same, hooks that time each call and keep no more than a sum",
           "least-hooks", table=False, only=("leaf", "lua"), cost=6),
    System("clock-reads", "two clock reads a call, nothing else", "clock", table=False,
           only=("leaf",), cost=5),
    System("pauses", "malloc and free with a pause each that touches no memory", "pauses",
           table=False, only=("remote", "remote-1"), cost=1.3),
    System("least-blocks", "malloc and free that tag and count each block, and do no more",
           "least_blocks", table=False, only=("churn", "churn-16"), cost=1.3),
    System("heaptrack", "heaptrack", command=("heaptrack", "-o", "heaptrack"), share=0.2,
           calls=False, cost=30),
    System("memprof", "LLVM's -fmemory-profile", "memprof", cost=4,
           env={"MEMPROF_OPTIONS": "log_path=memprof:verbosity=0"}),
    preloaded("jemalloc-all", "libjemalloc.so.2", "jemalloc's profiler, every allocation",
              env={"MALLOC_CONF": "prof:true,prof_final:true,lg_prof_sample:0,prof_prefix:heap"},
              base="jemalloc", share=0.1, calls=False, cost=50),
    preloaded("jemalloc-default", "libjemalloc.so.2", "jemalloc's profiler as it comes",
              env={"MALLOC_CONF": "prof:true,prof_final:true,prof_prefix:heap"}, base="jemalloc",
              cost=1.2),
    preloaded("gperftools", "libtcmalloc.so.4", "gperftools' heap profiler",
              env={"HEAPPROFILE": "heap"}, base="tcmalloc", share=0.1, calls=False, cost=80),
    valgrind("massif", "valgrind's massif", 12, share=0.2),
    valgrind("dhat", "valgrind's DHAT", 60),
    valgrind("callgrind", "valgrind's callgrind", 35),
    System("uftrace", "uftrace record, the program's own functions", "pg", share=0.1, cost=30,
           command=("uftrace", "record", "--no-libcall", "--no-pager", "-d", "trace")),
    System("uftrace-floor", "uftrace that keeps no call (-t 1s)", "pg", share=0.1, cost=30,
           command=("uftrace", "record", "--no-libcall", "--no-pager", "-t", "1s", "-d", "trace"),
           table=False, only=("leaf",)),
    System("gprof", "-pg", "pg", cost=4),
    xray("basic", "XRay, basic mode: calls of 5 us or more to a log"),
    xray("fdr", "XRay, flight data recorder: the same, in a ring of buffers"),
    xray("profiling", "XRay, profiling mode"),
    *beside_allocators(),
]}
