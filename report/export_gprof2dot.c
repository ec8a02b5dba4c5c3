/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* gprof2dot's json (its schema.json): an event a path, the innermost function first, one cost. */
#include "export.h"
#include "json_writer.h"

static void write_functions(struct json_writer *w, const struct model *model)
{
	jw_open(w, "functions", '[');
	for (guint i = 0; i < model->functions->len; i++) {
		const struct function *f = model_function(model, i);

		jw_open(w, NULL, '{');
		jw_text(w, "name", f->name);
		jw_text(w, "module", f->file);
		jw_close(w, '}');
	}
	jw_close(w, ']');
}

bool export_gprof2dot(const struct model *model, const struct export_options *options, FILE *stream,
					  GError **error)
{
	const struct metric *metric = options->metric ? options->metric : metric_find("alloc", error);
	struct json_writer w = {.stream = stream};

	jw_open(&w, NULL, '{');
	jw_int(&w, "version", 0);
	jw_open(&w, "costs", '[');
	jw_open(&w, NULL, '{');
	jw_text(&w, "description", metric->about);
	jw_text(&w, "unit", metric->unit);
	jw_close(&w, '}');
	jw_close(&w, ']');
	write_functions(&w, model);
	jw_open(&w, "events", '[');
	for (uint32_t i = 0; i < model->path_count; i++) {
		int64_t value = metric_of_path(metric, model, i);
		GArray *chain;

		if (!value)
			continue;
		chain = export_chain(model, i);
		jw_open(&w, NULL, '{');
		jw_open(&w, "callchain", '[');
		for (guint j = 0; j < chain->len; j++)
			jw_int(&w, NULL, g_array_index(chain, uint32_t, j));
		jw_close(&w, ']');
		jw_open(&w, "cost", '[');
		jw_int(&w, NULL, value);
		jw_close(&w, ']');
		jw_close(&w, '}');
		g_array_free(chain, TRUE);
	}
	jw_close(&w, ']');
	jw_close(&w, '}');
	return true;
}
