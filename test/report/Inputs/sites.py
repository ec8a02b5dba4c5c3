# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A random program that allocates at many lines, as a profile and as the list of its blocks.

usage: sites.py SEED PROFILE BLOCKS

BLOCKS is JSON: of each block its size, its frames as (file, line), the innermost first, its kind,
function and thread, and whether it was live at the peak, at the end, and at two snapshots: "early"
and "late". Writes the sources, too, beside the profile.
"""
import json
import os
import random
import sys

sys.path.insert(0, os.path.dirname(__file__))
import profile_machine as pm  # noqa: E402

FILES = ["src/parse.c", "src/table.h", "lib/x/parse.c", "odd[1].c", "main.c"]
KINDS = ["struct node", "struct node *", "char", "std::pair<int, char>", None]


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.machine = pm.Machine()
        self.functions = [self.function(i) for i in range(7)]
        self.sites = {}
        self.blocks, self.live, self.most = [], [], -1
        self.worker = None

    def function(self, i):
        file, line = FILES[i % len(FILES)], 1 + 2 * i
        return self.machine.function(f"f{i}", file, line), file, line

    def site(self, function, file):
        """One of few places in a function; now and then without a line."""
        if self.random.random() < 0.1:
            return 0, (file, 0), None
        line = self.random.randrange(1, 25)
        if (function, line) not in self.sites:
            kind = self.random.choice(KINDS)
            guess = kind is not None and self.random.random() < 0.3
            location = self.machine.location(file, line, kind, guess)
            self.sites[function, line] = location, (file, line), kind and kind + "?" * guess
        return self.sites[function, line]

    def allocate(self, stack, above, started):
        """above: the functions on the stack; started: those that were when it began."""
        location, frames, kind = 0, [("~", 0)], None
        if above:
            function, file, _ = above[-1]
            location, place, kind = self.site(function, file)
            frames = [place] + [f[1:] for f in above[:-1] + started] + frames
        size = self.random.choice([0, 1, 8, 100, 1000, self.random.randrange(5000)])
        block = self.machine.allocate(stack, size, location)
        name = self.machine.functions[above[-1][0] if above else 0][0]
        self.blocks.append({"size": size, "kind": kind, "function": name, "frames": frames,
                            "thread": "worker" if stack is self.worker else "main",
                            "peak": False, "end": False, "early": False, "late": False})
        self.live.append((block, self.blocks[-1]))
        if sum(b["size"] for _, b in self.live) > self.most:
            self.most = sum(b["size"] for _, b in self.live)
            self.at_peak = [b for _, b in self.live]

    def step(self, stack, above, started):
        roll = self.random.random()
        if roll < 0.25 and len(above) < 6:
            above.append(self.random.choice(self.functions))
            self.machine.enter(stack, above[-1][0])
        elif roll < 0.4 and above:
            above.pop()
            self.machine.leave(stack)
        elif roll < 0.6 and self.live:
            block, _ = self.live.pop(self.random.randrange(len(self.live)))
            self.machine.free(stack, block)
        elif above or stack is not self.worker:
            self.allocate(stack, above, started)

    def snapshot(self, label):
        self.machine.snapshot(label)
        for _, block in self.live:
            block[label] = True

    def run(self):
        main, worker = [], []
        for i in range(200):
            self.step(self.machine.main, main, [])
            if i == 60:
                self.snapshot("early")
        self.worker = self.machine.start_thread(self.machine.main)
        for _ in range(100):
            self.step(self.worker, worker, main)
        self.snapshot("late")
        self.machine.end_thread(self.worker)
        for _ in main:
            self.machine.leave(self.machine.main)
        for block in self.at_peak:
            block["peak"] = True
        for _, block in self.live:
            block["end"] = True


def write_sources(folder):
    for file in FILES[:4]:  # one cannot be read
        path = os.path.join(folder, file)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(f"\tx{i} =\tmalloc({i});  \n" if i % 7 else "\n" for i in range(1, 21))


def main():
    seed, profile, blocks = sys.argv[1:]
    program = Program(int(seed))
    program.run()
    program.machine.write(profile)
    write_sources(os.path.dirname(profile) or ".")
    with open(blocks, "w", encoding="utf-8") as out:
        json.dump(program.blocks, out)


main()
