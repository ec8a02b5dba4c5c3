# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the commands of a page of the documentation and compares what they print with what the page
shows, as doctest does.

usage: run_doc.py [--write] [--files] [--with FOLDER[=NAME]]... --prefix PREFIX --work FOLDER PAGE

The tools are those installed below PREFIX; FOLDER is made anew. --files: the files beside the page
are there too, --with: those of another folder, below NAME. --write puts what was printed into the page.

A fenced or indented block whose first line begins with `$ ` is a session: each such line is a
command (a backslash at its end goes on with the next), what follows is what it prints. All commands
of a page run in one shell, on a terminal of 160 columns. A line `...` stands for any lines, `...`
in a line for any text. A fenced block after a paragraph that ends with `NAME`: is the file NAME.
`<!-- not run: why -->` before a block leaves it alone; after `<!-- varies -->` numbers, cells that may
be empty, and the columns of charts are not compared either. `<!-- not compared: REGULAR EXPRESSION -->`
takes something out of all lines. Times, pids and dates are not compared, nor how wide columns are. A
command that fails is a failure, unless the next one is `echo $?`.
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
    """A block of commands: its place in the page, and each command with the lines shown."""

    def __init__(self, start, indent, varies):
        self.start, self.indent, self.steps = start, indent, []
        self.masks = MASKS + VARYING if varies else MASKS

    def add(self, line):
        if line.startswith("$ "):
            self.steps.append((line[2:], []))
        elif self.steps[-1][0].endswith("\\") and not self.steps[-1][1]:
            self.steps[-1] = (self.steps[-1][0] + "\n" + line, [])
        else:
            self.steps[-1][1].append(line)


def blocks(lines):
    """Yields (begin, end, indent) of the page's fenced and indented blocks, the lines within."""
    i = 0
    while i < len(lines):
        if lines[i].startswith("```"):
            end = next(j for j in range(i + 1, len(lines)) if lines[j].startswith("```"))
            yield i + 1, end, ""
            i = end
        elif lines[i].startswith("    ") and not (i and lines[i - 1].strip()):
            end = i
            while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip()):
                end += 1
            while not lines[end - 1].strip():
                end -= 1
            yield i, end, "    "
            i = end - 1
        i += 1


def before(lines, begin, indent):
    """The last line of text before a block."""
    above = [line for line in lines[:begin if indent else begin - 1] if line.strip()]
    return above[-1] if above else ""


def parse(lines):
    """What a page says to do: ("file", name, text) and ("session", Session)."""
    for begin, end, indent in blocks(lines):
        text = [line[len(indent):].rstrip() for line in lines[begin:end]]
        above = before(lines, begin, indent)
        if not text or above.startswith("<!-- not run:"):
            continue
        named = re.search(r"`([\w./+-]+)`:$", above)
        if text[0].startswith("$ "):
            session = Session(begin, indent, above == "<!-- varies -->")
            for line in text:
                session.add(line)
            yield "session", session
        elif named and not indent:
            yield "file", (named[1], "\n".join(text) + "\n")


class Shell:
    """One bash for all commands; they write to a terminal and read nothing."""

    def __init__(self, prefix, work):
        self.fd, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("4H", 1000, 160, 0, 0))
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
                   printed.splitlines()]
        asked = session.steps[i + 1:] and session.steps[i + 1][0].startswith("echo $?")
        trouble = f"exit status {status}" if status and not asked else None
        yield command, trimmed(shown), trimmed(printed), trouble


def renewed(lines, results):
    """The page with what was printed where it differs."""
    for session, steps in reversed(results):
        text = []
        for command, shown, printed, _ in steps:
            text += [("$ " + command if i == 0 else command) for i, command in
                     enumerate(command.split("\n"))]
            text += shown if same(shown, printed, session.masks) else printed
        end = session.start
        while end < len(lines) and not lines[end].startswith("```") and \
                (not session.indent or lines[end].startswith("    ") or not lines[end].strip()):
            end += 1
        while session.indent and not lines[end - 1].strip():
            end -= 1
        lines[session.start:end] = [(session.indent + t).rstrip() for t in text]
    return lines


def arguments():
    a = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    a.add_argument("--write", action="store_true")
    a.add_argument("--files", action="store_true")
    a.add_argument("--with", dest="others", action="append", default=[],
                   help="a folder whose files are there, too")
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


def main():
    args = arguments()
    with open(args.page, encoding="utf-8") as page:
        lines = page.read().split("\n")
    prepare(args)
    more = filter(None, map(re.compile(r"<!-- not compared: (.*) -->").match, lines))
    MASKS[:0] = [(m[1], "N") for m in more]
    shell = Shell(os.path.abspath(args.prefix), args.work)
    results, commands, wrong = [], 0, 0
    for kind, what in parse(lines):
        if kind == "file":
            path = os.path.join(args.work, what[0])
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(what[1])
            continue
        results.append((what, []))
        for step in run_session(shell, what, args.work):
            command, shown, printed, trouble = step
            results[-1][1].append(step)
            commands += 1
            if trouble or not same(shown, printed, what.masks):
                wrong += 1
                print(f"{args.page}:{what.start + 1}: $ {command}" +
                      (f": {trouble}" if trouble else ""))
                print("\n".join(difflib.unified_diff(shown, printed, "shown", "printed",
                                                     lineterm="")))
    shell.close()
    if args.write:
        with open(args.page, "w", encoding="utf-8") as page:
            page.write("\n".join(renewed(lines, results)))
    print(f"{commands} commands, {wrong} differ")
    return 1 if wrong or not commands else 0


if __name__ == "__main__":
    sys.exit(main())
