// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A table of allocations as they stand in well-known programs: servers, databases, compilers, kernels.
// It is only compiled; a comment `// E` names what a line allocates, one word a site.
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <search.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

void use(const void *);
void die(const char *, ...) __attribute__((noreturn));

/* --- strings with a header before them (sds) --- */
struct __attribute__((packed)) sdshdr8 { uint8_t len, alloc; unsigned char flags; char buf[]; };
struct __attribute__((packed)) sdshdr64 { uint64_t len, alloc; unsigned char flags; char buf[]; };
typedef char *sds;
sds sds_new(const void *init, size_t len, bool small)
{
	size_t header = small ? sizeof(struct sdshdr8) : sizeof(struct sdshdr64);
	void *sh = malloc(header + len + 1);                                    // E none
	if (!sh)
		return NULL;
	sds s = (char *)sh + header;
	memcpy(s, init, len);
	return s;
}
sds sds_new_large(size_t len)
{
	struct sdshdr64 *sh = malloc(sizeof(*sh) + len + 1);                    // E sdshdr64
	sh->len = sh->alloc = len;
	return sh->buf;
}

/* --- growing through a temporary, doubling --- */
struct line { char *text; int indent; };
struct buffer { struct line *lines; size_t count, room; };
int buffer_add(struct buffer *b, const char *text)
{
	if (b->count == b->room) {
		size_t room = b->room ? b->room * 2 : 16;
		void *tmp = realloc(b->lines, room * sizeof(*b->lines));           // E line
		if (tmp == NULL)
			return -ENOMEM;
		b->lines = tmp;
		b->room = room;
	}
	b->lines[b->count].text = strdup(text);                                 // E char
	return b->lines[b->count++].text ? 0 : -ENOMEM;
}

/* --- git: ALLOC_GROW, FLEX_ALLOC --- */
#define alloc_nr(x) (((x) + 16) * 3 / 2)
#define REALLOC_ARRAY(x, n) (x) = realloc((x), (n) * sizeof(*(x)))
#define ALLOC_GROW(x, nr, alloc) \
	do { if ((nr) > alloc) { alloc = alloc_nr(alloc) < (nr) ? (nr) : alloc_nr(alloc); REALLOC_ARRAY(x, alloc); } } while (0)
struct ref { struct ref *next; unsigned char oid[32]; char name[]; };
struct ref_list { struct ref **items; int nr, alloc; };
struct ref *ref_new(const char *name)
{
	size_t len = strlen(name);
	struct ref *ref = calloc(1, sizeof(struct ref) + len + 1);              // E ref
	if (!ref)
		die("out of memory");
	memcpy(ref->name, name, len);
	return ref;
}
void ref_add(struct ref_list *l, struct ref *ref)
{
	ALLOC_GROW(l->items, l->nr + 1, l->alloc);                              // E ref*
	l->items[l->nr++] = ref;
}

/* --- an old struct hack, and a union in front --- */
typedef struct node_s { int kind; union { long l; double d; } u; struct node_s *kids[1]; } node_t;
node_t *node_make(int kind, int kids)
{
	node_t *n = (node_t *)malloc(sizeof(node_t) + (kids - 1) * sizeof(node_t *));   // E node_s
	n->kind = kind;
	return n;
}

/* --- a table inside the same block as its header --- */
struct hash_table { size_t mask; struct slot { uint32_t hash, index; } *slots; };
struct hash_table *table_make(size_t n)
{
	struct hash_table *t = malloc(sizeof *t + n * sizeof *t->slots);        // E hash_table
	t->slots = (struct slot *)(t + 1);
	t->mask = n - 1;
	return t;
}

/* --- allocators behind function pointers (zlib, cJSON) --- */
typedef void *(*alloc_func)(void *opaque, unsigned items, unsigned size);
struct stream { alloc_func zalloc; void *opaque; struct state *state; };
struct state { struct stream *strm; unsigned char *window; uint16_t *prev; };
#define ZALLOC(strm, items, size) (*((strm)->zalloc))((strm)->opaque, (items), (size))
void *zcalloc(void *opaque, unsigned items, unsigned size)
{
	(void)opaque;
	return sizeof(unsigned) > 2 ? malloc((size_t)items * size) : calloc(items, size);   // E none
}
static void *(*hook_malloc)(size_t) = malloc;
struct json { struct json *next, *prev, *child; int type; char *string; };
struct json *json_new(void)
{
	struct json *node = (struct json *)hook_malloc(sizeof(struct json));
	if (node)
		memset(node, '\0', sizeof(struct json));
	return node;
}

/* --- kernel style: kzalloc(sizeof(*p), GFP) and struct_size --- */
#define struct_size(p, member, n) (sizeof(*(p)) + sizeof(*(p)->member) * (n))
struct segment { uint64_t start, end; };
struct extent_map { int count; struct segment segs[]; };
struct device { const char *name; struct extent_map *map; void *priv; uint8_t (*mac)[6]; };
struct e1000 { int irq; uint32_t regs[16]; };
struct device *device_new(int n)
{
	struct device *dev = calloc(1, sizeof(*dev) + sizeof(struct e1000));    // E device
	dev->priv = dev + 1;
	dev->map = malloc(struct_size(dev->map, segs, n));                      // E extent_map
	dev->mac = malloc(n * sizeof(*dev->mac));                               // E unsigned_char[]
	return dev;
}
void device_private(struct device *dev)
{
	struct e1000 *hw;
	dev->priv = hw = malloc(sizeof(*hw));                                   // E e1000
	hw->irq = 3;
}

