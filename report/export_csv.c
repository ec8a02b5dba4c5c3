/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* CSV (RFC 4180): a line a function, a column a figure, headed by the keys of the JSON. A text that
 * a spreadsheet would take for a formula is made text by an apostrophe. */
#include <inttypes.h>
#include <string.h>

#include "export.h"
#include "text.h"

static void write_text(FILE *stream, const char *text)
{
	g_autofree char *plain = text_printable(text);
	g_auto(GStrv) parts = g_strsplit(plain, "\"", -1);
	g_autofree char *quoted = g_strjoinv("\"\"", parts);
	bool formula = *plain && strchr("=+-@", *plain);

	fprintf(stream, "\"%s%s\"", formula ? "'" : "", quoted);
}

static bool is_none(int figure, int64_t value)
{
	return (figure == FIG_MIN_NS && value == FIG_NO_MIN) ||
		   (figure == FIG_MAX_NS && value == FIG_NO_MAX);
}

bool export_csv(const struct model *model, const struct export_options *options, FILE *stream,
				GError **error)
{
	(void)options;
	(void)error;
	fputs("name,pretty_name,linkage_name,file,line", stream);
	for (int i = 0; i < FIG_COUNT; i++)
		if (figure_is_recorded((enum figure)i, model->trust.flags))
			fprintf(stream, ",%s", figure_keys[i]);
	fputs("\r\n", stream);
	for (guint f = 0; f < model->functions->len; f++) {
		const struct function *function = model_function(model, f);
		const char *const texts[] = {function->name, function->pretty, function->linkage,
									 function->file};

		for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
			write_text(stream, texts[i]);
			putc(',', stream);
		}
		fprintf(stream, "%u", function->line);
		for (int i = 0; i < FIG_COUNT; i++) {
			if (!figure_is_recorded((enum figure)i, model->trust.flags))
				continue;
			putc(',', stream);
			if (!is_none(i, function->v[i]))
				fprintf(stream, "%" PRIi64, function->v[i]);
		}
		fputs("\r\n", stream);
	}
	return true;
}
