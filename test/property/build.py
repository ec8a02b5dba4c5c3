# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Builds a random program: plain, with its event log, or as the one under test."""

import os
import shlex
import subprocess

INPUTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs")
SUPPORT = ["prop.c", "blocks.c", "threads.c"]
IN_SUPPORT = ("usable", "signal_stack", "builtin_jump")  # what the support files can leave out
FLAGS = ["-g", "-w", "-I", INPUTS]
CXX_FLAGS = ["-std=c++17", "-fsized-deallocation"]


class Compilers:
    """Command lines of the compilers: plain ones, and those under test."""

    def __init__(self, plain, plainxx, tested="", testedxx=""):
        self.plain, self.plainxx = shlex.split(plain), shlex.split(plainxx)
        self.tested, self.testedxx = shlex.split(tested), shlex.split(testedxx)

    def command(self, source, tested):
        cxx = source.endswith(".cpp")
        if tested:
            return (self.testedxx if cxx else self.tested) + (CXX_FLAGS if cxx else [])
        return (self.plainxx if cxx else self.plain) + (CXX_FLAGS if cxx else [])


def run(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"in {folder}: {shlex.join(command)}\n{done.stderr}")


def objects(folder, sources, name, compilers, flags, tested, c_flags=()):
    """Compiles sources, a list of (source, compiled under test or plain)."""
    made, all_flags = [], flags
    for source, is_tested in sources:
        flags = all_flags if is_tested else [f for f in all_flags if "--memfn" not in f]
        out = f"{name}-{os.path.basename(source)}.o"
        command = compilers.command(source, tested and is_tested)
        more = flags + (list(c_flags) if source.endswith(".c") else [])
        run(command + FLAGS + more + ["-c", source, "-o", out], folder)
        made.append(out)
    return made


def support(folder, compilers, tested, without=()):
    """The support files' objects, made once in a folder."""
    files = SUPPORT + ([] if tested else ["malloc_log.c"])
    flags = ["-O1"] + (["-DPROP_QUIET"] if tested else [])
    flags += [f"-DPROP_NO_{word.upper()}=1" for word in without if word in IN_SUPPORT]
    name = os.path.join(folder, "tested" if tested else "logged")
    sources = [(os.path.join(INPUTS, f), False) for f in files]
    return objects(folder, sources, name, compilers, flags, False)


def program(folder, facts, name, compilers, options, support_objects, tested):
    """The program of a folder, as folder/name."""
    sources = facts["sources"]
    order = [(sources[k], k != "plain") for k in ("main", "cee", "plain") if k in sources]
    flags = options + (["-DPROP_QUIET"] + facts["flags"] if tested else [])
    if facts["flags"]:
        flags.append("-DPROP_ALL")
    made = objects(folder, order, name, compilers, flags, tested, facts["c_flags"])
    link = compilers.command(sources["main"], tested)
    run(link + options + made + support_objects + ["-lpthread", "-ldl", "-o", name], folder)
    return os.path.join(folder, name)
