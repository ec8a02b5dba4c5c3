# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the commands of a page of the documentation and compares what they print with what the page
shows, as doctest does.

usage: run_doc.py [--write] [--files] [--with FOLDER[=NAME]]... [--link FOLDER=NAME]... --prefix PREFIX
                  --work FOLDER PAGE

The tools are those installed below PREFIX; FOLDER is made anew. --files: the files beside the page
are there too, --with: those of another folder, below NAME, --link: that folder itself. --write puts what was printed into the page.

What is a command, and what is said about it, is in pages.py. All commands of a page run in one shell,
on a terminal of 200 columns. A line `...` stands for any lines, `...` in a line for any text. Times,
pids and dates are not compared, nor how wide columns are. A command that fails is a failure, unless
the page says so, or the next one is `echo $?`.
"""

import argparse
import difflib
import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import termios
import time

import pages

MARK = "=#= done "
MASKS = [
    (r"\bpid \d+", "pid N"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "DATE"),
    (r"\b\d[\d,.]* ?(ns|us|ms|s)(?![\w-])", "TIME"),
    (r"(?<![\w.])[\d,]*\d\.\d{3}(?![\w.])", "TIME"),
    (r"\b\d+\.\d\d sec\b", "TIME"),
    (r"\b\d+\.\d ?%", "SHARE"),
    (r"may be off by [\d.]+ \w+", "may be off by BOUND"),
    (r"-{3,}", "---"),
    (r"[ \t]+", " "),
]
# Whether it comes depends on what else the machine does.
HINT = "Hooks took most of the run;"
VARYING = [
    (r"[|│]( *[.:#▁-█]+)* *$", "|"),
    (r"^[ ms^*]+$", "EVENTS"),
    (r"DATE|TIME|SHARE|[-+]?\d[\d.,]*( ?([KMGk]i?B|B|MB|ms|us|ns|s|%)\b)?(/s)?", "N"),
    (r"[─+-]+$", "AXIS"),
    (r" +", " "),
    (r"([-+]?N )+", "N "),
    (r"^ ?[-+]?N ?$", "N"),
]


class Session:
    """A block of commands, or one command that is not shown."""

    def __init__(self, page, line, steps, block=None):
        self.line, self.steps, self.block, self.results = line, steps, block, []
        self.varies = block and "varies" in block.notes
        self.status = int(block and block.note("exit status ") or 0)
        exact = page.notes("exact but for: ")
        self.inexact = exact[0][0] if exact else ""

    def masks(self, command):
        if not re.search(self.inexact, command):
            return []
        return MASKS + VARYING if self.varies else MASKS


def parse(page):
    """What a page says to do, in order: ("file", name, text) and ("session", Session)."""
    found = [(i, "session", Session(page, i, [(command, ["..."])]))
             for command, i in page.notes("$ ")]
    for block in page.blocks:
        if block.kind() == "session":
            found.append((block.begin, "session", Session(page, block.begin, block.steps(), block)))
        elif block.kind() == "file":
            found.append((block.begin, "file", (block.file, "\n".join(block.text) + "\n")))
    return [what[1:] for what in sorted(found, key=lambda f: f[0])]


class Shell:
    """One bash for all commands; they write to a terminal and read nothing."""

    def __init__(self, prefix, work):
        self.fd, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("4H", 1000, 200, 0, 0))
        self.bash = subprocess.Popen(["bash"], cwd=work, env=self.environment(prefix, work),
                                     stdin=subprocess.PIPE, stdout=terminal, stderr=terminal)
        os.close(terminal)
        self.text = b""

    @staticmethod
    def environment(prefix, work):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("MEMFN_")}
        found = {"PATH": f"{prefix}/bin:{os.environ['PATH']}", "CMAKE_PREFIX_PATH": prefix,
                 "PKG_CONFIG_PATH": f"{prefix}/lib/pkgconfig", "MANPATH": f"{prefix}/share/man:"}
        plain = {"TERM": "dumb", "PAGER": "cat", "NO_COLOR": "1", "TZ": "UTC", "HOME": work,
                 "LC_ALL": "C.UTF-8"}
        return kept | found | plain

    def run(self, command, seconds=300):
        """What a command prints, and its status."""
        mark = f"printf '{MARK[:3]}%s%d\\n' '{MARK[3:]}' $?"
        self.bash.stdin.write(f"{{\n{command}\n}} </dev/null\n{mark}\n".encode())
        self.bash.stdin.flush()
        end = time.monotonic() + seconds
        while True:
            done = re.search(rb"(?s)^(.*?)" + MARK.encode() + rb"(\d+)\r\n", self.text)
            if done:
                self.text = self.text[done.end():]
                return done[1].decode().replace("\r\n", "\n"), int(done[2])
            if not select.select([self.fd], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError(f"still running: {command}")
            self.text += os.read(self.fd, 65536)

    def close(self):
        self.bash.stdin.close()
        self.bash.wait()


def masked(line, masks):
    for pattern, what in masks:
        line = re.sub(pattern, what, line)
    return line.strip()


def same_line(shown, printed, masks):
    pattern = ".*".join(map(re.escape, masked(shown, masks).split("...")))
    return re.fullmatch(pattern, masked(printed, masks)) is not None


def same(shown, printed, masks):
    """Whether a page shows what was printed, `...` standing for any lines."""
    if not shown:
        return not printed
    if shown[0] == "...":
        return any(same(shown[1:], printed[i:], masks) for i in range(len(printed) + 1))
    return (bool(printed) and same_line(shown[0], printed[0], masks)
            and same(shown[1:], printed[1:], masks))


def trimmed(lines):
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return [line.rstrip() for line in lines]


def run_session(shell, session, work):
    """Yields (command, lines shown, lines printed, trouble) of each step."""
    status = 0
    for i, (command, shown) in enumerate(session.steps):
        asks = command.startswith("echo $?")
        printed, status = shell.run(f"(exit {status})\n{command}" if asks else command)
        printed = [line.replace(os.path.realpath(work), "/tmp/memfn") for line in
                   printed.splitlines() if not line.startswith(HINT)]
        later = session.steps[i + 1:]
        asked = later and later[0][0].startswith("echo $?")
        wanted = status if asked else 0 if later else session.status
        trouble = f"exit status {status}" if status != wanted else None
        yield command, trimmed(shown), trimmed(printed), trouble


def write(page, sessions):
    """Brings the page up to date where something else was printed."""
    for session in reversed(sessions):
        text = []
        for command, shown, printed, _ in session.results:
            text += ("$ " + command).split("\n")
            text += shown if same(shown, printed, session.masks(command)) else printed
        if session.block:
            page.replace(session.block, text)
    with open(page.path, "w", encoding="utf-8") as file:
        file.write("\n".join(page.lines))


def arguments():
    a = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    a.add_argument("--write", action="store_true")
    a.add_argument("--files", action="store_true")
    a.add_argument("--with", dest="others", action="append", default=[],
                   help="a folder whose files are there, too")
    a.add_argument("--link", dest="links", action="append", default=[],
                   help="a folder that is there as it is")
    a.add_argument("--prefix", required=True)
    a.add_argument("--work", required=True)
    a.add_argument("page")
    return a.parse_args()


def prepare(args):
    shutil.rmtree(args.work, ignore_errors=True)
    if args.files:
        shutil.copytree(os.path.dirname(os.path.abspath(args.page)), args.work)
    else:
        os.makedirs(args.work)
    for other in args.others:
        folder, _, name = other.partition("=")
        shutil.copytree(folder, os.path.join(args.work, name), dirs_exist_ok=True)
    for link in args.links:
        folder, _, name = link.partition("=")
        os.makedirs(os.path.dirname(os.path.join(args.work, name)), exist_ok=True)
        os.symlink(folder, os.path.join(args.work, name))


def make_file(work, name, text):
    path = os.path.join(work, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def compare(page, session, command, shown, printed, trouble):
    """0 where a command did what the page says; else 1, having said so."""
    if not trouble and same(shown, printed, session.masks(command)):
        return 0
    print(f"{page.path}:{session.line + 1}: $ {command}" + (f": {trouble}" if trouble else ""))
    print("\n".join(difflib.unified_diff(shown, printed, "shown", "printed", lineterm="")))
    return 1


def main():
    args = arguments()
    page = pages.Page(args.page)
    prepare(args)
    MASKS[:0] = [(expression, "N") for expression, _ in page.notes("not compared: ")]
    shell = Shell(os.path.abspath(args.prefix), args.work)
    sessions, commands, wrong = [], 0, 0
    for kind, what in parse(page):
        if kind == "file":
            make_file(args.work, *what)
            continue
        sessions.append(what)
        for step in run_session(shell, what, args.work):
            what.results.append(step)
            commands += 1
            wrong += compare(page, what, *step)
    shell.close()
    if args.write:
        write(page, sessions)
    print(f"{commands} commands, {wrong} differ")
    return 1 if wrong or not commands else 0


if __name__ == "__main__":
    sys.exit(main())
