/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Folded stacks: outermost;…;innermost and a whole number, a line a path. A function that recursed
 * stands once more behind the level it recursed in. */
#include <inttypes.h>

#include "export.h"
#include "text.h"

/* A semicolon would be a frame more. */
static char *frame_name(const struct function *function)
{
	char *name = text_printable(function->name);

	return g_strdelimit(name, ";", ':');
}

bool export_folded(const struct model *model, const struct export_options *options, FILE *stream,
				   GError **error)
{
	const struct metric *metric = options->metric ? options->metric : metric_find("alloc", error);
	char **names = g_new0(char *, model->functions->len + 1);

	for (guint i = 0; i < model->functions->len; i++)
		names[i] = frame_name(model_function(model, i));
	for (uint32_t i = 0; i < model->path_count; i++) {
		int64_t value = metric_of_path(metric, model, i);
		GArray *chain;

		if (!value)
			continue;
		chain = export_chain(model, i);
		for (guint j = chain->len; j-- > 0;)
			fprintf(stream, "%s%c", names[g_array_index(chain, uint32_t, j)], j ? ';' : ' ');
		fprintf(stream, "%" PRIi64 "\n", value);
		g_array_free(chain, TRUE);
	}
	g_strfreev(names);
	return true;
}
