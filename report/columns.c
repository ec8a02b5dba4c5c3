/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The table of columns, its lookup by name, and cells. */
#include "columns.h"

#include <string.h>

#include "error.h"
#include "format.h"
#include "hint.h"
#include "text.h"

/* name, aliases, heading, kind, figure, other, help */
const struct column all_columns[] = {
	{"ncalls", "calls 0", "ncalls", COLUMN_CALLS, FIG_CALLS, FIG_CALLS,
	 "calls; with recursion all/primitive"},
	{"pcalls", "", "pcalls", COLUMN_COUNT, FIG_PRIMITIVE_CALLS, FIG_CALLS,
	 "calls that were not recursive"},
	{"open", "", "open", COLUMN_COUNT, FIG_OPEN_CALLS, FIG_CALLS,
	 "calls that had not ended when the profile did"},
	{"tottime", "time 1", "tottime", COLUMN_TIME, FIG_SELF_NS, FIG_CALLS,
	 "time in the function itself, without callees"},
	{"percall", "", "percall", COLUMN_RATIO_TIME, FIG_SELF_NS, FIG_CALLS, "tottime a call"},
	{"cumtime", "cumulative 2", "cumtime", COLUMN_TIME, FIG_TOTAL_NS, FIG_CALLS,
	 "time with what it called"},
	{"cumpercall", "", "percall", COLUMN_RATIO_TIME, FIG_TOTAL_NS, FIG_PRIMITIVE_CALLS,
	 "cumtime a primitive call"},
	{"min", "", "min", COLUMN_TIME, FIG_MIN_NS, FIG_CALLS, "shortest call"},
	{"max", "", "max", COLUMN_TIME, FIG_MAX_NS, FIG_CALLS, "longest call"},
	{"alloc", "", "alloc", COLUMN_SIZE, FIG_ALLOC_BYTES, FIG_CALLS,
	 "bytes that the function itself allocated"},
	{"cumalloc", "", "cumalloc", COLUMN_SIZE, FIG_TOTAL_ALLOC_BYTES, FIG_CALLS,
	 "bytes allocated by it and by what it called"},
	{"allocs", "", "allocs", COLUMN_COUNT, FIG_ALLOCS, FIG_CALLS, "its own allocations"},
	{"cumallocs", "", "cumallocs", COLUMN_COUNT, FIG_TOTAL_ALLOCS, FIG_CALLS,
	 "allocations by it and by what it called"},
	{"avgsize", "", "avgsize", COLUMN_RATIO_SIZE, FIG_ALLOC_BYTES, FIG_ALLOCS,
	 "bytes an allocation"},
	{"frees", "", "frees", COLUMN_COUNT, FIG_FREES, FIG_CALLS, "blocks that it freed"},
	{"freed", "", "freed", COLUMN_SIZE, FIG_FREED_BYTES, FIG_CALLS, "bytes that it freed"},
	{"cumfrees", "", "cumfrees", COLUMN_COUNT, FIG_TOTAL_FREES, FIG_CALLS,
	 "blocks freed by it and by what it called"},
	{"cumfreed", "", "cumfreed", COLUMN_SIZE, FIG_TOTAL_FREED_BYTES, FIG_CALLS,
	 "bytes freed by it and by what it called"},
	{"peak", "", "peak", COLUMN_SIZE, FIG_PEAK_BYTES, FIG_CALLS,
	 "the most memory that one call needed, with what it called"},
	{"ownpeak", "", "ownpeak", COLUMN_SIZE, FIG_OWN_PEAK_BYTES, FIG_CALLS,
	 "the most that was live at once of what the function itself allocated"},
	{"atpeak", "", "atpeak", COLUMN_SIZE, FIG_AT_PEAK_BYTES, FIG_CALLS,
	 "what was live of its own when the whole process was at its peak"},
	{"cumatpeak", "", "cumatpeak", COLUMN_SIZE, FIG_TOTAL_AT_PEAK_BYTES, FIG_CALLS,
	 "the same with what it called"},
	{"kept", "", "kept", COLUMN_SIZE, FIG_RETAINED_BYTES, FIG_CALLS,
	 "by how much calls left more live than they found"},
	{"leaked", "", "leaked", COLUMN_SIZE, FIG_LEAKED_BYTES, FIG_CALLS,
	 "bytes of its own still live at the end"},
	{"cumleaked", "", "cumleaked", COLUMN_SIZE, FIG_TOTAL_LEAKED_BYTES, FIG_CALLS,
	 "the same with what it called"},
	{"leakedblocks", "", "leakedblocks", COLUMN_COUNT, FIG_LEAKED_BLOCKS, FIG_CALLS,
	 "blocks of its own still live at the end"},
	{"temp", "", "temp", COLUMN_COUNT, FIG_TEMP_ALLOCS, FIG_CALLS,
	 "allocations freed before the next one"},
	{"maps", "", "maps", COLUMN_COUNT, FIG_MAPS, FIG_CALLS,
	 "times that the function itself mapped memory: mmap=1"},
	{"mapped", "", "mapped", COLUMN_SIZE, FIG_MAPPED_BYTES, FIG_CALLS, "bytes that it mapped"},
	{"cummapped", "", "cummapped", COLUMN_SIZE, FIG_TOTAL_MAPPED_BYTES, FIG_CALLS,
	 "bytes mapped by it and by what it called"},
	{"mappedpeak", "", "mappedpeak", COLUMN_SIZE, FIG_OWN_MAPPED_PEAK_BYTES, FIG_CALLS,
	 "the most that was mapped at once of what the function itself mapped"},
	{"stillmapped", "", "stillmapped", COLUMN_SIZE, FIG_MAPPED_LIVE_BYTES, FIG_CALLS,
	 "bytes that it mapped and that are still mapped at the end"},
	{"rss", "", "rss", COLUMN_SIZE, FIG_TOTAL_RSS_BYTES, FIG_CALLS,
	 "by how much the process's resident memory grew during calls; not exact: rss=1"},
	{"vms", "", "vms", COLUMN_SIZE, FIG_TOTAL_VMS_BYTES, FIG_CALLS,
	 "by how much its address space grew"},
	{"shared", "", "shared", COLUMN_SIZE, FIG_TOTAL_SHARED_BYTES, FIG_CALLS,
	 "by how much its resident pages of files and shared memory grew"},
	{"file", "filename module", "filename", COLUMN_FILE, FIG_CALLS, FIG_CALLS, "file"},
	{"line", "", "line", COLUMN_LINE, FIG_CALLS, FIG_CALLS, "line in the file"},
	{"name", "", "function", COLUMN_NAME, FIG_CALLS, FIG_CALLS, "name of the function"},
	{"nfl", "", "function", COLUMN_NFL, FIG_CALLS, FIG_CALLS, "name, then file, then line"},
	{"stdname", "-1", "filename:lineno(function)", COLUMN_STDNAME, FIG_CALLS, FIG_CALLS,
	 "the last column, as it reads"},
};
const size_t all_column_count = G_N_ELEMENTS(all_columns);

