// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A table of allocations in the styles of C programs: trees, hash tables, strings, arrays of
// pointers, wrappers of the program's own. It runs; a comment `// E` names what a line allocates.
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct rb { struct rb *child[2], *parent; int red; long key; } rb_t;
typedef struct bucket { struct bucket *chain; char *name; void *value; unsigned hash; } bucket;
typedef struct { bucket **slots; size_t size, used; } hash;
typedef struct { char *data; size_t length, capacity; } strbuf;
struct point { double x, y, z; };
struct mesh { struct point *points; uint32_t *index; struct { float *u, *v; } uv; size_t n; };
struct token { enum { WORD, NUMBER } type; union { char *word; double number; } as; };
struct vector { void **items; int len; };
struct packet { uint16_t type, length; uint8_t payload[]; };
struct graph { struct edge { int to; struct edge *next; } **adjacent; int n; };
typedef struct object { const struct class *isa; } object;
typedef struct button { object base; char *label; } button;
struct arena { struct arena *previous; size_t used; char bytes[]; };
typedef double matrix[4][4];
typedef uint64_t word;

extern void *xmalloc(size_t);
extern void *xcalloc(size_t, size_t);
extern void *xrealloc(void *, size_t);
void use(const void *);

static hash symbols;
static struct arena *arena;
static const char *const words[] = {"alpha", "beta", "gamma", NULL};

static rb_t *leaf(long key) { rb_t *n = calloc(1, sizeof *n); if (n) n->key = key; return n; } // E rb
static rb_t *insert(rb_t *t, long key) {
	rb_t **at = &t;
	while (*at) at = &(*at)->child[key > (*at)->key];
	*at = (rb_t *)xmalloc(sizeof(rb_t));                                                // E rb
	return memset(*at, 0, sizeof **at), (*at)->key = key, t;
}
static void hash_init(hash *h, size_t size) { h->slots = calloc(h->size = size, sizeof h->slots[0]); } // E bucket*
static bucket *hash_add(hash *h, const char *name) {
	unsigned i = (unsigned char)name[0] % (unsigned)h->size;
	bucket *b;
	if ((b = malloc(sizeof(*b))) == NULL) return NULL;                                  // E bucket
	b->name = malloc(strlen(name) + 1);                                                 // E char
	strcpy(b->name, name);
	b->chain = h->slots[i];
	return h->slots[i] = b;
}
static void hash_grow(hash *h) {
	bucket **bigger = xrealloc(h->slots, 2 * h->size * sizeof(bucket *));               // E bucket*
	h->slots = bigger, h->size *= 2;
}
static void strbuf_add(strbuf *s, const char *text) {
	size_t n = strlen(text);
	if (s->length + n + 1 > s->capacity) {
		s->capacity = 2 * (s->length + n + 1);
		s->data = realloc(s->data, s->capacity);                                        // E char
	}
	memcpy(s->data + s->length, text, n + 1), s->length += n;
}
static char *join(const char *const *list) {
	size_t n = 0;
	for (const char *const *p = list; *p; p++) n += strlen(*p) + 1;
	char *out = xmalloc(n + 1), *end = out;                                             // E char
	for (; *list; list++) end = stpcpy(end, *list);
	return out;
}
static char **copy_words(const char *const *list, int n) {
	char **copy = (char **)malloc(sizeof(char *) * (n + 1));                            // E char*
	for (int i = 0; i < n; i++)
		copy[i] = strndup(list[i], 3);                                                  // E char
	return copy[n] = NULL, copy;
}
static void mesh_load(struct mesh *m, size_t n) {
	m->points = malloc(n * sizeof(struct point));                                       // E point
	m->index = xcalloc(n, sizeof(uint32_t));                                            // E unsigned_int
	m->uv.u = malloc(n * sizeof *m->uv.u);                                              // E float
	m->uv.v = m->uv.u ? malloc(n * sizeof *m->uv.v) : NULL;                             // E float
}
static struct token *tokens(int n) {
	struct token *t = malloc(n * sizeof(struct token));                                 // E token
	for (int i = 0; i < n; i++) t[i].as.word = malloc(8), t[i].type = WORD;             // E char
	return t;
}
static int push(struct vector *v, void *item) {
	void **more = realloc(v->items, (v->len + 1) * sizeof *more);                       // E void*
	if (!more) return -1;
	v->items = more;
	return v->items[v->len++] = item, 0;
}
static struct packet *packet(uint16_t length) {
	struct packet *p = malloc(offsetof(struct packet, payload) + length);               // E packet
	return p->length = length, p;
}
static void graph_edge(struct graph *g, int from, int to) {
	if (!g->adjacent) g->adjacent = calloc(g->n, sizeof(struct edge *));                // E edge*
	struct edge *e = xmalloc(sizeof(struct edge));                                      // E edge
	e->to = to, e->next = g->adjacent[from], g->adjacent[from] = e;
}
static object *button_new(const char *label) {
	button *b = malloc(sizeof(button));                                                 // E button
	b->label = strdup(label);                                                           // E char
	return &b->base;
}
static void *arena_get(size_t n) {
	if (!arena || arena->used + n > 100) {
		struct arena *fresh = malloc(sizeof *fresh + 100);                              // E arena
		fresh->previous = arena, fresh->used = 0, arena = fresh;
	}
	return arena->bytes + arena->used;
}
static matrix *matrices(int n) { return malloc(n * sizeof(matrix)); }                    // E double[][]
static word *bits(size_t n) { word *w = aligned_alloc(64, 64 * n); return w; }           // E unsigned_long
static int16_t *samples(size_t n) { static int16_t *kept; return kept = realloc(kept, n * sizeof(int16_t)); } // E short
static struct point **rows(int n) {
	struct point **r = malloc(n * sizeof *r);                                           // E point*
	r[0] = malloc(n * n * sizeof **r);                                                  // E point
	for (int i = 1; i < n; i++) r[i] = r[0] + i * n;
	return r;
}
static void *clone(const void *what, size_t n) { return memcpy(malloc(n), what, n); }    // E none
static void outputs(int **counts, char **name) {
	*counts = calloc(10, sizeof(int));                                                  // E int
	if (asprintf(name, "n%d", 7) < 0) abort();                                          // E char
}
static FILE *open_self(void) { return fopen("/dev/null", "r"); }                         // E _IO_FILE
static void tree_of_trees(rb_t **trees, int n) {
	do *trees++ = leaf(n), use(malloc(sizeof(rb_t *) * 2)); while (--n);                // E rb*
}

int main(void)
{
	strbuf text = {0};
	struct mesh mesh;
	struct vector vector = {0};
	struct graph graph = {.n = 3};
	rb_t *trees[2];
	int *counts;
	char *name;

	use(insert(leaf(5), 3));
	hash_init(&symbols, 4);
	use(hash_add(&symbols, "name"));
	hash_grow(&symbols);
	strbuf_add(&text, "some text");
	use(join(words));
	use(copy_words(words, 3));
	mesh_load(&mesh, 5);
	use(tokens(2));
	use(&vector + push(&vector, &mesh));
	use(packet(9));
	graph_edge(&graph, 0, 1);
	use(button_new("ok"));
	use(arena_get(20));
	use(matrices(2));
	use(bits(2));
	use(samples(9));
	use(rows(3));
	use(clone(words, sizeof(words)));
	outputs(&counts, &name);
	use(counts);
	use(name);
	use(open_self());
	tree_of_trees(trees, 2);
	use(trees[0]);
	use(text.data);
	use(mesh.points), use(mesh.index), use(mesh.uv.u), use(mesh.uv.v);
	return 0;
}
