# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes random programs: sources, and what the model must know of their functions.

A program has a main source with some forty functions, instrumented or not, a source that only
plain clang compiles, and, beside C++, a C source that exceptions pass through. Which statements
run is drawn at run time (Inputs/prop.h), so one program serves hundreds of seeds.
"""

import argparse
import json
import os
import random

import statements
from functions import RETURNS, SHAPES, Function, Source

KINDS = ("c", "cxx", "c-threads", "cxx-threads", "c-free", "cxx-free", "c-coroutines",
         "cxx-coroutines", "c-all", "cxx-all")

class Program:
    """A kind says what is in it: c or cxx, threads (that take turns), coroutines (likewise), free
    (threads that do not), all (every function is profiled)."""

    def __init__(self, seed, kind, without=()):
        self.rng = random.Random(f"{seed} {kind}")
        cxx = "cxx" in kind
        self.coroutines = "coroutines" in kind
        threads = "threads" in kind or self.coroutines
        self.everything = "all" in kind
        self.free = "free" in kind
        self.without = set(without)  # statements and endings to leave out
        self.cxx, self.threads = cxx, threads
        # Either C frames have landing pads, or no plain C++ lies where an exception that skipped
        # C frames would run: nobody could tell the runtime of those frames there.
        self.c_pads = cxx and (self.rng.random() < 0.5 or "c_without_pads" in self.without)
        suffix = "cpp" if cxx else "c"
        self.names = {"main": f"main.{suffix}", "plain": f"plain.{suffix}"}
        if cxx:
            self.names["cee"] = "cee.c"
        self.functions = []
        self.sources = {}
        self.make_functions()
        self.pointers = [f for f in self.functions if f.sig == "plain"
                         and f.home in ("free", "namespace", "static_member", "template")]
        for kind in self.names:
            self.make_source(kind)

    # Which functions there are.

    def make_functions(self):
        for kind, count in (("main", 30), ("plain", 6), ("cee", 6)):
            if kind in self.names:
                for _ in range(count):
                    self.make_function(kind)
        self.special = {}
        for name in ("main", "on_signal", "compare", "on_round"):
            f = self.new_function("main", name, "plain",
                                  self.everything or self.rng.random() < 0.5)
            self.functions.remove(f)
            self.special[name] = f

    def new_function(self, kind, name, sig, instrumented):
        f = Function(len(self.functions) + (100 if name[0] != "f" else 0), name, sig,
                     self.names[kind], instrumented)
        if name[0] != "f":
            f.ident += {"main": 0, "on_signal": 1, "compare": 2, "on_round": 3}[name]
        f.kind, f.pads = kind, f.cxx_source or self.c_pads
        self.functions.append(f)
        return f

    def make_function(self, kind):
        rng = self.rng
        sig = rng.choice(["plain"] * 6 + list(SHAPES))
        instrumented = kind != "plain" and (self.everything or rng.random() < 0.65)
        f = self.new_function(kind, f"f{len(self.functions)}", sig, instrumented)
        if kind != "main":
            return
        f.prefix = rng.choice(["", "", "static ", "static inline ", "always"])
        if f.prefix == "always":
            f.prefix = "static inline __attribute__((always_inline)) " \
                if sig in ("plain", "args", "real") else "static "
        if f.prefix.startswith("static"):
            f.prefix += "__attribute__((used)) "
        if self.cxx and sig != "never" and ("always" not in f.prefix or rng.random() < 0.3):
            self.find_home(f)
        elif sig == "never":
            f.prefix += "__attribute__((noreturn)) "
        if self.everything and "always_inline" in f.prefix:
            f.instrumented = False

    def find_home(self, f):
        home = self.rng.choice(["free", "namespace", "member", "virtual", "static_member",
                                "template"])
        if home == "free":
            return
        f.home = home
        f.prefix = ""
        if home == "namespace":
            f.qualified = f.report_name = f"space::{f.name}"
        elif home == "template" and f.sig == "plain":
            f.qualified = f.report_name = f"{f.name}<7>"
        elif home == "template":
            f.home = "free"
        else:
            f.report_name = f"Class_{f.name}::{f.name}"
            f.qualified = f.report_name if home == "static_member" \
                else f"object_{f.name}.{f.name}"

    # What they look like.

    def make_source(self, kind):
        src = self.sources[kind] = Source(self.names[kind])
        self.cxx_here = src.name.endswith(".cpp")
        src.add("/* Made by generate.py. */")
        src.add('#include "prop_cxx.h"' if self.cxx_here else '#include "prop.h"')
        src.add("static struct prop_big prop_some;")
        src.add("#pragma clang diagnostic ignored \"-Wunused-parameter\"")
        c = 'extern "C" ' if self.cxx_here else ""
        src.add(f"{c}NEVER int prop_compare_plain(const void *a, const void *b);")
        for f in self.functions:
            self.declare(src, f, kind)
        self.declare_table(src)
        if kind == "main" and self.coroutines:
            src.add(('extern "C" int prop_coroutines;\n' if self.cxx_here else "") +
                    "int prop_coroutines = 1;")
        if kind == "main":
            self.special_functions(src, early=True)
        else:
            src.add("#define prop_compare prop_compare_plain")
        for f in self.functions:
            if f.kind == kind:
                self.define(src, f)
        if kind == "main":
            self.special_functions(src, early=False)

    def linkage(self, f):
        if not self.cxx:
            return ""
        c_names = f.kind == "cee"
        return 'extern "C" ' if c_names and self.cxx_here else ""

    def visible(self, f, kind):
        """A C source cannot name what is C++, nor another source what is static."""
        if f.kind == kind:
            return True
        if not self.cxx_here and f.kind != "cee" and self.cxx:
            return False
        return f.home == "free" and "static" not in f.prefix

    def declare(self, src, f, kind):
        if not self.visible(f, kind):
            return
        mark = "PROFILE " if f.instrumented else ""
        if f.home in ("free", "namespace"):
            text = f"{self.linkage(f)}{mark}{f.prefix}{f.signature()};"
            src.add(f"namespace space {{ {text} }}" if f.home == "namespace" else text)
        elif f.home == "template":
            src.add(f"template <int N> {mark}{f.signature()};")
        else:
            how = {"member": "", "virtual": "virtual ", "static_member": "static "}[f.home]
            src.add(f"struct Class_{f.name} {{ long pad = 1; {how}{mark}{f.signature()}; }};")
            if f.home != "static_member":
                src.add(f"extern Class_{f.name} object_{f.name};")

    def declare_table(self, src):
        c = 'extern "C" ' if self.cxx_here else "extern "
        src.add(f"{c}prop_fn *const prop_table[{len(self.pointers)}];")

    def callees(self, f):
        able = [g for g in self.functions if self.visible(g, f.kind) and g.sig != "never"]
        return self.rng.sample(able, min(6, len(able)))

    def never(self, f):
        return [g for g in self.functions if self.visible(g, f.kind) and g.sig == "never"]

    def choices(self, f):
        table = list(statements.PLAIN)
        if self.cxx_here and (f.kind == "main" or self.c_pads):
            table += statements.CXX
        elif self.cxx_here:
            table += [t for t in statements.CXX if t[0] in statements.WITHOUT_PADS]
        if self.threads:
            table += statements.THREADS
        table = [t for t in table if t[0].__name__ not in self.without]
        if f.kind == "plain" and "plain_set_jump" in self.without:
            table = [t for t in table if t[0] != statements.set_jump]
        if "always_inline" in f.prefix:
            table = [t for t in table if t[0] not in
                     (statements.set_jump, statements.alloca_call, statements.call_itself)]
        made, weights = zip(*table)
        return self.rng.choices(made, weights, k=self.rng.randrange(4, 10))

    def define(self, src, f):
        self.function = f
        mark = "PROFILE " if f.instrumented else ""
        name = {"member": f.report_name, "virtual": f.report_name,
                "static_member": f.report_name}.get(f.home, f.name)
        if f.home == "namespace":
            src.add("namespace space {")
        template = "template <int N> " if f.home == "template" else ""
        f.line = src.add(f"{self.linkage(f)}{template}{mark}{f.prefix}{f.signature(name)}")
        src.add("{")
        if f.sig == "never":
            self.never_body(src, f)
        else:
            self.body(src, f)
        src.add("}")
        if f.home == "namespace":
            src.add("}")
        if f.home in ("member", "virtual"):
            src.add(f"Class_{f.name} object_{f.name};")

    def enter(self, f):
        return f"\tENTER({f.ident}, d);" if f.instrumented else "\t(void)d;"

    def leave(self, f):
        return f"\tLEAVE({f.ident}, d);" if f.instrumented else ""

    def body(self, src, f):
        made = self.choices(f)
        b = statements.Body(self.rng, f, self.callees(f), len(self.pointers), self.never(f))
        b.without = self.without
        src.add("\tint r = 0;")
        src.add(self.enter(f))
        self.loop(src, f, b, made)
        self.ending(src, f, b)

    def loop(self, src, f, b, made):
        volatile = "volatile " if statements.set_jump in made else ""
        src.add(f"\tfor ({volatile}int turn = 1 + (int)prop_below(c, 6);"
                f" turn > 0 && {b.tick()}; turn--) {{")
        src.add(f"\t\tswitch (prop_below(c, {len(made)})) {{")
        for i, statement in enumerate(made):
            src.add(f"\t\tcase {i}: {{ /* {statement.__name__} */")
            for line in statement(b):
                src.add("\t\t\t" + line)
            src.add("\t\t\tbreak;\n\t\t}")
        src.add("\t\t}\n\t}")

    def ending(self, src, f, b):
        """Most return; some let another function's return be theirs, or are replaced by it."""
        others = [g for g in b.callees if g.sig == "plain" and g.home in
                  ("free", "namespace") and "always_inline" not in g.prefix]
        how = self.rng.random()
        if f.sig == "plain" and f.home in ("free", "namespace") and others and how < 0.3:
            g = self.rng.choice(others)
            src.add(f"\tif (d < c->max_depth && {b.tick()}) {{")
            if how < 0.15:
                src.add(f"\t\t{b.at()}return {g.call('d + 1')};")
            elif "musttail" not in self.without:
                src.add("\t" + self.leave(f))
                src.add(f"\t\t__attribute__((musttail)) return {g.call('d + 1')};")
            src.add("\t}")
        src.add(self.leave(f))
        src.add("\t" + RETURNS.get(f.sig, "return r;"))

    def never_body(self, src, f):
        b = statements.Body(self.rng, f, [], len(self.pointers))
        src.add(self.enter(f))
        src.add("\tstruct prop_landing *l = prop_target(c);\n\t{")
        for line in self.rng.choice(statements.ONLY_ALLOCATES)(b):
            src.add("\t\t" + line)
        src.add("\t}\n\tif (l->kind == 'b')\n\t\tprop_builtin_jump(c, l);\n\tif (l->kind == 'g')\n\t\tsiglongjmp(l->buf, 3);\n\tlongjmp(l->buf, 4);")

    # main, the signal handler, qsort's compare function.

    def special_functions(self, src, early):
        if early:
            self.compare(src, self.special["compare"])
        else:
            self.signal_handler(src, self.special["on_signal"])
            self.round(src, self.special["on_round"])
            self.table(src)
            self.main(src, self.special["main"])

    def compare(self, src, f):
        mark = "PROFILE " if f.instrumented else ""
        f.name = f.report_name = "prop_compare"
        g = self.pick()
        src.add(f"{mark}static __attribute__((used)) int prop_compare(const void *a, const void *b);")
        f.line = src.add(f"{mark}static __attribute__((used)) int prop_compare(const void *a, const void *b)")
        src.add("{\n\tstruct prop *c = prop_self();\n\tint d = c->handler_d, r = 0;")
        src.add(self.enter(f))
        b = statements.Body(self.rng, f, [g], 0)
        src.add(f"\tif (prop_below(c, 4) == 0 && {b.tick()}) {{")
        src.add(f"\t\t{b.deeper(b.call())}\n\t}}\n\tprop_escape(&r);")
        src.add("\tr = *(const int *)a - *(const int *)b;")
        src.add(self.leave(f))
        src.add("\treturn r;\n}")
        src.add("NEVER int prop_compare_plain(const void *a, const void *b)\n{")
        src.add("\treturn *(const int *)b - *(const int *)a;\n}")

    def pick(self):
        return self.rng.choice([f for f in self.functions if self.visible(f, "main")
                                and f.sig != "never"])

    def signal_handler(self, src, f):
        mark = "PROFILE " if f.instrumented else ""
        b = statements.Body(self.rng, f, [self.pick()], 0)
        f.line = src.add(f"{mark}static void on_signal(int sig)")
        src.add("{\n\tstruct prop *c = prop_self();\n\tint d = c->handler_d, r = sig;")
        src.add(self.enter(f))
        src.add(f"\tif {b.tick()} {{\n\t\t{b.deeper(b.call())}\n\t}}")
        src.add("\tprop_escape(&r);")
        src.add(self.leave(f))
        src.add("}")

    def round(self, src, f):
        """What threads that run freely do in a round: work, take from each other, work."""
        mark = "PROFILE " if f.instrumented else ""
        b = statements.Body(self.rng, f, [], 0)
        f.line = src.add(f"{mark}int on_round(struct prop *c, int d)")
        src.add("{\n\tint r = 0;")
        src.add(self.enter(f))
        src.add(f"\t{b.call(self.pick())}")
        src.add("\tprop_meet();\n\tprop_take(c);\n\tprop_meet();")
        src.add(f"\t{b.call(self.pick())}")
        src.add(self.leave(f))
        src.add("\treturn r;\n}")

    def table(self, src):
        c = 'extern "C" ' if self.cxx else ""
        src.add(f"{c}prop_fn *const prop_table[{len(self.pointers)}] = {{")
        for f in self.pointers:
            name = f.qualified
            if not self.visible(f, "main"):
                raise AssertionError(name)
            src.add(f"\t{name},")
        src.add("};")

    def main(self, src, f):
        mark = "PROFILE " if f.instrumented else ""
        b = statements.Body(self.rng, f, [], 0)
        f.line = src.add(f"{mark}int main(int argc, char **argv)")
        src.add("{\n\tint d = 1, r = 0;\n\tstruct prop *c = prop_start(argc, argv, on_signal,"
                f" prop_table[{self.rng.randrange(len(self.pointers))}]);")
        if self.cxx:
            src.add("\tprop_cxx_drop = prop_cxx_delete;\n\tprop_cxx_catch = prop_cxx_catch_all;")
        src.add(self.enter(f))
        src.add(f"\twhile {b.tick()} {{")
        src.add("\t\tswitch (prop_below(c, 4)) {")
        for i in range(4):
            src.add(f"\t\tcase {i}: {{ {b.call(self.pick())} break; }}")
        src.add("\t\t}\n\t}")
        if self.free:
            src.add(f"\t{b.at()}prop_run_free(c, on_round);")
        src.add("\tr = prop_finish(c) + (r & 0);")
        src.add(self.leave(f))
        src.add("\treturn r;\n}")

    def facts(self):
        everything = self.functions + list(self.special.values())
        return {"sources": {k: s.name for k, s in self.sources.items()}, "cxx": self.cxx,
                "c_flags": ["-fexceptions"] if self.cxx and self.c_pads else [],
                "flags": ["--memfn-all"] if self.everything else [],
                "threads": self.threads, "functions": [f.facts() for f in everything]}

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        for src in self.sources.values():
            with open(os.path.join(folder, src.name), "w", encoding="utf-8") as out:
                out.write("\n".join(src.lines) + "\n")
        with open(os.path.join(folder, "facts.json"), "w", encoding="utf-8") as out:
            json.dump(self.facts(), out, indent=1)


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("folder")
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--kind", default="c", choices=KINDS)
    args.add_argument("--without", action="append", default=[])
    a = args.parse_args()
    Program(a.seed, a.kind, a.without).write(a.folder)


if __name__ == "__main__":
    main()
