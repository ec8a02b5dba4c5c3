/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The whole profile for scripts. Keys keep their meaning; new ones may come. */
#include <math.h>

#include "choices.h"
#include "edges.h"
#include "export.h"
#include "format.h"
#include "json_writer.h"

static const char *state_name(enum process_state state)
{
	static const char *const names[] = {
		[PROCESS_EXITED] = "exited",       [PROCESS_REPLACED] = "exited",
		[PROCESS_SIGNALLED] = "signalled", [PROCESS_DIED] = "died",
		[PROCESS_RUNNING] = "running",     [PROCESS_UNKNOWN] = "unknown",
	};

	return names[state];
}

static const char *clock_name(uint32_t clock)
{
	return clock == MEMFN_CLOCK_TSC ? "tsc" : clock == MEMFN_CLOCK_CPU ? "cpu" : "monotonic";
}

static const char *timing_of(uint32_t flags)
{
	return flags & MEMFN_HEADER_NO_TIME   ? "off"
		   : flags & MEMFN_HEADER_SAMPLED ? "sampled"
										  : "exact";
}

static void write_process(struct json_writer *w, const struct process *p)
{
	g_autofree char *start = format_date(p->start_realtime_ns);

	jw_open(w, NULL, '{');
	jw_open(w, "command", '[');
	for (uint32_t i = 0; i < p->command_count; i++)
		jw_text(w, NULL, p->command[i]);
	jw_close(w, ']');
	jw_int(w, "pid", p->pid);
	jw_text(w, "executable", p->executable);
	jw_text(w, "start", start);
	jw_text(w, "state", state_name(p->state));
	if (p->status >= 0)
		jw_int(w, "status", p->status);
	else
		jw_null(w, "status");
	jw_bool(w, "replaced", p->state == PROCESS_REPLACED);
	jw_text(w, "clock", clock_name(p->clock));
	jw_double(w, "hook_ns", (double)p->hook_ps / 1000);
	jw_text(w, "timing", timing_of(p->flags));
	jw_int(w, "wall_ns", p->wall_ns);
	jw_int(w, "peak_bytes", p->peak_bytes);
	if (p->moment)
		jw_text(w, "moment", p->moment);
	jw_close(w, '}');
}

static void write_totals(struct json_writer *w, const struct model *model)
{
	const struct totals *t = &model->totals;

	jw_open(w, "totals", '{');
	jw_int(w, "allocs", t->allocs);
	jw_int(w, "alloc_bytes", t->alloc_bytes);
	jw_int(w, "frees", t->frees);
	jw_int(w, "freed_bytes", t->freed_bytes);
	jw_int(w, "peak_bytes", t->peak_bytes);
	jw_int(w, "peak_error_bytes", t->peak_error_bytes);
	jw_int(w, "peak_process", t->peak_process);
	jw_int(w, "peak_bytes_sum", t->peak_bytes_sum);
	if (model->trust.flags & MEMFN_HEADER_MMAP) {
		jw_int(w, "maps", t->maps);
		jw_int(w, "mapped_bytes", t->mapped_bytes);
		jw_int(w, "mapped_peak_bytes", t->mapped_peak_bytes);
		jw_int(w, "mapped_live_bytes", t->mapped_live_bytes);
	}
	jw_int(w, "leaked_bytes", t->leaked_bytes);
	jw_int(w, "leaked_blocks", t->leaked_blocks);
	jw_int(w, "threads", t->threads);
	jw_int(w, "calls", t->calls);
	jw_int(w, "primitive_calls", t->primitive_calls);
	jw_int(w, "open_calls", t->open_calls);
	jw_int(w, "wall_ns", t->wall_ns);
	jw_close(w, '}');
}

static void write_trust(struct json_writer *w, const struct trust *t)
{
	jw_open(w, "trust", '{');
	jw_int(w, "foreign_frees", t->foreign_frees);
	jw_int(w, "inherited_frees", t->inherited_frees);
	jw_int(w, "frames_closed", t->frames_closed);
	jw_int(w, "dropped_calls", t->dropped_calls);
	jw_int(w, "lost_bytes", t->lost_bytes);
	jw_int(w, "pathless_calls", t->pathless_calls);
	jw_int(w, "frames_lost", t->frames_lost);
	jw_int(w, "stacks_without_credit", t->stacks_without_credit);
	jw_close(w, '}');
}

static void write_figures(struct json_writer *w, const struct model *model, const int64_t *v,
						  int count)
{
	for (int i = 0; i < count; i++) {
		if (!figure_is_recorded((enum figure)i, model->trust.flags))
			continue;
		if (v[i] == (i == FIG_MIN_NS ? FIG_NO_MIN : FIG_NO_MAX) &&
			(i == FIG_MIN_NS || i == FIG_MAX_NS))
			jw_null(w, figure_keys[i]);
		else
			jw_int(w, figure_keys[i], v[i]);
	}
}

static void write_callers(struct json_writer *w, const struct edges *edges, uint32_t function)
{
	static const enum figure shown[] = {FIG_CALLS,       FIG_PRIMITIVE_CALLS,  FIG_SELF_NS,
										FIG_TOTAL_NS,    FIG_ALLOCS,           FIG_TOTAL_ALLOCS,
										FIG_ALLOC_BYTES, FIG_TOTAL_ALLOC_BYTES};

	jw_open(w, "callers", '[');
	for (uint32_t i = edges->first[function]; i < edges->first[function + 1]; i++) {
		jw_open(w, NULL, '{');
		jw_int(w, "function", edges->edge[i].caller);
		for (size_t j = 0; j < G_N_ELEMENTS(shown); j++)
			jw_int(w, figure_keys[shown[j]], edges->edge[i].v[shown[j]]);
		jw_close(w, '}');
	}
	jw_close(w, ']');
}

