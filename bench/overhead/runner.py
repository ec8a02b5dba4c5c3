# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a program under a system, in an empty folder, and says what it took."""
import dataclasses
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

COMPLAINTS = ("memfn: ", "<jemalloc>: Invalid conf")  # of an option that it does not know


@dataclasses.dataclass
class Sample:
    wall_s: float
    cpu_s: float
    rss_bytes: int    # the largest resident set of any of its processes
    disk_bytes: int   # what it left behind
    output: str       # the program's own
    failed: str = ""  # why the figures do not count


class Runner:
    def __init__(self, here, work, clang, limit):
        self.work, self.limit = work, limit
        self.launcher = work / "launch"
        source = here / "launch.c"
        if not self.launcher.exists() or self.launcher.stat().st_mtime < source.stat().st_mtime:
            subprocess.run([clang, "-O2", "-static", str(source), "-o", str(self.launcher)],
                           check=True)

    def run(self, system, program, arguments, keep=None):
        """keep: a folder that gets the files which the run left."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.work))
        result = folder.with_name(folder.name + ".result")
        env = {k: v for k, v in os.environ.items()
               if not k.startswith(("MEMFN_", "LD_PRELOAD", "MALLOC_"))}
        command = [str(self.launcher), str(result), str(self.limit), *system.command, program,
                   *arguments]
        try:
            done = subprocess.run(command, cwd=folder, env={**env, **system.env},
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  errors="replace")
            sample = self.sample(done, result, folder)
            if keep:
                shutil.copytree(folder, keep, dirs_exist_ok=True)
            return sample
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            result.unlink(missing_ok=True)

    def sample(self, done, result, folder):
        if not result.exists():
            return Sample(0, 0, 0, 0, "", "could not be started")
        wall, cpu, rss, status = map(int, result.read_text().split())
        disk = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
        return Sample(wall / 1e9, cpu / 1e9, rss * 1024, disk, done.stdout,
                      self.failure(status, wall / 1e9, done.stderr))

    def failure(self, status, wall, stderr):
        complaint = next((x for x in stderr.splitlines() if x.startswith(COMPLAINTS)), "")
        if not status:
            return complaint
        if os.WIFSIGNALED(status):
            if wall >= self.limit:
                return f"took more than {self.limit} s"
            return signal.Signals(os.WTERMSIG(status)).name
        said = stderr.strip().splitlines()
        return f"exit status {os.WEXITSTATUS(status)}" + (f": {said[-1][:150]}" if said else "")
