/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The decorator prints, after each call:
 *     "Profiling: {:>20}  RSS: {:>8} | VMS: {:>8} | SHR {:>8} | time: {:>8}"
 * with the name in <>, how much psutil's memory_info grew, in units of 1000, and the time. Here a
 * line stands for all calls together.
 */
#include "stats_classic.h"

#include <math.h>
#include <string.h>

#include "format.h"
#include "text.h"

/* str(round(value, 2)) */
static char *rounded(double value, const char *unit)
{
	g_autofree char *text = format_python_float(value, 2);

	return g_strconcat(text, unit, NULL);
}

static char *bytes_text(int64_t bytes, bool known)
{
	double size = fabs((double)bytes);

	if (!known)
		return g_strdup("n/a");
	if (size < 1000)
		return g_strdup_printf("%dB", (int)bytes);
	if (size < 1e6)
		return rounded((double)bytes / 1e3, "kB");
	return size < 1e9 ? rounded((double)bytes / 1e6, "MB") : rounded((double)bytes / 1e9, "GB");
}

static char *time_text(int64_t ns)
{
	double seconds = (double)ns / 1e9;

	if (seconds < 1)
		return rounded(seconds * 1000, "ms");
	if (seconds < 60)
		return rounded(seconds, "s");
	return seconds < 3600 ? rounded(seconds / 60, "min") : rounded(seconds / 3600, "hrs");
}

static void print_line(const struct function *f, bool known, FILE *stream)
{
	g_autofree char *plain = text_printable(f->name);
	g_autofree char *name = f->pseudo ? g_strdup(plain) : g_strdup_printf("<%s>", plain);
	g_autofree char *rss = bytes_text(f->v[FIG_TOTAL_RSS_BYTES], known);
	g_autofree char *vms = bytes_text(f->v[FIG_TOTAL_VMS_BYTES], known);
	g_autofree char *shared = bytes_text(f->v[FIG_TOTAL_SHARED_BYTES], known);
	g_autofree char *time = time_text(f->v[FIG_TOTAL_NS]);

	int width =
		20 + (int)(strlen(name) - (size_t)g_utf8_strlen(name, -1)); /* printf counts bytes */

	fprintf(stream, "Profiling: %*s  RSS: %8s | VMS: %8s | SHR %8s | time: %8s\n", width, name, rss,
			vms, shared, time);
}

void stats_classic_print(struct view *view, const struct model *model, FILE *stream)
{
	bool known = model->trust.flags & MEMFN_HEADER_RSS;
	GArray *rows = view_rows(view, model);

	for (guint i = 0; i < rows->len; i++)
		print_line(g_array_index(rows, struct row, i).function, known, stream);
	if (!known && model_beside_missing(model))
		fprintf(stderr, "memreport: RSS, VMS and SHR: %s\n", model_beside_missing(model));
	else if (!known)
		fputs("memreport: RSS, VMS and SHR were not recorded: run the program with "
			  "MEMFN_OPTIONS=rss=1\n",
			  stderr);
	g_array_free(rows, TRUE);
}
