/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memreport timeline: live memory, RSS and the rate of allocation over time, from the points that
 * the runtime's monitor took. */
#include <inttypes.h>
#include <string.h>

#include "banner.h"
#include "chart.h"
#include "commands.h"
#include "error.h"
#include "export.h"
#include "format.h"
#include "json_writer.h"
#include "terminal.h"
#include "timeline_columns.h"

enum { USUAL_WIDTH = 80, LEAST_WIDTH = 30, MOST_WIDTH = 1000 };
enum { LABEL_WIDTH = 10, EXACT_LABEL_WIDTH = 16 }; /* 1023 MiB/s, 999999999999 B/s */

/* How it is drawn. */
struct drawing {
	const struct view *view;
	int width, height;
	bool blocks;
	int label_width;
};

static const struct point *point_at(const struct model *model, guint i)
{
	return &g_array_index(model->points, struct point, i);
}

/* What is known of the end without the monitor: all but the RSS. */
static void append_end(const struct model *model, GArray *points)
{
	const struct totals *t = &model->totals;
	struct point end = g_array_index(points, struct point, points->len - 1);

	if (model->processes->len > 1 || model->rewound || t->wall_ns <= end.ns)
		return;
	end.ns = t->wall_ns;
	end.live_bytes = t->leaked_bytes;
	end.peak_bytes = t->peak_bytes;
	end.allocs = t->allocs;
	end.alloc_bytes = t->alloc_bytes;
	g_array_append_val(points, end);
}

/* ^ the peak, s a snapshot, m a mark, * where several are in one column. */
static void put(char *below, int at, char what)
{
	below[at] = below[at] == ' ' || below[at] == what ? what : '*';
}

static char *events_below(const struct model *model, const struct timeline_columns *c,
						  uint32_t process)
{
	char *below = g_strnfill((gsize)c->width, ' ');

	for (guint i = 0; i < model->marks->len; i++) {
		const struct mark *mark = &g_array_index(model->marks, struct mark, i);

		if (mark->process == process)
			put(below, timeline_column_at(c, mark->ns), 'm');
	}
	for (guint i = 0; i < model->pictures->len; i++) {
		const struct picture *picture = &g_array_index(model->pictures, struct picture, i);

		if (picture->process == process)
			put(below, timeline_column_at(c, picture->ns), 's');
	}
	put(below, timeline_column_at(c, c->peak_to), '^');
	return below;
}

static double highest(const double *values, int count)
{
	double most = 0;

	for (int i = 0; i < count; i++)
		most = MAX(most, values[i]);
	return MIN(most, 0x1p62);
}

static void print_chart(const struct drawing *t, const double *values, int height, int width,
						const char *unit, const char *below)
{
	g_autofree char *size = format_size((int64_t)highest(values, width), t->view->exact);
	g_autofree char *top = g_strconcat(size, unit, NULL);

	chart_print(&(struct chart){.value = values,
								.width = width,
								.height = height,
								.blocks = t->blocks,
								.top = top,
								.bottom = "0",
								.label_width = t->label_width,
								.below = below},
				stdout);
}

static void print_times(const struct drawing *t, const struct timeline_columns *c)
{
	g_autofree char *end = format_duration(c->end_ns);

	printf("%*s  0%*s\n", t->label_width, "", c->width - 1, end);
}

static void draw(const struct drawing *t, const struct model *model, GArray *points)
{
	int width = t->width - t->label_width - 2;
	uint32_t process = g_array_index(points, struct point, 0).process;
	struct timeline_columns c =
		timeline_columns_new((const struct point *)points->data, points->len, width);
	g_autofree char *below = events_below(model, &c, process);
	g_autofree char *peak = format_size(c.peak_bytes, t->view->exact);
	g_autofree char *from = format_duration(c.peak_from);
	g_autofree char *to = format_duration(c.peak_to);

	printf("Live memory; peak %s, between %s and %s\n", peak, from, to);
	print_chart(t, c.live, t->height, width, "", below);
	print_times(t, &c);
	printf("%*s  ^ peak%s%s\n\n", t->label_width, "", model->pictures->len ? ", s snapshot" : "",
		   model->marks->len ? ", m mark" : "");
	puts("RSS, as the system tells it");
	print_chart(t, c.rss, (t->height + 1) / 2, width, "", NULL);
	puts("\nAllocated a second");
	print_chart(t, c.rate, (t->height + 1) / 2, width, "/s", NULL);
	timeline_columns_clear(&c);
}

