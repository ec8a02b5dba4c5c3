/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Writing the list that leaves functions out, or that names those that stay. */
#include <string.h>

#include "lean.h"
#include "memfn/abi.h"
#include "text.h"

/* A glob that fits this name alone. */
static char *as_glob(const char *name)
{
	GString *glob = g_string_new(NULL);

	for (; *name; name++) {
		if (strchr("*?[\\", *name))
			g_string_append_c(glob, '\\');
		g_string_append_c(glob, *name);
	}
	return g_string_free(glob, FALSE);
}

static gint by_linkage(gconstpointer a, gconstpointer b)
{
	const struct function *f = *(struct function *const *)a, *g = *(struct function *const *)b;

	return strcmp(f->linkage, g->linkage);
}

/* A name with a line break in it is none that a compiler gave. */
static bool can_stand_in_a_list(const struct function *f)
{
	return !(f->flags & MEMFN_DESC_REGION) && *f->linkage && !strpbrk(f->linkage, "\r\n") &&
		   !g_ascii_isspace(f->linkage[0]);
}

/* For who reads the list. */
static void write_comment(const struct function *f, FILE *stream)
{
	g_autofree char *pretty = text_printable(f->pretty);

	if (g_str_has_prefix(f->linkage, "_Z"))
		fprintf(stream, "# %s\n", pretty);
}

void lean_write(const struct lean *lean, bool positive, FILE *stream)
{
	GPtrArray *names = g_ptr_array_copy(positive ? lean->stays : lean->out, NULL, NULL);
	const char *last = NULL;

	g_ptr_array_sort(names, by_linkage);
	fputs(positive ? "[profile]\n" : "[never]\n", stream);
	for (guint i = 0; i < names->len; i++) {
		const struct function *f = names->pdata[i];
		g_autofree char *glob = as_glob(f->linkage);

		if (f->linkage != last && can_stand_in_a_list(f)) {
			write_comment(f, stream);
			fprintf(stream, "fun:%s\n", glob);
		}
		last = f->linkage;
	}
	g_ptr_array_free(names, TRUE);
}
