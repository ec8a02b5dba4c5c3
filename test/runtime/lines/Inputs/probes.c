// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A third table, written when the search for types was finished: headers before blocks, casts,
// macros, sizeof in odd places, void pointers. A comment `// E` names what a line allocates.
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NEW(T) ((T *)calloc(1, sizeof(T)))
#define GROW(a, n) ((a) = realloc((a), (n) * sizeof *(a)))
#define container(p, T, m) ((T *)((char *)(p) - __builtin_offsetof(T, m)))

struct header { size_t size; uint32_t magic; };
struct user { char *name; int id; };
struct link { struct link *prev, *next; };
struct job { struct link in; void (*run)(void *); void *argument; };
struct stack { int *values; int top, room; };
typedef struct { unsigned char r, g, b; } pixel;
typedef struct image { pixel *pixels; int w, h; } image_t;
typedef union { long l; double d; } number;
typedef struct list_of_users { struct user **all; int n; } user_list;
typedef int (*handler)(int);
struct ops { handler *table; void *state; };
enum level { LOW, HIGH };

void use(const void *);
static void *slots[3];

static void *with_header(size_t n) {
	struct header *h = malloc(sizeof(*h) + n);                                          // E header
	return h->size = n, h + 1;
}
static void raw_header(size_t n) { use((char *)malloc(sizeof(struct header) + n) + 16); }   // E header
static struct user *user(const char *name) {
	struct user *u = NEW(struct user);                                                  // E user
	if (u) u->name = strcpy(malloc(strlen(name) + 1), name);                            // E char
	return u;
}
static void ints(struct stack *s) { if (s->top == s->room) GROW(s->values, s->room += 8); } // E int
static struct link *job(void (*run)(void *)) {
	struct job *j = malloc(sizeof(struct job));                                         // E job
	j->run = run;
	return &j->in;
}
static image_t *image(int w, int h) {
	image_t *i = malloc(sizeof(image_t));                                               // E image
	if (!(i->pixels = malloc(sizeof(pixel) * w * h))) return NULL;                      // E pixel
	return i->w = w, i->h = h, i;
}
static void numbers(number **out, int n) { *out = malloc(n * sizeof(number)); }          // E number
static void add(user_list *l, struct user *u) {
	struct user **all = realloc(l->all, (l->n + 1) * sizeof(*all));                     // E user*
	if (all) l->all = all, all[l->n++] = u;
}
static void handlers(struct ops *o) { o->table = calloc(4, sizeof(handler)); }           // E function*
static void state(struct ops *o) { o->state = malloc(sizeof(struct stack)); }            // E stack
static void slot(int i) { slots[i] = malloc(sizeof(struct user)); }                      // E user
static void *copy(const void *p, size_t n) { void *q = malloc(n); return memcpy(q, p, n); } // E none
static void levels(void) { enum level *l = malloc(9 * sizeof(enum level)); use(l); }     // E level
static void text(void) { char *line = malloc(BUFSIZ); use(line); }                       // E char
static void bytes(void) { uint8_t *b = malloc(64); use(b); }                             // E unsigned_char
static void names(void) { const char **n = malloc(3 * sizeof(char *)); use(n); }         // E char*
static void cubes(int n) { float (*c)[4][4] = malloc(n * sizeof *c); use(c); }           // E float[][]
static void sized(void) { use(malloc(sizeof(unsigned long) * 4)); }                      // E unsigned_long
static void sized_pointers(int n) { use(calloc(n, sizeof(struct user *))); }             // E user*
static void sized_variable(void) { char buffer[100]; use(memset(malloc(sizeof(buffer)), 0, 100)); } // E none
static void spread(void) {
	use(calloc(3,                                                                       // E header
			   sizeof(struct header)));
}
static void either(int w) {
	void *p = w ? malloc(sizeof(struct user)) : malloc(sizeof(struct stack));           // E user
	if (w) ((struct user *)p)->id = 1;
	use(p);
}
static void through(void **place) { *(struct user **)place = malloc(sizeof(struct user)); } // E user
static void path(void) { char *p = realpath("/", NULL); use(p); }                        // E char
static void here(void) { use(getcwd(NULL, 0)); }                                         // E none
static void file(void) { FILE *f = fopen("/dev/null", "r"); use(f); fclose(f); }          // E _IO_FILE
static void aligned(void) { void *p = NULL; if (!posix_memalign(&p, 64, 4 * sizeof(pixel))) use(p); } // E pixel

int main(void)
{
	struct stack stack = {0};
	struct ops ops;
	user_list list = {0};
	number *n;
	void *place;

	use(with_header(9)), raw_header(9), ints(&stack), use(job(NULL)), use(image(2, 2));
	numbers(&n, 3), add(&list, user("name")), handlers(&ops), state(&ops), slot(1);
	use(copy("x", 2)), levels(), text(), bytes(), names(), cubes(2), sized(), sized_pointers(3);
	sized_variable(), spread(), either(1), through(&place), path(), here(), file(), aligned();
	use(n), use(ops.table), use(ops.state), use(slots[1]), use(place), use(stack.values);
	return 0;
}
