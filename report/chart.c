/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "chart.h"

#include <glib.h>
#include <string.h>

static const char *const block_steps[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const ascii_steps[] = {" ", ".", ":", "#"};

static double highest(const struct chart *chart)
{
	double most = 0;

	for (int i = 0; i < chart->width; i++)
		most = MAX(most, chart->value[i]);
	return most;
}

static int steps_a_row(const struct chart *chart)
{
	return (int)(chart->blocks ? G_N_ELEMENTS(block_steps) : G_N_ELEMENTS(ascii_steps)) - 1;
}

/* How high a column is, in steps. */
static int height_of(const struct chart *chart, double value, double most)
{
	int all = chart->height * steps_a_row(chart);
	int height = most > 0 ? (int)(value / most * all + 0.5) : 0;

	return value > 0 ? CLAMP(height, 1, all) : 0;
}

static void print_row(const struct chart *chart, int row, double most, FILE *stream)
{
	int steps = steps_a_row(chart);
	const char *label = row == chart->height - 1 ? chart->top : "";
	GString *line = g_string_new(NULL);

	for (int i = 0; i < chart->width; i++) {
		int step = CLAMP(height_of(chart, chart->value[i], most) - row * steps, 0, steps);

		g_string_append(line, chart->blocks ? block_steps[step] : ascii_steps[step]);
	}
	while (line->len && line->str[line->len - 1] == ' ')
		g_string_truncate(line, line->len - 1);
	fprintf(stream, "%*s %s%s\n", chart->label_width, label, chart->blocks ? "│" : "|", line->str);
	g_string_free(line, TRUE);
}

void chart_print(const struct chart *chart, FILE *stream)
{
	double most = highest(chart);

	for (int row = chart->height - 1; row >= 0; row--)
		print_row(chart, row, most, stream);
	fprintf(stream, "%*s %s", chart->label_width, chart->bottom, chart->blocks ? "└" : "+");
	for (int i = 0; i < chart->width; i++)
		fputs(chart->blocks ? "─" : "-", stream);
	putc('\n', stream);
	if (chart->below) {
		g_autofree char *below = g_strchomp(g_strndup(chart->below, (gsize)chart->width));

		fprintf(stream, "%*s  %s\n", chart->label_width, "", below);
	}
}
