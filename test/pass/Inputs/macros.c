// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A second table of allocations as they stand in well-known programs: macros, wrappers, initialisers,
// odd places. It is only compiled; a comment `// E` names what a line allocates, one word a site.
#define _GNU_SOURCE
#include <complex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void use(const void *);
struct item { long id; struct item *next; };
struct pair { void *first, *second; };
struct big { char bytes[500]; struct item item; };

/* --- wrappers --- */
__attribute__((malloc)) void *CRYPTO_zalloc(size_t n, const char *file, int line);
#define OPENSSL_zalloc(n) CRYPTO_zalloc(n, __FILE__, __LINE__)
struct item *by_crypto(void)
{
	struct item *i = OPENSSL_zalloc(sizeof(*i));                            // E item
	return i;
}
__attribute__((malloc)) void *g_malloc0_n(size_t n, size_t size);
#define g_new0(type, n) ((type *)g_malloc0_n((n), sizeof(type)))
struct pair *by_glib(int n) { return g_new0(struct pair, n); }              // E pair
__attribute__((malloc)) void *_talloc_zero(const void *context, size_t size, const char *name);
#define talloc_zero(context, type) (type *)_talloc_zero(context, sizeof(type), #type)
void by_talloc(struct pair *p) { p->first = talloc_zero(p, struct item); }  // E none
static void *must(void *p)
{
	if (!p)
		abort();
	return p;
}
struct item *checked(void)
{
	struct item *i = must(malloc(sizeof(struct item)));                     // E item
	return i;
}
struct item *checked_object(void)
{
	struct item *i = must(malloc(sizeof(*i)));                              // E item
	return i;
}
#define NEW(t) ({ t *p_ = malloc(sizeof(t)); if (!p_) abort(); p_; })
void by_statement(struct pair *p) { p->second = NEW(struct big); }          // E big

static void *state_realloc(struct pair *state, void *block, size_t n)
{
	state->second = NULL;
	return realloc(block, n);                                               // E none
}
void *by_state(struct pair *state, void *block, size_t n)
{
	return state_realloc(state, block, n);                                  // E none
}
void grow_of_state(struct pair *state, long **numbers)
{
	void *more = state_realloc(state, *numbers, 80);                        // E long
	if (more)
		use(more);
}

/* --- macros of libraries of containers --- */
#define kv_push(type, v, x) do { \
	if ((v).n == (v).m) { (v).m = (v).m ? (v).m << 1 : 2; \
		(v).a = (type *)realloc((v).a, sizeof(type) * (v).m); } \
	(v).a[(v).n++] = (x); } while (0)
typedef struct { size_t n, m; double *a; } doubles;
void by_kvec(doubles *v) { kv_push(double, *v, 1.5); }                      // E double
struct array_header { size_t length, capacity; };
#define arrgrow(a, n) ((a) = array_grow((a), sizeof *(a), (n)))
static void *array_grow(void *a, size_t size, size_t n)
{
	struct array_header *h = realloc(a ? (char *)a - sizeof(*h) : NULL, sizeof(*h) + size * n);   // E array_header
	h->capacity = n;
	return h + 1;
}
int *by_stb(int *a) { return arrgrow(a, 10); }

/* --- initialisers --- */
struct text { char *bytes; int *marks; size_t n; };
struct text text_new(size_t n)
{
	struct text t = {malloc(n), calloc(n, sizeof(int)), n};                 // E char int
	return t;
}
void text_set(struct text *t, size_t n)
{
	*t = (struct text){
		.bytes = malloc(n),                                                 // E char
		.marks = malloc(n * sizeof *t->marks),                              // E int
	};
}
char **three(void)
{
	char *all[] = {strdup("a"), malloc(3)};                                 // E char
	char **copy = memcpy(malloc(sizeof all), all, sizeof all);              // E char*
	return copy;
}

/* --- chains and conditions --- */
struct queue { struct item *head, *tail; };
void queue_add(struct queue *q)
{
	q->tail = q->tail->next = malloc(sizeof(struct item));                  // E item
}
void queue_start(struct queue *q) { if ((q->head = q->tail = calloc(1, sizeof *q->head))) q->head->id = 1; }   // E item
struct item *once(struct item *old, bool again)
{
	return again ? realloc(old, 2 * sizeof *old) : calloc(1, sizeof *old);  // E item
}
static struct item *table[10];
void into_table(int i) { table[i] = malloc(sizeof **table); }               // E item
static _Atomic(struct item *) shared;
void into_atomic(void) { atomic_store(&shared, malloc(sizeof(struct item))); }   // E item
void many_out(struct item *out[], int n)
{
	while (n--)
		out[n] = malloc(sizeof(struct item));                               // E item
}
struct item *copied(const struct item *from)
{
	struct item *to = memcpy(malloc(sizeof *to), from, sizeof *to);         // E item
	return to;
}
void *cleared(void) { return memset(malloc(sizeof(struct big)), 0, sizeof(struct big)); }   // E big
static void *run(void *arg) { free(arg); return NULL; }
void start(pthread_t *t)
{
	struct pair *arg = malloc(sizeof *arg);                                 // E pair
	arg->first = NULL;
	pthread_create(t, NULL, run, arg);
}

/* --- types --- */
void types(int n)
{
	double complex *z = malloc(n * sizeof *z);                              // E complex
	__int128 *wide = malloc(n * sizeof *wide);                              // E __int128
	bool *flags = calloc(n, 1);                                             // E _Bool
	char(*rows)[80] = malloc(n * sizeof *rows);                             // E char[]
	int(*square)[n] = malloc(sizeof(int[n][n]));                            // E int[]
	const char *const *names = malloc(n * sizeof *names);                   // E char*
	void (**calls)(int) = malloc(n * sizeof *calls);                        // E function*
	long double *exact = malloc(n * sizeof(long double));                   // E long_double
	_Atomic int *counters = calloc(n, sizeof *counters);                    // E int
	typeof(*table) copy = malloc(sizeof *copy);                             // E item
	__auto_type inferred = (struct big *)malloc(sizeof(struct big));        // E big
	use(z), use(wide), use(flags), use(rows), use(square), use(names), use(calls), use(exact);
	use((void *)counters), use(copy), use(inferred);
}

/* --- what is two things, or nothing that can be told --- */
struct big *two_in_one(struct item **second)
{
	struct big *b = malloc(sizeof *b + sizeof(struct item));                // E big
	*second = (struct item *)(b + 1);
	return b;
}
void *either(bool w) { return malloc(w ? sizeof(struct item) : sizeof(struct big)); }   // E item?
uint64_t as_number(void) { return (uint64_t)malloc(sizeof(struct item)); }  // E item
void *aside(size_t n) { size_t size = n * sizeof(struct item); return malloc(size); }   // E none
struct item *base_of_big(void)
{
	struct big *b = malloc(sizeof(struct big));                             // E big
	return &b->item;
}
void *unrelated(int (*f)(size_t)) { return malloc(f(sizeof(struct item))); }   // E item?
void *only_measured(void) { return malloc(sizeof(struct big) - sizeof(struct item)); }   // E item?
