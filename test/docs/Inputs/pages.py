# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The blocks of a page of the documentation, Markdown or a man page, and what each is for.

A block is fenced or indented, or stands between .EX and .EE. It is one of

* a session: its first line begins with `$ `. Each such line is a command (a backslash at its end goes
  on with the next line), what follows is what it prints.
* a file: fenced, after a paragraph that ends with `NAME`: or after the note <!-- file NAME -->.
* a picture: fenced as `text`.
* what no test runs: after the note <!-- not run: why -->.

Notes stand on lines of their own right above a block; in a man page `.\\" NOTE`. Of a session:

    varies           numbers, cells that may be empty and charts' columns are not compared
    exit status N    of its last command

Anywhere: <!-- $ COMMAND --> is run, and shown to nobody; <!-- not compared: REGULAR EXPRESSION --> takes
something out of all lines; <!-- exact but for: REGULAR EXPRESSION --> has times, dates and the like
compared, too, where the command does not match.
"""

import re

NOTE = re.compile(r'<!-- (.*) -->$|\.\\" (.*)$')


class Block:
    """lines[begin:end] of a page, below its notes."""

    def __init__(self, page, begin, end, indent, info=""):
        self.begin, self.end, self.indent, self.info = begin, end, indent, info
        self.text = [page.plain(line[len(indent):].rstrip()) for line in page.lines[begin:end]]
        above = begin - (0 if indent else 1)
        self.notes = []
        while above and (note := NOTE.match(page.lines[above - 1]) or not page.lines[above - 1]):
            self.notes += [note[1] or note[2]] if note is not True else []
            above -= 1
        named = not indent and re.search(r"`([\w./+-]+)`:$", page.lines[above - 1])
        self.file = self.note("file ") or (named and named[1])

    def note(self, begin):
        """What follows these words in a note; None without one."""
        return next((n[len(begin):] for n in self.notes if n.startswith(begin)), None)

    def kind(self):
        if self.note("not run:"):
            return "apart"
        if self.text and self.text[0].startswith("$ "):
            return "session"
        return "file" if self.file else "picture" if self.info == "text" else None

    def steps(self):
        """The commands of a session, each with the lines that it prints."""
        steps = []
        for line in self.text:
            if line.startswith("$ "):
                steps.append((line[2:], []))
            elif steps[-1][0].endswith("\\") and not steps[-1][1]:
                steps[-1] = (steps[-1][0] + "\n" + line, [])
            else:
                steps[-1][1].append(line)
        return steps


class Page:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.path, self.lines = path, file.read().split("\n")
        self.roff = path.endswith(".1")
        self.blocks = list(self._man() if self.roff else self._markdown())

    def plain(self, line):
        """A line of the page as it is meant, and back."""
        if not self.roff:
            return line
        return line.replace(r"\-", "-").replace(r"\e", "\\").replace(r"\&", "")

    def marked_up(self, line):
        if not self.roff:
            return line
        line = line.replace("\\", r"\e").replace("-", r"\-")
        return r"\&" + line if line[:1] in (".", "'") else line

    def notes(self, begin):
        """Of the whole page: what follows these words, and in which line."""
        found = ((NOTE.match(line), i) for i, line in enumerate(self.lines))
        return [((n[1] or n[2])[len(begin):], i) for n, i in found
                if n and (n[1] or n[2]).startswith(begin)]

    def replace(self, block, text):
        """Puts other text into a block; the last blocks have to come first."""
        self.lines[block.begin:block.end] = [(block.indent + self.marked_up(line)).rstrip()
                                             for line in text]

    def _man(self):
        for i, line in enumerate(self.lines):
            if line == ".EX":
                yield Block(self, i + 1, self.lines.index(".EE", i), "")

    def _markdown(self):
        lines, i = self.lines, 0
        while i < len(lines):
            end = i
            if lines[i].startswith("```"):
                end = next(j for j in range(i + 1, len(lines)) if lines[j].startswith("```"))
                yield Block(self, i + 1, end, "", lines[i][3:])
            elif lines[i].startswith("    ") and not (i and lines[i - 1].strip()):
                while end < len(lines) and (lines[end].startswith("    ") or not lines[end]):
                    end += 1
                while not lines[end - 1]:
                    end -= 1
                yield Block(self, i, end, "    ")
                end -= 1
            i = end + 1