/* --- goto error, allocated in conditions --- */
struct session { char *user, *host; unsigned char *key; wchar_t *title; int *fds; };
struct session *session_open(const char *user, size_t keylen)
{
	struct session *s;
	if (!(s = calloc(1, sizeof(struct session))) ||                         // E session
		!(s->user = strdup(user)) ||                                        // E char
		(s->host = malloc(256)) == NULL)                                    // E char
		goto fail;
	if ((s->key = keylen ? malloc(keylen) : NULL) == NULL && keylen)        // E unsigned_char
		goto fail;
	s->title = wcsdup(L"x");                                                // E int
	s->fds = reallocarray(NULL, 4, sizeof(int));                            // E int
	return s;
fail:
	free(s);
	return NULL;
}

/* --- matrices, jagged arrays, arrays of arrays --- */
double **matrix_new(int rows, int cols)
{
	double **m = malloc(rows * sizeof(double *));                           // E double*
	for (int i = 0; i < rows; i++)
		m[i] = malloc(cols * sizeof(double));                               // E double
	return m;
}
float complex_sum(int n)
{
	float (*pairs)[2] = calloc(n, sizeof *pairs);                           // E float[]
	float sum = 0;
	for (int i = 0; i < n; i++)
		sum += pairs[i][0] + pairs[i][1];
	free(pairs);
	return sum;
}
char ***split_all(int n)
{
	char ***all = malloc((n + 1) * sizeof(char **));                        // E char**
	while (n--)
		all[n] = calloc(8, sizeof(char *));                                 // E char*
	return all;
}

/* --- out-parameters and returned through void * --- */
struct cursor { int page, slot; void *extra; };
int cursor_open(struct cursor **out, void **handle, int extra)
{
	struct cursor *c = malloc(sizeof(*c));                                  // E cursor
	if (!c)
		return -1;
	c->extra = extra ? malloc(extra) : NULL;                                // E none
	*out = c;
	*handle = calloc(2, sizeof(struct segment));                            // E segment
	return 0;
}
void *opaque_new(void)
{
	struct cursor *c = calloc(1, sizeof(struct cursor));                    // E cursor
	c->page = -1;
	return (void *)c;
}
void read_all(char **text, size_t *length, FILE *from)
{
	size_t room = 4096;
	*text = NULL;
	*length = 0;
	do {
		*text = realloc(*text, room *= 2);                                  // E char
		*length += fread(*text + *length, 1, room - *length, from);
	} while (!feof(from));
}

/* --- inheritance by first member, downcast later --- */
struct expr { int op; };
struct binary { struct expr base; struct expr *left, *right; };
struct call { struct expr base; int n; struct expr **args; };
struct expr *binary_new(struct expr *l, struct expr *r)
{
	struct binary *b = malloc(sizeof(struct binary));                       // E binary
	*b = (struct binary){{'+'}, l, r};
	return &b->base;
}
static struct expr *expr_of(size_t size, int op)
{
	struct expr *e = calloc(1, size);                                       // E expr
	e->op = op;
	return e;
}
struct expr *call_new(int n)
{
	struct call *c = (struct call *)expr_of(sizeof(struct call), '(');
	c->args = malloc(n * sizeof *c->args);                                  // E expr*
	return &c->base;
}

/* --- alignment --- */
struct __attribute__((aligned(64))) shard { uint64_t counter; char pad[56]; };
struct shard *shards_new(int n)
{
	struct shard *all = aligned_alloc(64, n * sizeof(struct shard));        // E shard
	memset(all, 0, n * sizeof(struct shard));
	return all;
}
float *vector_new(size_t n)
{
	void *p;
	if (posix_memalign(&p, 32, n * sizeof(float)))                          // E float
		return NULL;
	return p;
}

/* --- a bitmap, a ring, a queue of callbacks --- */
typedef unsigned long bitmap_t;
typedef struct { void (*run)(void *); void *arg; } task_t;
typedef struct ring { task_t *tasks; bitmap_t *used; unsigned head, tail; } ring_t;
ring_t *ring_new(unsigned n)
{
	ring_t *r = malloc(sizeof(ring_t));                                     // E ring
	r->tasks = malloc(sizeof(task_t[n]));                                   // E task_t
	r->used = calloc((n + 63) / 64, sizeof(bitmap_t));                      // E unsigned_long
	return r;
}

/* --- what nobody can tell --- */
void *arena_chunk(size_t n) { return malloc(n); }                           // E none
void keep_bytes(void **where, size_t n) { *where = malloc(n); }             // E none
uintptr_t tagged(size_t n) { return (uintptr_t)malloc(n) | 1; }             // E none
struct region { uint8_t *base, *at, *end; };
void *region_take(struct region *r, size_t n)
{
	if ((size_t)(r->end - r->at) < n) {
		r->base = r->at = malloc(1 << 16);                                  // E unsigned_char
		r->end = r->at + (1 << 16);
	}
	void *p = r->at;
	r->at += n;
	return p;
}
struct value { int type; void *data; };
void value_int(struct value *v) { v->data = malloc(sizeof(int)); *(int *)v->data = 7; }   // E int
void value_copy(struct value *v, const void *from, size_t n)
{
	v->data = malloc(n);                                                    // E none
	memcpy(v->data, from, n);
}
/* The same pointer for two types, one after the other. */
int two_lives(int n)
{
	void *p = malloc(n);                                                    // E none
	*(int *)p = 1;
	int r = *(int *)p;
	*(double *)p = 2.0;
	r += (int)*(double *)p;
	free(p);
	return r;
}
int wants_string(const char *s);
int by_callee(size_t n) { return wants_string(malloc(n)); }                 // E char
