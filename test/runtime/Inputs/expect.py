# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""expect.py MEMREPORT PROFILE FILE...: holds a profile against the EXPECT lines of FILEs.

    EXPECT: f calls=3 primitive_calls=1 peak_bytes>=1000    the function f
    EXPECT: f peak_bytes<=alloc_bytes                       one figure of it by another
    EXPECT: totals threads=3      likewise trust, process, paths (count of those that were called)
    EXPECT: path f/g/<thread>/h calls=1                     that path, <program> left out
    EXPECT: line 12 allocs=3                                the sum over that source line
    EXPECT: no f                                            no function of that name was called

FILE:WORD takes the lines that begin with WORD: instead; an argument with a space is a line itself.
A FILE may also be what the program wrote, where figures are known at its end only. What the trust
figures count has to be 0 unless a line names it, the footer of the table has to say what is not 0,
and the laws that hold for every profile are checked each time. Exit status 1, and each difference with both numbers, when anything differs.
"""
import json
import operator
import re
import subprocess
import sys

FOOTER = {
    "foreign_frees": "foreign frees?",
    "inherited_frees": "inherited frees?",
    "frames_closed": r"frames? closed without (its|their) exit",
    "dropped_calls": "calls? dropped",
    "pathless_calls": "calls? without a path",
    "frames_lost": "open frames? lost",
    "stacks_without_credit": "stacks? beyond 65,535",
    "open_calls": "open at the end",
}
OPERATORS = {"=": operator.eq, ">=": operator.ge, "<=": operator.le}
PLACES = {"totals", "trust"}


class Profile:
    def __init__(self, memreport, name):
        text = subprocess.run([memreport, "export", "--format=json", name], check=True,
                              stdout=subprocess.PIPE).stdout
        self.json = json.loads(text)
        self.functions = {}
        for f in self.json["functions"]:
            if f["name"] in self.functions:
                raise SystemExit(f"{f['name']}: two functions have this name")
            self.functions[f["name"]] = f
        self.paths = {}
        for i in range(len(self.json["paths"])):
            self.paths.setdefault(self.path_name(i), self.json["paths"][i])

    def path_name(self, index):
        path, names = self.json["paths"][index], []
        while path["parent"] >= 0:
            names.insert(0, self.json["functions"][path["function"]]["name"])
            path = self.json["paths"][path["parent"]]
        return "/".join(names)

    def line(self, number):
        rows = [r for r in self.json["lines"] if r["line"] == int(number)]
        keys = [k for k in (rows[0] if rows else {}) if isinstance(rows[0][k], int)]
        return {k: sum(r[k] for r in rows) for k in keys} or {"allocs": 0, "alloc_bytes": 0}

    def figures(self, words):
        """The figures that a line's first words name; takes those words away."""
        what = words.pop(0)
        if what in PLACES:
            return what, self.json[what]
        if what == "process":
            return what, self.json["processes"][0]
        if what == "paths":
            return what, {"count": sum(p["calls"] > 0 for p in self.json["paths"])}
        if what == "path":
            name = words.pop(0)
            return name, self.paths.get(name)
        if what == "line":
            return "line " + words[0], self.line(words.pop(0))
        if what == "no":
            name = words.pop(0)
            words.append("calls=0")
            return name, self.functions.get(name, {"calls": 0})
        return what, self.functions.get(what)


def value_of(text):
    words = {"null": None, "true": True, "false": False}
    return words.get(text, int(text) if re.fullmatch(r"-?\d+", text) else text)


def compare(profile, words):
    """The differences between a profile and one line; the trust keys that it names."""
    line = " ".join(words)
    named, wrong = set(), []
    what, got = profile.figures(words)
    if got is None:
        return named, [f"{line}: {what} is not in the profile"]
    for word in words:
        key, sign, want = re.fullmatch(r"(\w+)(>=|<=|=)(.+)", word).groups()
        want = got.get(want, value_of(want))
        named.add(key)
        if key not in got:
            wrong.append(f"{what}: there is no figure {key}")
        elif not OPERATORS[sign](got[key], want):
            wrong.append(f"{what}: {key} is {got[key]} when it should be {sign}{want}")
    return named if what == "trust" else set(), wrong


def laws(profile):
    """Self figures sum to the totals, by function and by path; nothing outlives the peak."""
    wrong, totals = [], profile.json["totals"]
    for key in ("allocs", "alloc_bytes", "frees", "freed_bytes", "leaked_bytes", "leaked_blocks"):
        for where in ("functions", "paths"):
            total = sum(f.get(key, 0) for f in profile.json[where])
            if total != totals[key] and key in profile.json[where][0]:
                wrong.append(f"{where}: {key} sum to {total} when it should be {totals[key]}")
    if totals["alloc_bytes"] - totals["freed_bytes"] != totals["leaked_bytes"]:
        wrong.append(f"totals: leaked_bytes is {totals['leaked_bytes']} when it should be "
                     f"{totals['alloc_bytes']} - {totals['freed_bytes']}")
    for name, f in profile.functions.items():
        if f["peak_bytes"] > totals["peak_bytes"] + totals["peak_error_bytes"]:
            wrong.append(f"{name}: peak_bytes is {f['peak_bytes']}, over the process's "
                         f"{totals['peak_bytes']}")
        if name[0] != "<" and f["calls"] < f["primitive_calls"]:
            wrong.append(f"{name}: {f['calls']} calls, {f['primitive_calls']} primitive ones")
    return wrong


def footer(memreport, name, profile):
    """What the last line of the table fails to say of the trust figures that are not 0."""
    table = subprocess.run([memreport, name], check=True, stdout=subprocess.PIPE).stdout.decode()
    said, wrong = table.splitlines()[-1], []
    figures = dict(profile.json["trust"], open_calls=profile.json["totals"]["open_calls"])
    for key, words in FOOTER.items():
        if figures[key] and not re.search(rf"\b{figures[key]:,} {words}", said):
            wrong.append(f"footer: does not tell {key} {figures[key]}: {said}")
    if figures["lost_bytes"] and "charged to nobody" not in said:
        wrong.append(f"footer: does not tell lost_bytes: {said}")
    if profile.json["totals"]["peak_error_bytes"] and "may be off by" not in said:
        wrong.append(f"footer: does not tell the bound: {said}")
    if any(figures[key] for key in ("dropped_calls", "pathless_calls", "frames_lost")):
        wrong += ["footer: says nothing dropped"] if "nothing dropped" in said else []
    return wrong


def main():
    memreport, name, *files = sys.argv[1:]
    lines = []
    for file in files:
        if " " in file:
            lines.append(file)
            continue
        file, _, word = file.partition(":")
        with open(file, encoding="utf-8") as text:
            pattern = rf'(?m)^[^\w"]*{word or "EXPECT"}: (.*)'
            lines += re.findall(pattern, text.read())
    if not lines:
        raise SystemExit("no EXPECT line")
    profile = Profile(memreport, name)
    named, wrong = set(), laws(profile)
    for line in lines:
        more, differences = compare(profile, line.split())
        named |= more
        wrong += differences
    wrong += footer(memreport, name, profile)
    for key, value in profile.json["trust"].items():
        if value and key not in named:
            wrong.append(f"trust: {key} is {value} when it should be 0")
    if wrong:
        raise SystemExit(f"{name}:\n" + "\n".join(wrong))


main()
