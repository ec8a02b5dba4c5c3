// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A second table of allocations, written after the pass and in other styles.
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
typedef struct tree tree_t;
struct tree { tree_t *left, *right; void *payload; int (*compare)(const void *, const void *); };
typedef struct { char name[16]; uint8_t *bytes; size_t length; } blob;
union number { long i; double d; };
enum color { RED, GREEN };
struct pool { struct pool *next; union { struct tree *trees; blob *blobs; } slot; blob *ring[8]; };
struct queue { struct { blob *data; unsigned head; } in, out; };
typedef int (*callback)(int);
struct bits { unsigned a : 3, b : 5; unsigned char *map; };
extern void *pool_get(struct pool *, size_t) __attribute__((malloc));
extern void *zmalloc(size_t); extern void *zrealloc(void *, size_t);
void consume(const void *);
static tree_t **forest; static struct { blob *first; } registry; extern struct queue *queues[4];
tree_t *a01(void) { tree_t *t = calloc(1, sizeof(*t)); if (!t) return NULL; t->left = NULL; return t; } // E tree
void a02(tree_t *t) { t->left = (t->right = malloc(sizeof *t)); }                          // E tree
void a03(blob *b, size_t n) { b->bytes = malloc(n); b->length = n; }                       // E unsigned_char
int a04(blob **list, int n) { blob *grown = realloc(*list, (n + 1) * sizeof **list); if (!grown) return -1; *list = grown; return 0; } // E blob
void a05(size_t n) { forest = malloc(n * sizeof *forest); }                                // E tree*
void a06(size_t n) { for (size_t i = 0; i < n; i++) forest[i] = zmalloc(sizeof **forest); } // E tree
void a07(void) { registry.first = malloc(sizeof(blob)); }                                  // E blob
void a08(struct pool *p, int i) { p->ring[i & 7] = malloc(sizeof *p->ring[0]); }            // E blob
void a09(struct queue *q, size_t n) { q->out.data = zrealloc(q->out.data, n * sizeof(blob)); } // E blob
union number *a10(void) { return calloc(4, sizeof(union number)); }                         // E number
enum color *a11(int n) { enum color *c = malloc(n * sizeof *c); consume(c); return c; }      // E color
void a12(void) { callback *c = malloc(3 * sizeof *c); consume(c); }                         // E function*
void a13(struct bits *b) { b->map = calloc(8, 1); }                                        // E unsigned_char
wchar_t *a14(const wchar_t *w) { return wcsdup(w); }                                       // E int
char *a15(int n) { char *text; if (asprintf(&text, "%d", n) < 0) return NULL; return text; } // E char
void a16(void) { uint64_t *v; if (posix_memalign((void **)&v, 64, 64)) return; consume(v); } // E unsigned_long
tree_t *a17(struct pool *p) { return pool_get(p, sizeof(tree_t)); }                         // E tree
void a18(void) { register tree_t *const t = malloc(sizeof(tree_t)); consume(t); }           // E tree
void a19(void) { volatile int *v = malloc(sizeof *v); *v = 1; }                              // E int
char **a20(int n) { char **words = malloc((n + 1) * sizeof *words); while (n-- > 0) words[n] = strdup("x"); return words; } // E char* char
int a21(tree_t **where) { void *raw = NULL; raw = malloc(sizeof(tree_t)); if (raw == NULL) return 1; memset(raw, 0, sizeof(tree_t)); *where = raw; return 0; } // E tree
float (*a22(int n))[4] { float (*m)[4] = malloc(n * sizeof *m); return m; }                 // E float[]
void a23(void **out) { *out = malloc(10); }                                                // E none
void a24(void) { struct { int x, y; } *p = malloc(sizeof *p); consume(p); }                 // E (unnamed)
void a25(tree_t *t) { t->payload = malloc(100); }                                          // E none
tree_t *a26(int deep) { return deep ? a26(deep - 1) : memset(malloc(sizeof(tree_t)), 0, sizeof(tree_t)); } // E tree
void a27(tree_t **pp) { tree_t **end = pp + 3; for (; pp < end; ++pp) *pp = malloc(sizeof **pp); } // E tree
void a28(long double **rows, int n) { do rows[n] = aligned_alloc(16, 32); while (n--); }     // E long_double
void a29(void) { void *one = malloc(sizeof(blob)), *two = malloc(sizeof(tree_t)); blob *b = one; tree_t *t = two; consume(b); consume(t); } // E blob tree
void a30(void) { void *p = malloc(sizeof(blob)); blob *b = p; consume(b); p = malloc(sizeof(tree_t)); tree_t *t = p; consume(t); } // E blob tree
