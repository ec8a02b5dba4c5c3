# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""memreport on a terminal: its width, colours, the pager, and the browser's line editing.

usage: on_terminal.py MEMREPORT FOLDER
"""

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

sys.path.insert(0, os.path.dirname(__file__))
import profile_machine as pm  # noqa: E402
import samples  # noqa: E402

COLOR = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """A command on a terminal of so many columns."""

    def __init__(self, command, columns=200, **environment):
        self.said, self.status = "", None
        # It stays open here, too: what the last to close it wrote may get lost.
        self.fd, self.end_of_command = pty.openpty()
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        self.pid = os.fork()
        if not self.pid:
            os.login_tty(self.end_of_command)
            keep = {k: v for k, v in os.environ.items() if k not in ("PAGER", "COLUMNS", "NO_COLOR")}
            os.execvpe(command[0], command,
                       {**keep, "TERM": "xterm", "MEMREPORT_PAGER": "", **environment})

    def read(self):
        """What has come; nothing when the command has ended and all is read."""
        while not select.select([self.fd], [], [], 0 if self.status is not None else 0.01)[0]:
            if self.status is not None:
                return ""
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        part = os.read(self.fd, 65536).decode(errors="replace")
        self.said += part
        return part

    def type(self, text, until):
        """Types, and reads until that pattern has come in answer."""
        at = len(self.said)
        os.write(self.fd, text.encode())
        end = time.monotonic() + 30
        while not re.search(until, self.said[at:]):
            assert self.read() and time.monotonic() < end, (text, until, self.said)

    def end(self):
        while self.read():
            pass
        os.close(self.fd)
        os.close(self.end_of_command)
        return self.said.replace("\r", ""), self.status


def main():
    memreport, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    os.makedirs(folder, exist_ok=True)
    os.chdir(folder)
    samples.parse().write("profile.out")

    def show(*options, **more):
        return Terminal([memreport, *options], **more).end()

    for columns in 50, 80, 200:  # help is as wide as can be read, its descriptions stay in their column
        told, _ = show("tree", "--help", columns=columns)
        lines = told.splitlines()
        at = next(n for n, line in enumerate(lines) if "--metric" in line)
        assert max(map(len, lines)) <= min(columns, 100), told
        assert (lines[at + 1].startswith(28 * " ") and lines[at + 1][28] != " ") == (columns < 94), told
    for columns in 60, 80, 100:  # paragraphs are broken where they are full, not where they were typed
        told, _ = show("--help", columns=columns)
        before, after = told.split("Sizes are bytes")[1].split("\n")[:2]
        assert max(map(len, told.splitlines())) <= columns, told
        assert len("Sizes are bytes" + before) + 1 + len(after.split()[0]) > columns, told
    wide, status = show()
    assert status == 0 and "kept" in wide and COLOR.search(wide) and "narrow" not in wide, wide
    narrow, _ = show(columns=80)
    plain = COLOR.sub("", narrow)
    assert "Too narrow for kept" in plain and "ncalls" in plain and "src/table" in plain, plain
    assert max(map(len, plain.splitlines()[1:])) <= 80, plain  # the lines around the table, too
    assert "0 frames\nclosed without" in plain and "\nclosed" not in wide, plain
    sorted_by, _ = show("--sort", "kept", columns=80)
    assert "kept" in COLOR.sub("", sorted_by).split("Too narrow")[0], sorted_by

    # Folders are the first to go: they are long, and tell the least.
    m = pm.Machine()
    m.enter(m.main, m.function("ns::operator/(int)", "a/long/way/down/f.cc", 1))
    m.enter(m.main, m.function("g", "a/long/way/up/g.cc", 2))
    m.allocate(m.main, 1000)
    m.leave(m.main)
    m.leave(m.main)
    m.write("folders.out")
    for command, columns, kept in (("stats", 130, True), ("stats", 115, False), ("callers", 90, False),
                                   ("tree", 75, False), ("tree", 100, True)):
        said = COLOR.sub("", show(command, "folders.out", columns=columns)[0])
        table, _, told = said[said.index("Ordered by"):said.index("1 thread")].partition(
            "Too narrow for ")
        assert ("down/f.cc:1(ns::operator/(int))" in table) == kept, said
        assert ("f.cc:1(ns::operator/(int))" in table) and told.startswith("folders") != kept, said
        assert max(map(len, table.splitlines())) <= columns, said
    said = COLOR.sub("", show("summary", "folders.out", columns=50)[0])
    assert "  f.cc:1(ns::operator/(int))" in said and "way/down" not in said, said
    assert "way/down/f.cc:1(" in show("summary", "folders.out", columns=90)[0]

    # Then the arguments of templates, and at last the beginnings of names; figures have their room.
    m = pm.Machine()
    for inner in "std::less<int>", "std::greater<long>":
        m.enter(m.main, m.function(f"ns::fill<std::map<{inner}, {'std::' * 30}x>>", "a/map.cc", 7))
        m.allocate(m.main, 2000)
    m.enter(m.main, m.function("a_namespace::" * 8 + "last", "b.cc", 30))
    m.allocate(m.main, 1000)
    for _ in range(3):
        m.leave(m.main)
    m.write("templates.out")
    for command, columns, some in (
            ("stats", 80, "  map.cc:7(ns::fill<std::map<…>>)"),
            ("stats", 60, "map.cc:7(ns::fill<std::map<…>>)"),
            ("stats", 52, "map.cc:7(ns::fill<…>)"),
            ("stats", 80, "  b.cc:30(…a_namespace::a_namespace::last)"), ("callers", 80, "b.cc:30(…"),
            ("callers", 120, "b.cc:30(…"), ("callees", 80, "::last)"), ("tree", 80, "::last)"),
            ("selection", 80, "::last)"), ("stats", 300, "std::map<std::less<int>, std::std::")):
        said = COLOR.sub("", show(command, "templates.out", columns=columns)[0])
        assert some in said, (command, columns, said)
        assert max(map(len, said.splitlines()[3:])) <= columns, (command, columns, said)
        assert ("Too narrow for whole names" in said) == (columns < 300), said
    assert "alloc" in show("templates.out", columns=80)[0].split("Too narrow")[0]
    said = COLOR.sub("", show("summary", "templates.out", columns=60)[0])
    assert "map.cc:7(ns::fill<std::map<…>>)\n" in said and "::a_namespace::last)\n" in said, said
    assert max(map(len, said.splitlines()[3:])) <= 60, said
    # A name has all the room that there is, and is shortened only where it needs more.
    m = pm.Machine()
    for times in 16, 50:
        m.enter(m.main, m.function(f"f(g<int (*)(a)>)::fill<std::map<int, {'std::' * times}x>>", "m.cc", 7))
    m.write("room.out")
    said = COLOR.sub("", show("--columns", "peak", "room.out", columns=160)[0])
    assert "m.cc:7(f(g<int (*)(a)>)::fill<std::map<int, std::" in said, said
    assert "m.cc:7(f(…)::fill<std::map<…>>)\n" in said, said
    assert "Too narrow for parameters, template arguments:" in said, said
    samples.pictures().write("pictures.out")
    for command, columns, gone in ("snapshots", 80, "cost"), ("marks", 80, "swap, system"), (
            "snapshots", 120, None), ("marks", 130, None):
        said = COLOR.sub("", show(command, "pictures.out", columns=columns)[0])
        table, _, told = said.partition("Too narrow for ")
        assert max(map(len, table.splitlines()[3:])) <= columns, said
        assert told.startswith(gone) if gone else not told, said
    m = pm.Machine()
    m.function("f", "f.c", 1)
    m.choice("/a/very/long/way/down/to/the/folder/where/lists/lie/that/make/names/words.list", 2,
             "fun:a_function_*", 1, 1)
    m.choice("/the/same/way/down/to/other/folders/other.list", 2, "fun:b_function_*", 0, 0)
    m.write("lists.out")
    said = COLOR.sub("", show("selection", "lists.out", columns=80)[0])
    assert max(map(len, said.splitlines())) <= 80, said
    assert "words.list:2: fun:a_function_*" in said, said
    # So are sentences, and the text of lines; what names a path or a type stays whole.
    samples.costly().write("costly.out")
    samples.sizes().write("sizes.out")
    m = pm.Machine()
    for caller in "first", "second", "third":
        m.enter(m.main, m.function(caller, "f.c", 1))
        m.enter(m.main, m.function("allocate_or_die", "f.c", 2))
        m.allocate(m.main, 100, m.location("f.c", 3))
        m.leave(m.main)
        m.leave(m.main)
    m.write("wrapper.out")
    assert "allocs='allocate_or_die'" in show("lines", "wrapper.out")[0]
    open("map.cc", "w").write(6 * "\n" + "text " * 40 + "\n")
    for command in "suggest --cost 0.1 costly.out", "lines --by path templates.out", (
            "stats templates.out profile.out"), "lines wrapper.out", "sizes --by function sizes.out", (
            "diff --columns peak pictures.out@before pictures.out@grown"), "lines pictures.out@grown":
        said = COLOR.sub("", show(*command.split(), columns=80)[0])
        assert max(map(len, said.splitlines())) <= 80 or "path" in command, (command, said)
        if "path" in command:
            assert "std::greater<long>" in said and said.count("a_namespace::") >= 8, said
    samples.parse().write("old.out")
    samples.parse_more().write("new.out")
    for sort, columns in ("peak", 95), ("alloc", 112):
        said = COLOR.sub("", show("diff", "--sort", sort, "old.out", "new.out", columns=columns)[0])
        table, _, told = said[said.index("Changes"):].partition("Too narrow for ")
        assert max(map(len, table.splitlines())) <= columns and told, said
        assert table.splitlines()[2].split()[:2] == [sort, "change"], said
    chosen, _ = show("--columns", "ncalls,alloc,cumalloc,allocs,peak,kept,leaked,frees,freed",
                     columns=40)
    assert "Too narrow for folders: use" in chosen and "freed" in chosen, chosen
    assert "wider than this terminal: pipe it" in chosen.replace("\n", " "), chosen
    assert "wider than" not in narrow, narrow
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert not COLOR.search(show(**environment)[0]), environment
    assert not COLOR.search(show("--color=never")[0])

    paged, status = show(MEMREPORT_PAGER="sed 's/^/paged: /'")
    assert status == 0 and "paged: Ordered by: peak" in paged and COLOR.search(paged), paged
    paged, _ = show(MEMREPORT_PAGER="cat", PAGER="false")
    assert "Ordered by: peak" in paged, paged
    keep = {"MEMREPORT_PAGER": "head -1"}  # who leaves the pager early has seen enough
    paged, status = show(**keep)
    assert status == 0 and paged.count("\n") == 1 and "profile.out: " in paged, (status, paged)

    words = [f"argument{i}" for i in range(30)]
    pm.Machine(command=["./long", *words]).write("long.out")
    utf8, ascii = {"LC_ALL": "C.UTF-8"}, {"LC_ALL": "C"}
    for columns, environment, end in ((120, utf8, "…"), (200, utf8, "…"), (120, ascii, "...")):
        header = show("long.out", columns=columns, **environment)[0].split("\n")[0]
        assert len(header) == columns and end + ", pid 4242, " in header, header
    header = show("long.out", columns=40, **utf8)[0].replace("\n", " ")
    assert header.startswith("long.out: ./long argument0 argument1 ar…, pid"), header
    m = pm.Machine()
    for depth in range(25):
        m.enter(m.main, m.function(f"f{depth}", "f.c", depth + 1))
    m.allocate(m.main, 10)
    for _ in range(25):
        m.leave(m.main)
    m.write("deep.out")
    for command in ("tree --help", "stats templates.out", "callers templates.out", "tree templates.out",
                    "lines --by path deep.out"):
        said = {name: COLOR.sub("", show(*command.split(), columns=60, LC_ALL=name)[0])
                for name in ("C", "C.UTF-8")}
        assert said["C"].isascii() and not said["C.UTF-8"].isascii(), (command, said)
        assert max(map(len, said["C"].splitlines()[3:])) <= 60 or "path" in command, said
    assert "└─" in os.popen(f"LC_ALL=C {memreport} tree").read()  # no terminal
    whole = os.popen(f"{memreport} long.out").readline()  # no terminal
    assert f"./long {' '.join(words)}, pid " in whole, whole

    browser = Terminal([memreport, "browse", "profile.out"])
    browser.type("", r"profile.out% ")
    browser.type("so\t", "rt ")
    browser.type("cumall\t\n", "oc.*\n.*% ")
    browser.type("stats 1\n", "(?s)Ordered by: cumalloc.*profile.out% ")
    browser.type("\x10\x10\n", "ort cumalloc.*\n.*% ")  # two lines back in the history
    said, status = (browser.type("quit\n", "Goodbye"), browser.end())[1]
    assert status == 0 and "Unknown" not in said, said
    print("the terminal is served")


if __name__ == "__main__":
    main()
