/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * A column shows the highest of what it covers, so that none is drawn lower than it was: of the
 * points in it, and of the peak where that rose on the way to one of them. A column without a point
 * is as high as the one before. What was allocated is taken to have come evenly between two points.
 */
#include "timeline_columns.h"

int timeline_column_at(const struct timeline_columns *c, int64_t ns)
{
	double at = c->end_ns > 0 ? (double)ns / (double)c->end_ns * c->width : 0;

	return (int)CLAMP(at, 0, c->width - 1);
}

static void at_least(double *column, double value)
{
	*column = MAX(*column, value);
}

/* Columns up to that of a point stay as the point before left them. */
static void carry_on(struct timeline_columns *c, const struct point *before,
					 const struct point *point)
{
	int from = timeline_column_at(c, before->ns), to = timeline_column_at(c, point->ns);

	for (int i = from + 1; i < to; i++) {
		at_least(&c->live[i], (double)before->live_bytes);
		at_least(&c->rss[i], (double)before->rss_bytes);
	}
}

static void note_peak(struct timeline_columns *c, int64_t before_ns, const struct point *point)
{
	if (point->peak_bytes <= c->peak_bytes)
		return;
	c->peak_bytes = point->peak_bytes;
	c->peak_from = before_ns;
	c->peak_to = point->ns;
	at_least(&c->live[timeline_column_at(c, point->ns)], (double)point->peak_bytes);
}

/* How much of [from, to] lies in a column. */
static double share(const struct timeline_columns *c, int column, double from, double to)
{
	double width = (double)c->end_ns / c->width;
	double begin = MAX(from, column * width), end = MIN(to, (column + 1) * width);

	return to > from && end > begin ? (end - begin) / (to - from) : 0;
}

static void spread(struct timeline_columns *c, int64_t before_ns, int64_t before_bytes,
				   const struct point *point)
{
	double bytes = (double)(point->alloc_bytes - before_bytes);
	double seconds = (double)c->end_ns / c->width / 1e9;
	int last = timeline_column_at(c, point->ns);

	if (bytes <= 0 || seconds <= 0)
		return;
	for (int i = timeline_column_at(c, before_ns); i <= last; i++)
		c->rate[i] += bytes * share(c, i, (double)before_ns, (double)point->ns) / seconds;
}

struct timeline_columns timeline_columns_new(const struct point *points, guint count, int width)
{
	struct timeline_columns c = {.width = width,
								 .end_ns = points[count - 1].ns,
								 .live = g_new0(double, width),
								 .rss = g_new0(double, width),
								 .rate = g_new0(double, width)};

	for (guint i = 0; i < count; i++) {
		const struct point *p = &points[i], *before = i ? p - 1 : NULL;
		int at = timeline_column_at(&c, p->ns);

		if (before)
			carry_on(&c, before, p);
		at_least(&c.live[at], (double)p->live_bytes);
		at_least(&c.rss[at], (double)p->rss_bytes);
		note_peak(&c, before ? before->ns : 0, p);
		spread(&c, before ? before->ns : 0, before ? before->alloc_bytes : 0, p);
	}
	return c;
}

void timeline_columns_clear(struct timeline_columns *c)
{
	g_free(c->live);
	g_free(c->rss);
	g_free(c->rate);
}
