# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The statements that functions of random programs are made of.

Each takes a Body and gives the source lines of one `case`. A call that may lead to an allocation
stands on one line with the AT that notes it: AT is what the model knows of lines. In functions
that are not instrumented there is none: what they allocate is charged to their caller's line.
"""


class Body:
    """Where a statement stands: its function, and what it may call."""

    def __init__(self, rng, function, callees, pointers, never=()):
        self.rng = rng
        self.function = function
        self.callees = callees
        self.pointers = pointers  # how many functions prop_table has
        self.never = never        # callees that do not return
        self.cxx = function.cxx_source
        self.without = ()         # what a target does not have

    def at(self):
        return f"AT({self.function.ident}); " if self.function.instrumented else ""

    def tick(self):
        """The condition for one more action: it may exit, and exit handlers allocate."""
        at = f"AT({self.function.ident}), " if self.function.instrumented else ""
        return f"({at}prop_tick(c, d))"

    def call(self, callee=None):
        """One call of some function, the depth noted after it."""
        callee = callee or self.rng.choice(self.callees)
        return f"{self.at()}r += {callee.call('d + 1')}; BACK(d);"

    def deeper(self, text):
        return f"if (d < c->max_depth) {{ {text} }}"


def call(b):
    return [b.deeper(b.call())]


def call_twice(b):
    return [b.deeper(b.call()), b.deeper(b.call())]


def call_itself(b):
    return [b.deeper(b.call(b.function))] if b.function.sig != "never" else call(b)


def call_pointer(b):
    return [f"prop_fn *f = prop_table[prop_below(c, {b.pointers})];",
            b.deeper(f"{b.at()}r += f(c, d + 1); BACK(d);")]


def alloca_call(b):
    return ["char *room = (char *)alloca(8 + prop_below(c, 3000));", "prop_escape(room);",
            b.deeper(b.call())]


def _put(b, expr, size="n", align="0", kind="m"):
    return f"{b.at()}prop_put(c, s, {expr}, {size}, {align}, '{kind}');"


def malloc(b):
    return ["size_t n = prop_size(c); int s = prop_slot(c);", _put(b, "malloc(n)")]


def malloc_many(b):
    return ["for (int i = (int)prop_below(c, 5); i >= 0; i--) {",
            "size_t n = prop_size(c); int s = prop_slot(c);", _put(b, "malloc(n)"), "}"]


def temporary(b):
    return ["size_t n = prop_size(c);",
            f"{b.at()}void *p = malloc(n);", "prop_escape(p);", "free(p);"]


def calloc(b):
    return ["size_t n = prop_size(c); size_t k = 1 + prop_below(c, 4); int s = prop_slot(c);",
            f"{b.at()}prop_put_zero(c, s, calloc(n, k), n * k);"]


def realloc(b):
    return ["int s = prop_full(c); size_t n = prop_size(c);", "if (s >= 0) {",
            "void *p = prop_check(c, s);",
            f"{b.at()}prop_moved(c, s, realloc(p, n), n);", "}"]


def realloc_grow(b):
    return ["int s = prop_full(c); size_t n = 1;", "if (s >= 0)",
            "for (int i = 0; i < 5; i++) {", "void *p = prop_check(c, s);",
            "n = n * 3 + prop_below(c, 40);",
            f"{b.at()}prop_moved(c, s, realloc(p, n), n);", "}"]


def realloc_null(b):
    return ["size_t n = prop_size(c); int s = prop_slot(c); void *none = NULL;",
            "prop_escape(&none);", _put(b, "realloc(none, n)")]


def realloc_zero(b):
    return ["int s = prop_full(c);", "if (s >= 0) {", "void *p = prop_check(c, s);",
            f"{b.at()}prop_moved(c, s, realloc(p, 0), 0);", "}"]


def realloc_fails(b):
    return ["int s = prop_full(c); size_t n = prop_huge(c);", "if (s >= 0) {",
            "void *p = prop_check(c, s);", f"{b.at()}prop_must_fail(c, realloc(p, n));",
            f"{b.at()}prop_must_fail(c, reallocarray(p, n, 3));",
            f"{b.at()}prop_must_fail(c, reallocarray(p, SIZE_MAX / 8 + 3, 8));", "}"]


def reallocarray(b):
    return ["int s = prop_full(c); size_t n = prop_size(c); size_t k = prop_below(c, 4);",
            "if (s >= 0) {", "void *p = prop_check(c, s);",
            f"{b.at()}prop_moved(c, s, reallocarray(p, n, k), n * k);", "}"]


def aligned_alloc(b):
    return ["size_t n = prop_size(c); size_t al = prop_align(c); int s = prop_slot(c);",
            _put(b, "aligned_alloc(al, n)", align="al")]


def memalign(b):
    return ["size_t n = prop_size(c); size_t al = prop_align(c); int s = prop_slot(c);",
            _put(b, "memalign(al, n)", align="al")]


def posix_memalign(b):
    return ["size_t n = prop_size(c); size_t al = prop_align(c); int s = prop_slot(c);",
            "void *p = NULL;",
            f"{b.at()}if (posix_memalign(&p, al, n)) prop_damage(\"posix_memalign\");",
            "prop_put(c, s, p, n, al, 'm');"]


def page_alloc(b):
    return ["size_t n = prop_size(c); int s = prop_slot(c);",
            "if (prop_below(c, 2)) {", _put(b, "valloc(n)", align="4096"), "} else {",
            _put(b, "pvalloc(n)", align="4096"), "}"]


def strdup(b):
    return ["char *t = prop_text(c); size_t n = strlen(t) + 1; int s = prop_slot(c);",
            _put(b, "strdup(t)")]


def fails(b):
    return ["size_t n = prop_huge(c); void *p = NULL;",
            f"{b.at()}prop_must_fail(c, malloc(n));",
            f"{b.at()}prop_must_fail(c, calloc(n, 2));",
            f"{b.at()}prop_must_fail(c, calloc(SIZE_MAX / 16 + 2 + prop_below(c, 9), 16));",
            f"{b.at()}prop_must_fail(c, memalign(64, n));",
            f"{b.at()}if (posix_memalign(&p, 24, 8) != EINVAL) prop_damage(\"posix_memalign\");",
            f"{b.at()}if (posix_memalign(&p, 64, n) != ENOMEM) prop_damage(\"posix_memalign\");"]


def library(b):
    return ["char *t = NULL; int n; int s = prop_slot(c);",
            f"{b.at()}n = asprintf(&t, \"%s %d\", prop_text(c), d);",
            "if (n < 0) prop_damage(\"asprintf\");",
            "prop_put(c, s, t, (size_t)n + 1, 0, 'm');"]


def stream(b):
    return ["FILE *f;", f"{b.at()}f = fopen(\"/dev/null\", \"r\");",
            f"{b.at()}if (f) r += fgetc(f);", "if (f) fclose(f);"]


def drop(b):
    return ["prop_drop(c);"]


def drop_many(b):
    return ["for (int i = (int)prop_below(c, 9); i >= 0; i--)", "prop_drop(c);"]


def sort(b):
    return [b.deeper(f"{b.at()}prop_sort(c, d, prop_compare); BACK(d);")]


def raise_signal(b):
    return [b.deeper(f"{b.at()}prop_raise(c, d); BACK(d);")]


def set_jump(b):
    ways = [("setjmp(l->buf)", "s"), ("_setjmp(l->buf)", "s"), ("sigsetjmp(l->buf, 1)", "g"),
            ("sigsetjmp(l->buf, 0)", "g")]
    # Nobody could tell the runtime of a built-in jump into code that is not instrumented; and LLVM
    # lets spilled locals share slots around that setjmp, so what is needed is fetched anew.
    if b.function.kind != "plain" and b.function.sig in ("plain", "args") and \
            "builtin_jump" not in b.without:
        ways += [("__builtin_setjmp(l->words)", "b")] * 2
    setter, kind = b.rng.choice(ways)
    fetch = ["c = prop_self(); mine = c->arrived; d = c->landing[mine].d;"] if kind == "b" else []
    again = malloc(b) if b.rng.random() < 0.5 else []
    return ["int mine = c->landings;", f"struct prop_landing *l = prop_arm(c, '{kind}');",
            "if (l && d < c->max_depth) {", "l->d = d;", f"if ({setter} == 0) {{", b.call(),
            *(["if (prop_below(c, 2)) {", b.call(), "}"]), "} else {", *fetch, "JUMPED(d);",
            "prop_arrived(c, mine);", *again, "}", "c->landings = mine;", "} else {",
            "c->landings = mine;", "}"]


def jump(b):
    return ["struct prop_landing *l = prop_below(c, 3) ? NULL : prop_target(c);",
            "if (l && l->kind == 'b')", "prop_builtin_jump(c, l);",
            "if (l && l->kind == 'g')", "siglongjmp(l->buf, 1);", "else if (l)",
            b.rng.choice(["longjmp", "_longjmp"]) + "(l->buf, 2);"]


def call_never(b):
    if not b.never:
        return jump(b)
    return ["if (d < c->max_depth && prop_below(c, 2) && prop_target(c)) {",
            b.call(b.rng.choice(b.never)), "}"]


def spawn(b):
    return [f"prop_fn *f = prop_table[prop_below(c, {b.pointers})];",
            f"{b.at()}prop_spawn(c, f);"]


def exit_thread(b):
    return ["if (prop_below(c, 6) == 0 && prop_may_exit(c)) {", f"{b.at()}pthread_exit(NULL);", "}"]


def cxx_new(b):
    expr, size, align, kind = b.rng.choice([
        ("::operator new(n)", "n", "0", "n"), ("::operator new(n)", "n", "0", "z"),
        ("new char[n]", "n", "0", "v"), ("new (std::nothrow) char[n]", "n", "0", "v"),
        ("new prop_big", "sizeof(prop_big)", "0", "b"),
        ("::operator new[](n, std::align_val_t(PROP_NEW_ALIGN))", "n", "64", "w")])
    return ["size_t n = prop_size(c); int s = prop_slot(c); (void)n;",
            _put(b, expr, size, align, kind)]


def cxx_new_fails(b):
    return ["size_t n = prop_huge(c); int mine = c->landings;",
            f"{b.at()}if (::operator new(n, std::nothrow)) prop_damage(\"new\");",
            "if (prop_arm(c, 0)) try {",
            f"{b.at()}prop_escape(::operator new(n));", "prop_damage(\"new\");",
            "} catch (const std::bad_alloc &) {", "prop_handler h(c, d, mine);", "}",
            "c->landings = mine;"]


def cxx_string(b):
    return ["std::string text;", "prop_escape(&text);",
            f"{b.at()}text.assign(prop_below(c, 100), 'y');",
            f"{b.at()}text += prop_text(c);", "prop_scope scope(c, d);", b.deeper(b.call())]


def cxx_vector(b):
    return ["std::vector<long> v;", "prop_escape(&v);", "prop_scope scope(c, d);",
            f"for (unsigned i = prop_below(c, 20); i > 0; i--) {{ {b.at()}v.push_back(d); }}",
            b.deeper(b.call())]


def cxx_map(b):
    return ["std::map<int, int> m;", "prop_escape(&m);", "prop_scope scope(c, d);",
            f"for (int i = 0; i < 4; i++) {{ {b.at()}m[(int)prop_below(c, 6)] = d; }}"]


def cxx_cleaner(b):
    return ["prop_cleaner cleaner(c, d);", "prop_scope scope(c, d);", b.deeper(b.call())]


def cxx_throw(b):
    return ["if (prop_below(c, 3) == 0 && prop_catchable(c, PROP_CATCH_INT)) {",
            f"{b.at()}throw d;", "}",
            "if (prop_below(c, 4) == 0 && prop_catchable(c, PROP_CATCH_BIG)) {",
            f"{b.at()}throw prop_big();", "}"]


INT, BIG = "PROP_CATCH_INT", "PROP_CATCH_BIG"
# What a try statement says it catches -> its clauses, each with what it may rethrow.
CATCHES = {
    INT: [("int", [INT])],
    BIG: [("const prop_big &", [BIG])],
    f"{INT} | {BIG}": [("int", [INT]), ("...", [INT, BIG])],
}


def cxx_try(b):
    mask = b.rng.choice(sorted(CATCHES))
    lines = ["int mine = c->landings;", f"if (d < c->max_depth && prop_arm(c, {mask})) try {{",
             b.call(), "if (prop_below(c, 2)) {", b.call(), "}"]
    for caught, types in CATCHES[mask]:
        lines += [f"}} catch ({caught}) {{", "prop_handler h(c, d, mine);"]
        if b.rng.random() < 0.3:
            lines += ["if (prop_below(c, 3) == 0)" +
                      "".join(f" if (prop_catchable(c, {t}))" for t in types), "throw;"]
        lines += b.rng.choice([[], [b.call()], malloc(b), cxx_throw(b)])
    return lines + ["}", "c->landings = mine;"]


# (statement, how likely)
PLAIN = [(call, 8), (call_twice, 3), (call_itself, 4), (call_pointer, 3), (alloca_call, 1),
         (malloc, 8), (malloc_many, 3), (temporary, 3), (calloc, 3), (realloc, 4),
         (realloc_grow, 1), (realloc_null, 1), (realloc_zero, 1), (realloc_fails, 1),
         (reallocarray, 2), (aligned_alloc, 2), (memalign, 1), (posix_memalign, 2),
         (page_alloc, 1), (strdup, 2), (fails, 1), (library, 1), (stream, 1), (drop, 8),
         (drop_many, 3), (sort, 1), (raise_signal, 1), (set_jump, 3), (jump, 3), (call_never, 1)]
CXX = [(cxx_new, 8), (cxx_new_fails, 1), (cxx_string, 2), (cxx_vector, 2), (cxx_map, 1),
       (cxx_cleaner, 2), (cxx_throw, 4), (cxx_try, 5)]
WITHOUT_PADS = [cxx_new, cxx_throw]  # those of CXX in which no exception arrives
THREADS = [(spawn, 6), (exit_thread, 4)]
ONLY_ALLOCATES = [malloc, temporary, drop, calloc]
