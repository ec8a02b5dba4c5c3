/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* JUnit: one suite, a test case for each check. */
#include "outcome.h"

#include "output.h"

static void outcome_clear(gpointer data)
{
	struct outcome *outcome = data;

	g_free(outcome->name);
	g_free(outcome->check);
	g_free(outcome->broken);
}

GArray *outcomes_new(void)
{
	GArray *outcomes = g_array_new(FALSE, FALSE, sizeof(struct outcome));

	g_array_set_clear_func(outcomes, outcome_clear);
	return outcomes;
}

static void write_case(FILE *out, const struct outcome *outcome)
{
	g_autofree char *start = g_markup_printf_escaped("    <testcase classname=\"%s\" name=\"%s\"",
													 outcome->name, outcome->check);
	g_autofree char *failure =
		outcome->broken ? g_markup_printf_escaped(
							  "      <failure message=\"%s\" type=\"budget\"/>\n", outcome->broken)
						: NULL;

	if (failure)
		fprintf(out, "%s>\n%s    </testcase>\n", start, failure);
	else
		fprintf(out, "%s/>\n", start);
}

bool outcomes_write_junit(const GArray *outcomes, const char *file, GError **error)
{
	FILE *out = output_open(file, error);
	guint broken = 0;

	if (!out)
		return false;
	for (guint i = 0; i < outcomes->len; i++)
		broken += g_array_index(outcomes, struct outcome, i).broken != NULL;
	fprintf(out,
			"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
			"  <testsuite name=\"memreport\" tests=\"%u\" failures=\"%u\" errors=\"0\">\n",
			outcomes->len, broken);
	for (guint i = 0; i < outcomes->len; i++)
		write_case(out, &g_array_index(outcomes, struct outcome, i));
	fputs("  </testsuite>\n</testsuites>\n", out);
	return output_close(out, file, error);
}