static bool has_word(const char *words, const char *word, bool prefix)
{
	size_t size = strlen(word);

	for (const char *p = words; *p;) {
		size_t length = strcspn(p, " ");

		if (length >= size && !strncmp(p, word, size) && (prefix || length == size))
			return true;
		p += length;
		p += *p == ' ';
	}
	return false;
}

static const struct column *find_exactly(const char *name)
{
	for (size_t i = 0; i < all_column_count; i++)
		if (!strcmp(all_columns[i].name, name) || has_word(all_columns[i].aliases, name, false))
			return &all_columns[i];
	return NULL;
}

const struct column *column_find(const char *name, GError **error)
{
	const struct column *found = *name ? find_exactly(name) : NULL;
	g_autoptr(GString) matches = g_string_new(NULL);
	int count = 0;

	if (found)
		return found;
	if (!*name) {
		fail_usage(error, "column '': a name is missing, as in alloc,peak");
		return NULL;
	}
	for (size_t i = 0; i < all_column_count; i++) {
		if (!g_str_has_prefix(all_columns[i].name, name) &&
			!has_word(all_columns[i].aliases, name, true))
			continue;
		g_string_append_printf(matches, " %s", all_columns[i].name);
		found = &all_columns[i];
		count++;
	}
	if (count == 1)
		return found;
	if (count) {
		fail_usage(error, "column %s: could be any of%s", name, matches->str);
		return NULL;
	}
	g_autofree char *hint =
		hint_name("", name, all_columns, all_column_count, sizeof(*all_columns));

	for (size_t i = 0; i < all_column_count; i++)
		g_string_append_printf(matches, " %s", all_columns[i].name);
	fail_usage(error, "column %s: not one of%s%s", name, matches->str, hint);
	return NULL;
}

bool column_is_text(const struct column *column)
{
	return column->kind == COLUMN_NAME || column->kind == COLUMN_FILE ||
		   column->kind == COLUMN_STDNAME || column->kind == COLUMN_NFL;
}

bool column_value(const struct column *column, const struct row *row, double *value)
{
	int64_t figure = row->v[column->figure];

	if (column_is_text(column))
		return false;
	if (column->kind == COLUMN_LINE) {
		*value = row->function->line;
		return true;
	}
	if ((column->figure == FIG_MIN_NS && figure == FIG_NO_MIN) ||
		(column->figure == FIG_MAX_NS && figure == FIG_NO_MAX))
		return false;
	*value = (double)figure;
	if (column->kind == COLUMN_RATIO_TIME || column->kind == COLUMN_RATIO_SIZE) {
		if (!row->v[column->other])
			return false;
		*value /= (double)row->v[column->other];
	}
	return true;
}

bool column_has_whole(const struct column *column)
{
	if (column->kind != COLUMN_CALLS && column->kind != COLUMN_COUNT &&
		column->kind != COLUMN_SIZE && column->kind != COLUMN_TIME)
		return false;
	return column->figure != FIG_MIN_NS && column->figure != FIG_MAX_NS &&
		   column->figure != FIG_RETAINED_BYTES && column->figure != FIG_TOTAL_RSS_BYTES &&
		   column->figure != FIG_TOTAL_VMS_BYTES && column->figure != FIG_TOTAL_SHARED_BYTES;
}