void timeline_print(const struct view *view, const struct model *model, int width, int height,
					bool blocks)
{
	struct drawing drawing = {.view = view,
							  .width = width,
							  .height = height,
							  .blocks = blocks,
							  .label_width = view->exact ? EXACT_LABEL_WIDTH : LABEL_WIDTH};
	guint i = 0;

	banner_print(model, view->exact, stdout);
	while (i < model->points->len) {
		g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct point));
		uint32_t process = point_at(model, i)->process;

		for (; i < model->points->len && point_at(model, i)->process == process; i++)
			g_array_append_val(points, *point_at(model, i));
		putchar('\n');
		if (model->processes->len > 1)
			printf("pid %u: ", model_process(model, process)->pid);
		append_end(model, points);
		draw(&drawing, model, points);
	}
	putchar('\n');
	trust_print(model, view->exact, stdout);
}

static void print_csv(const struct model *model)
{
	fputs("pid,ns,live_bytes,peak_bytes,rss_bytes,allocs,alloc_bytes\r\n", stdout);
	for (guint i = 0; i < model->points->len; i++) {
		const struct point *p = point_at(model, i);

		printf("%u,%" PRIi64 ",%" PRIi64 ",%" PRIi64 ",%" PRIi64 ",%" PRIi64 ",%" PRIi64 "\r\n",
			   model_process(model, p->process)->pid, p->ns, p->live_bytes, p->peak_bytes,
			   p->rss_bytes, p->allocs, p->alloc_bytes);
	}
}

static void print_json(const struct model *model)
{
	struct json_writer w = {.stream = stdout};

	jw_open(&w, NULL, '{');
	export_json_pictures(&w, model);
	jw_close(&w, '}');
}

struct timeline {
	int width, height;
	char *chars;
	gboolean csv, json;
	bool blocks;
};

/* Block characters are for people: a pipe gets ASCII. */
static bool choose_chars(struct timeline *t, GError **error)
{
	static const char *const words[] = {"auto", "blocks", "ascii", NULL};

	if (t->chars && !g_strv_contains(words, t->chars))
		return fail_usage(error, "--chars %s: not one of auto blocks ascii", t->chars);
	t->blocks = t->chars && !strcmp(t->chars, "blocks");
	if (!t->chars || !strcmp(t->chars, "auto"))
		t->blocks = terminal_has_blocks();
	return true;
}

static bool check(void *own, GError **error)
{
	struct timeline *t = own;

	if (!t->width)
		t->width = (int)MIN(terminal_width(), MOST_WIDTH);
	if (!t->width)
		t->width = USUAL_WIDTH;
	if (t->width < 0 || t->width > MOST_WIDTH)
		return fail_usage(error, "--width: it is %d when it should be %d to %d", t->width,
						  LEAST_WIDTH, MOST_WIDTH);
	t->width = MAX(t->width, LEAST_WIDTH);
	if (t->height < 1 || t->height > 100)
		return fail_usage(error, "--height: it is %d when it should be 1 to 100", t->height);
	return choose_chars(t, error);
}

static int print(struct view *view, const struct model *model, void *own)
{
	const struct timeline *t = own;

	if (!model->points->len && !(t->json && (model->marks->len || model->pictures->len)))
		return view_not_recorded(
			view, "timeline: not recorded: run the program with MEMFN_OPTIONS=monitor=100ms");
	if (t->csv)
		print_csv(model);
	else if (t->json)
		print_json(model);
	else
		timeline_print(view, model, t->width, t->height, t->blocks);
	return EXIT_KEPT;
}

int command_timeline(int argc, char **argv)
{
	static const struct view_steps steps = {check, print};
	struct timeline t = {.height = 10};
	const GOptionEntry own[] = {
		{"width", 0, 0, G_OPTION_ARG_INT, &t.width, "Columns: the terminal's, or 80", "N"},
		{"height", 0, 0, G_OPTION_ARG_INT, &t.height, "Lines of the first chart (10)", "N"},
		{"chars", 0, 0, G_OPTION_ARG_STRING, &t.chars,
		 "auto: blocks on a terminal that knows UTF-8, else ascii", "auto|blocks|ascii"},
		{"csv", 0, 0, G_OPTION_ARG_NONE, &t.csv, "The points as CSV", NULL},
		{"json", 0, 0, G_OPTION_ARG_NONE, &t.json, "The points as JSON, with marks and snapshots",
		 NULL},
		{0},
	};
	const struct view_usage usage = {
		.arguments = "[PROFILE…]",
		.about = "Live memory, RSS and the rate of allocation over time, of a program that ran "
				 "with MEMFN_OPTIONS=monitor=100ms. Of a column the highest is drawn; the peak "
				 "is exact.",
		.example = "Examples:\n"
				   "  memreport timeline\n"
				   "  memreport timeline --csv profile.out > points.csv",
		.sort = "peak",
		.without = "filter exclude snapshot strip-dirs compensate color",
		.own = own,
	};
	int status = view_command(argc, argv, &usage, &steps, &t);

	g_free(t.chars);
	return status;
}
