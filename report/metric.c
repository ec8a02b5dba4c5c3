/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The metrics' table, and their sums. */
#include "metric.h"

#include <string.h>

#include "error.h"

const struct metric metrics[] = {
	{"time", FIG_SELF_NS, FIG_TOTAL_NS, "nanoseconds", "time"},
	{"alloc", FIG_ALLOC_BYTES, FIG_TOTAL_ALLOC_BYTES, "bytes", "bytes allocated"},
	{"allocs", FIG_ALLOCS, FIG_TOTAL_ALLOCS, "count", "allocations"},
	{"frees", FIG_FREES, FIG_TOTAL_FREES, "count", "blocks freed"},
	{"freed", FIG_FREED_BYTES, FIG_TOTAL_FREED_BYTES, "bytes", "bytes freed"},
	{"leaked", FIG_LEAKED_BYTES, FIG_TOTAL_LEAKED_BYTES, "bytes", "bytes live at the end"},
	{"atpeak", FIG_AT_PEAK_BYTES, FIG_TOTAL_AT_PEAK_BYTES, "bytes",
	 "bytes live at the peak of the process"},
};
const size_t metric_count = G_N_ELEMENTS(metrics);

const struct metric *metric_find(const char *name, GError **error)
{
	for (size_t i = 0; i < metric_count; i++)
		if (!strcmp(metrics[i].name, name))
			return &metrics[i];
	if (!strcmp(name, "peak") || !strcmp(name, "ownpeak") || !strcmp(name, "kept"))
		fail_usage(error,
				   "metric %s: does not add up over functions; atpeak does: what was live when "
				   "the process was at its peak",
				   name);
	else
		fail_usage(error, "metric %s: not one of " METRIC_NAMES, name);
	return NULL;
}

int64_t metric_of_path(const struct metric *metric, const struct model *model, uint32_t path)
{
	return MAX(model_path(model, path)->v[metric->figure], 0);
}

int64_t *metric_inclusive(const struct metric *metric, const struct model *model)
{
	int64_t *sums = g_new(int64_t, model->path_count);

	for (uint32_t i = 0; i < model->path_count; i++)
		sums[i] = metric_of_path(metric, model, i);
	for (uint32_t i = model->path_count - 1; i > 0; i--)
		sums[model_path(model, i)->parent] += sums[i];
	return sums;
}

int64_t metric_total(const struct metric *metric, const struct model *model)
{
	int64_t total = 0;

	for (uint32_t i = 0; i < model->path_count; i++)
		total += metric_of_path(metric, model, i);
	return total;
}
