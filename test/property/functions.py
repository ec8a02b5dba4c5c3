# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Functions of random programs: their shapes, what the model must know of them, and the source that
they are written into."""

# Parameters and call of each shape of function: registers only, arguments on the stack, a struct
# by value in and out, variadic, floating point.
SHAPES = {
    "plain": ("int {n}(struct prop *c, int d)", "{q}(c, {d})"),
    "args": ("int {n}(struct prop *c, int d, long a, long b, long e, long f, long g, long h)",
             "{q}(c, {d}, 1, 2, 3, 4, 5, 6)"),
    "big": ("struct prop_big {n}(struct prop_big in, struct prop *c, int d)",
            "(int){q}(prop_some, c, {d}).x[0]"),
    "variadic": ("int {n}(struct prop *c, int d, ...)", "{q}(c, {d}, 3, 4.0, \"five\")"),
    "real": ("double {n}(double x, struct prop *c, int d)", "(int){q}(1.5, c, {d})"),
    "never": ("void {n}(struct prop *c, int d)", "({q}(c, {d}), 0)"),
}
RETURNS = {"big": "in.x[0] = r;\n\treturn in;", "real": "return r + x;", "never": ""}


class Function:
    """One generated function, or one instance of a template."""

    def __init__(self, ident, name, sig, source, instrumented):
        self.ident, self.name, self.sig = ident, name, sig
        self.source, self.instrumented = source, instrumented
        self.qualified = name      # how a call names it
        self.report_name = name    # how the report does
        self.cxx_source = source.endswith(".cpp")
        self.prefix = ""           # static, inline
        self.home = "free"         # or member, virtual, static_member, namespace, template
        self.line = 0

    def call(self, depth):
        return SHAPES[self.sig][1].format(q=self.qualified, d=depth)

    def signature(self, name=None):
        return SHAPES[self.sig][0].format(n=name or self.name)

    def facts(self):
        return {"id": self.ident, "name": self.report_name, "file": self.source,
                "line": self.line, "instrumented": self.instrumented,
                "pads": self.pads}


class Source:
    """A source file in the making; knows its line numbers."""

    def __init__(self, name):
        self.name, self.lines = name, []

    def add(self, text=""):
        for line in text.split("\n"):
            self.lines.append(line)
        return len(self.lines)