/* Classes of sizes that have any. */
static void write_sizes(struct json_writer *w, const struct sizes *sizes)
{
	jw_open(w, "sizes", '[');
	for (int i = 0; sizes && i < MEMFN_SIZE_CLASSES; i++) {
		if (!sizes->allocs[i])
			continue;
		jw_open(w, NULL, '{');
		jw_int(w, "from", i ? (int64_t)1 << (i - 1) : 0);
		jw_int(w, "allocs", sizes->allocs[i]);
		jw_int(w, "alloc_bytes", sizes->alloc_bytes[i]);
		jw_close(w, '}');
	}
	jw_close(w, ']');
}

static void write_functions(struct json_writer *w, const struct model *model)
{
	struct edges *edges = edges_new(model);

	jw_open(w, "functions", '[');
	for (guint i = 0; i < model->functions->len; i++) {
		const struct function *f = model_function(model, i);

		jw_open(w, NULL, '{');
		jw_text(w, "name", f->name);
		jw_text(w, "pretty_name", f->pretty);
		jw_text(w, "linkage_name", f->linkage);
		jw_text(w, "file", f->file);
		jw_int(w, "line", f->line);
		jw_text(w, "library", f->library);
		write_figures(w, model, f->v, FIG_COUNT);
		if (model->trust.flags & MEMFN_HEADER_SIZES)
			write_sizes(w, f->sizes);
		if (model->trust.flags & MEMFN_HEADER_SAMPLED && !model->rewound) {
			jw_int(w, "self_error_ns", format_whole(sqrt(f->self_variance)));
			jw_int(w, "total_error_ns", format_whole(sqrt(f->total_variance)));
		}
		if (model->processes->len > 1)
			jw_int(w, "peak_process", f->peak_process);
		write_callers(w, edges, i);
		jw_close(w, '}');
	}
	jw_close(w, ']');
	edges_free(edges);
}

static int64_t index_or_none(uint32_t index)
{
	return index == NO_INDEX ? -1 : (int64_t)index;
}

static void write_paths(struct json_writer *w, const struct model *model)
{
	jw_open(w, "paths", '[');
	for (uint32_t i = 0; i < model->path_count; i++) {
		const struct path *path = model_path(model, i);

		jw_open(w, NULL, '{');
		jw_int(w, "parent", index_or_none(path->parent));
		jw_int(w, "function", path->function);
		jw_bool(w, "nested", path->nested);
		jw_int(w, "caller",
			   path->caller == NO_INDEX ? -1 : (int64_t)model_path(model, path->caller)->function);
		write_figures(w, model, path->v, FIG_PATH_COUNT);
		jw_close(w, '}');
	}
	jw_close(w, ']');
}

static void write_line(struct json_writer *w, const struct line *line)
{
	jw_open(w, NULL, '{');
	jw_text(w, "file", line->file);
	jw_int(w, "line", line->line);
	jw_int(w, "function", line->function);
	jw_text(w, "kind", line->kind);
	jw_int(w, "allocs", line->allocs);
	jw_int(w, "alloc_bytes", line->alloc_bytes);
	jw_int(w, "live_bytes", line->live_bytes);
	jw_int(w, "live_blocks", line->live_blocks);
	jw_int(w, "at_peak_bytes", line->at_peak_bytes);
	jw_int(w, "at_peak_blocks", line->at_peak_blocks);
	jw_int(w, "own_peak_bytes", line->own_peak_bytes);
	jw_close(w, '}');
}

/* All that was allocated; but nothing where nothing is known of lines. */
static void write_lines(struct json_writer *w, const struct model *model)
{
	bool placed = false;

	for (guint i = 0; i < model->lines->len && !placed; i++)
		placed = ((const struct line *)g_ptr_array_index(model->lines, i))->placed;
	jw_open(w, "lines", '[');
	for (guint i = 0; i < model->lines->len && placed; i++)
		write_line(w, g_ptr_array_index(model->lines, i));
	jw_close(w, ']');
}

/* What lists chose. */
static void write_choices(struct json_writer *w, const struct model *model)
{
	g_autoptr(GPtrArray) choices = choices_sorted(model);

	jw_open(w, "selection", '[');
	for (guint i = 0; i < choices->len; i++) {
		const struct choice *choice = choices->pdata[i];

		jw_open(w, NULL, '{');
		jw_text(w, "list", choice->list);
		jw_int(w, "line", choice->line);
		jw_text(w, "section", choice_section(choice));
		jw_text(w, "text", choice->text);
		jw_int(w, "matched", choice->matched);
		jw_int(w, "decided", choice->decided);
		jw_int(w, "modules", choice->modules);
		jw_close(w, '}');
	}
	jw_close(w, ']');
}

bool export_json(const struct model *model, const struct export_options *options, FILE *stream,
				 GError **error)
{
	struct json_writer w = {.stream = stream};

	(void)options;
	(void)error;
	jw_open(&w, NULL, '{');
	jw_text(&w, "format", "memfn");
	jw_int(&w, "version", MEMFN_FORMAT_VERSION);
	jw_open(&w, "processes", '[');
	for (guint i = 0; i < model->processes->len; i++)
		write_process(&w, model_process(model, i));
	jw_close(&w, ']');
	write_totals(&w, model);
	write_trust(&w, &model->trust);
	write_functions(&w, model);
	write_paths(&w, model);
	write_lines(&w, model);
	write_choices(&w, model);
	export_json_pictures(&w, model);
	jw_close(&w, '}');
	return true;
}
