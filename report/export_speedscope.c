/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* speedscope's own format: one sampled profile for each metric that is not all zero. */
#include <string.h>

#include "export.h"
#include "json_writer.h"

static void write_frames(struct json_writer *w, const struct model *model)
{
	jw_open(w, "shared", '{');
	jw_open(w, "frames", '[');
	for (guint i = 0; i < model->functions->len; i++) {
		const struct function *f = model_function(model, i);

		jw_open(w, NULL, '{');
		jw_text(w, "name", f->name);
		jw_text(w, "file", f->file);
		jw_int(w, "line", f->line);
		jw_close(w, '}');
	}
	jw_close(w, ']');
	jw_close(w, '}');
}

static void write_samples(struct json_writer *w, const struct model *model,
						  const struct metric *metric)
{
	jw_open(w, "samples", '[');
	for (uint32_t i = 0; i < model->path_count; i++) {
		GArray *chain;

		if (!metric_of_path(metric, model, i))
			continue;
		chain = export_chain(model, i);
		jw_open(w, NULL, '[');
		for (guint j = chain->len; j-- > 0;)
			jw_int(w, NULL, g_array_index(chain, uint32_t, j));
		jw_close(w, ']');
		g_array_free(chain, TRUE);
	}
	jw_close(w, ']');
	jw_open(w, "weights", '[');
	for (uint32_t i = 0; i < model->path_count; i++)
		if (metric_of_path(metric, model, i))
			jw_int(w, NULL, metric_of_path(metric, model, i));
	jw_close(w, ']');
}

static void write_profile(struct json_writer *w, const struct model *model,
						  const struct metric *metric)
{
	jw_open(w, NULL, '{');
	jw_text(w, "type", "sampled");
	jw_text(w, "name", metric->about);
	jw_text(w, "unit", strcmp(metric->unit, "count") ? metric->unit : "none");
	jw_int(w, "startValue", 0);
	jw_int(w, "endValue", metric_total(metric, model));
	write_samples(w, model, metric);
	jw_close(w, '}');
}

bool export_speedscope(const struct model *model, const struct export_options *options,
					   FILE *stream, GError **error)
{
	struct json_writer w = {.stream = stream};

	(void)error;
	jw_open(&w, NULL, '{');
	jw_text(&w, "$schema", "https://www.speedscope.app/file-format-schema.json");
	jw_text(&w, "exporter", "memreport " MEMFN_VERSION);
	jw_text(&w, "name", model->processes->len ? model_process(model, 0)->file : "");
	write_frames(&w, model);
	jw_open(&w, "profiles", '[');
	for (size_t i = 0; i < metric_count; i++) {
		const struct metric *metric = &metrics[i];

		/* The first one in any case: a file without profiles cannot be opened. */
		if (options->metric ? metric == options->metric : !i || metric_total(metric, model))
			write_profile(&w, model, metric);
	}
	jw_close(&w, ']');
	jw_close(&w, '}');
	return true;
}