double column_whole(const struct column *column, const struct model *model)
{
	const struct totals *t = &model->totals;

	switch (column->figure) {
	case FIG_CALLS:
		return (double)t->calls;
	case FIG_PRIMITIVE_CALLS:
		return (double)t->primitive_calls;
	case FIG_OPEN_CALLS:
		return (double)t->open_calls;
	case FIG_SELF_NS:
	case FIG_TOTAL_NS:
		return (double)t->self_ns;
	case FIG_ALLOCS:
	case FIG_TOTAL_ALLOCS:
	case FIG_TEMP_ALLOCS:
		return (double)t->allocs;
	case FIG_ALLOC_BYTES:
	case FIG_TOTAL_ALLOC_BYTES:
		return (double)t->alloc_bytes;
	case FIG_FREES:
	case FIG_TOTAL_FREES:
		return (double)t->frees;
	case FIG_FREED_BYTES:
	case FIG_TOTAL_FREED_BYTES:
		return (double)t->freed_bytes;
	case FIG_LEAKED_BYTES:
	case FIG_TOTAL_LEAKED_BYTES:
		return (double)t->leaked_bytes;
	case FIG_LEAKED_BLOCKS:
		return (double)t->leaked_blocks;
	case FIG_AT_PEAK_BYTES:
	case FIG_TOTAL_AT_PEAK_BYTES:
		return (double)t->peak_bytes_sum;
	case FIG_MAPS:
		return (double)t->maps;
	case FIG_MAPPED_BYTES:
	case FIG_TOTAL_MAPPED_BYTES:
		return (double)t->mapped_bytes;
	case FIG_MAPPED_LIVE_BYTES:
		return (double)t->mapped_live_bytes;
	case FIG_OWN_MAPPED_PEAK_BYTES:
		return (double)t->mapped_peak_bytes;
	default:
		return (double)t->peak_bytes;
	}
}

static char *calls_cell(const int64_t *v)
{
	g_autofree char *calls = format_count(v[FIG_CALLS]);
	g_autofree char *primitive = format_count(v[FIG_PRIMITIVE_CALLS]);

	if (v[FIG_CALLS] == v[FIG_PRIMITIVE_CALLS])
		return g_steal_pointer(&calls);
	return g_strdup_printf("%s/%s", calls, primitive);
}

char *function_stdname(const struct function *f)
{
	g_autofree char *text = g_strdup_printf("%s:%u(%s)", f->file, f->line, f->name);

	return text_printable(text);
}

static char *text_cell(const struct column *column, const struct function *f)
{
	switch (column->kind) {
	case COLUMN_FILE:
		return text_printable(f->file);
	case COLUMN_LINE:
		return g_strdup_printf("%u", f->line);
	case COLUMN_STDNAME:
		return function_stdname(f);
	default:
		return text_printable(f->name);
	}
}

char *column_cell(const struct column *column, const struct row *row, bool exact)
{
	double value;

	if (column_is_text(column) || column->kind == COLUMN_LINE)
		return text_cell(column, row->function);
	if (!column_value(column, row, &value))
		return g_strdup("");
	switch (column->kind) {
	case COLUMN_CALLS:
		return calls_cell(row->v);
	case COLUMN_SIZE:
		return format_size(row->v[column->figure], exact);
	case COLUMN_TIME:
		return format_seconds(row->v[column->figure]);
	case COLUMN_RATIO_SIZE:
		return format_size((int64_t)(value + 0.5), exact);
	case COLUMN_RATIO_TIME:
		return format_seconds((int64_t)(value + 0.5));
	default:
		return format_count(row->v[column->figure]);
	}
}

static int compare_text(const struct column *column, const struct function *a,
						const struct function *b)
{
	g_autofree char *x = NULL, *y = NULL;

	switch (column->kind) {
	case COLUMN_FILE:
		return strcmp(a->file, b->file);
	case COLUMN_NAME:
	case COLUMN_NFL:
		return strcmp(a->name, b->name);
	default:
		x = function_stdname(a);
		y = function_stdname(b);
		return strcmp(x, y);
	}
}

int column_compare(const struct column *column, const struct row *a, const struct row *b)
{
	double x = 0, y = 0;
	bool has_x, has_y;

	if (column_is_text(column))
		return compare_text(column, a->function, b->function);
	has_x = column_value(column, a, &x);
	has_y = column_value(column, b, &y);
	if (has_x != has_y)
		return has_x ? -1 : 1;
	if (column->kind == COLUMN_LINE)
		return x < y ? -1 : x > y;
	if (column->kind != COLUMN_RATIO_SIZE && column->kind != COLUMN_RATIO_TIME) {
		int64_t i = a->v[column->figure], j = b->v[column->figure];

		return i > j ? -1 : i < j;
	}
	return x > y ? -1 : x < y;
}

int row_compare_place(const struct row *a, const struct row *b)
{
	int order = strcmp(a->function->file, b->function->file);

	if (!order)
		order = (a->function->line > b->function->line) - (a->function->line < b->function->line);
	return order ? order : strcmp(a->function->name, b->function->name);
}
