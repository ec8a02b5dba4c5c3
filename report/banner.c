/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The lines above a table, and the trust footer. */
#include "banner.h"

#include <math.h>
#include <string.h>

#include "format.h"
#include "terminal.h"
#include "text.h"

static char *state_text(const struct process *p)
{
	switch (p->state) {
	case PROCESS_EXITED:
		return p->status < 0 ? g_strdup("exited") : g_strdup_printf("exited %d", p->status);
	case PROCESS_REPLACED:
		return g_strdup("replaced by execve");
	case PROCESS_SIGNALLED:
		return p->status < 0
				   ? g_strdup("killed")
				   : g_strdup_printf("killed by signal %d (%s)", p->status, g_strsignal(p->status));
	case PROCESS_DIED:
		return g_strdup("died");
	case PROCESS_RUNNING:
		return g_strdup("running");
	default:
		return g_strdup("state unknown");
	}
}

static char *command_text(const struct process *p)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (uint32_t i = 0; i < p->command_count; i++) {
		g_autofree char *argument = text_argument(p->command[i]);

		g_string_append_printf(text, "%s%s", i ? " " : "", argument);
	}
	return g_strdup(text->str);
}

/* What is said behind the command. */
static char *run_text(const struct process *p)
{
	g_autofree char *state = state_text(p);
	g_autofree char *date = format_date(p->start_realtime_ns);
	g_autofree char *wall = format_duration(p->wall_ns);
	g_autofree char *moment = text_printable(p->moment ? p->moment : "");
	g_autofree char *when = !p->moment ? g_steal_pointer(&wall)
							: p->at_peak
								? g_strdup_printf("at %s", moment)
								: g_strdup_printf("at %s, %s after its start", moment, wall);

	return g_strdup_printf("pid %u, %s, %s, %s", p->pid, state, date, when);
}

/* One line; on a terminal a command that would make it longer than that is wide is cut, though not
 * to nothing. */
static void print_process(const struct process *p, FILE *stream)
{
	enum { SHORTEST = 30 };
	g_autofree char *file = text_printable(p->file);
	g_autofree char *command = command_text(p);
	g_autofree char *run = run_text(p);
	glong width = (glong)terminal_width();
	glong others = g_utf8_strlen(file, -1) + g_utf8_strlen(run, -1) + (glong)strlen(": , ");

	if (width) {
		char *cut = text_cut(command, (size_t)MAX(width - others, SHORTEST), terminal_ellipsis());

		g_free(command);
		command = cut;
	}
	g_autofree char *line =
		g_strconcat(file, *file ? ": " : "", command, *command ? ", " : "", run, NULL);
	terminal_print(line, stream);
}

static void print_processes(const struct model *model, FILE *stream)
{
	enum { SHOWN = 3 };
	guint count = model->processes->len, shown = count > SHOWN + 1 ? SHOWN : count;

	for (guint i = 0; i < shown; i++)
		print_process(model_process(model, i), stream);
	if (shown < count)
		fprintf(stream, "and %u more profiles, merged\n", count - shown);
}

static void print_peak(const struct model *model, bool exact, FILE *stream)
{
	const struct totals *t = &model->totals;
	g_autofree char *peak = format_size(t->peak_bytes, exact);
	g_autofree char *sum = format_size(t->peak_bytes_sum, exact);
	g_autofree char *leaked = format_size(t->leaked_bytes, exact);
	g_autofree char *blocks = format_plural(t->leaked_blocks, "block");

	g_autoptr(GString) out = g_string_new(NULL);

	g_string_append_printf(out, "  peak %s live", peak);
	if (model->processes->len > 1)
		g_string_append_printf(out, " in pid %u, at most %s in all together",
							   model_process(model, t->peak_process)->pid, sum);
	g_string_append_printf(out, "; %s in %s %s", leaked, blocks,
						   model_is_over(model) ? "never freed" : "live");
	terminal_print(out->str, stream);
}

/* Beside the heap, in no figure of it. */
static void print_mapped(const struct model *model, bool exact, FILE *stream)
{
	const struct totals *t = &model->totals;
	g_autofree char *size = format_size(t->mapped_bytes, exact);
	g_autofree char *maps = format_plural(t->maps, "mapping");
	g_autofree char *peak = format_size(t->mapped_peak_bytes, exact);
	g_autofree char *live = format_size(t->mapped_live_bytes, exact);

	if (model->trust.flags & MEMFN_HEADER_MMAP)
		fprintf(stream, "  beside the heap %s in %s; peak %s mapped; %s still mapped\n", size, maps,
				peak, live);
}

/* An empty table needs a reason. */
static void print_nothing_called(const struct model *model, FILE *stream)
{
	guint known = 0;

	for (guint i = 0; i < model->functions->len; i++)
		known += !model_function(model, i)->pseudo;
	if (model->totals.functions)
		return;
	if (known)
		fprintf(stream, "  none of the %u instrumented functions was called\n", known);
	else
		fputs("  no function is instrumented: mark some with MEMFN_PROFILE, or compile with "
			  "memfn-clang --memfn-all\n",
			  stream);
}

static bool has_peak_alone(const struct model *model)
{
	for (guint i = 0; i < model->processes->len; i++)
		if (model_process(model, i)->at_peak)
			return true;
	return false;
}

static void print_calls(const struct model *model, bool exact, FILE *stream)
{
	const struct totals *t = &model->totals;
	g_autofree char *calls = format_plural(t->calls, "call");
	g_autofree char *primitive = format_count(t->primitive_calls);
	g_autofree char *functions = format_plural(t->functions, "function");
	g_autofree char *alloc = format_size(t->alloc_bytes, exact);
	g_autofree char *allocs = format_plural(t->allocs, "allocation");
	g_autoptr(GString) out = g_string_new(NULL);

	g_string_append_printf(out, "  %s", calls);
	if (t->calls != t->primitive_calls)
		g_string_append_printf(out, " (%s primitive)", primitive);
	g_string_append_printf(out, " of %s; %s in %s", functions, alloc, allocs);
	terminal_print(out->str, stream);
}

void banner_print(const struct model *model, bool exact, FILE *stream)
{
	bool peak_alone = has_peak_alone(model);

	print_processes(model, stream);
	if (!peak_alone)
		print_calls(model, exact, stream);
	print_peak(model, exact, stream);
	print_mapped(model, exact, stream);
	if (!peak_alone)
		print_nothing_called(model, stream);
}

/* How many of a noun, in the singular, and what follows it. */
static void append_plural(GString *out, int64_t count, const char *noun, const char *rest)
{
	g_autofree char *number = format_plural(count, noun);

	if (count)
		g_string_append_printf(out, ", %s%s", number, rest);
}

static void append_count(GString *out, int64_t count, const char *what)
{
	g_autofree char *number = count ? format_count(count) : NULL;

	if (count)
		g_string_append_printf(out, ", %s %s", number, what);
}

static void append_hooks(GString *out, const struct model *model)
{
	const struct totals *t = &model->totals;
	double ns = t->calls ? (double)t->hook_ps / 1000 / (double)t->calls : 0;
	g_autofree char *share =
		format_percent((double)t->hook_ps / 1000, (double)model_work_ns(model));

	if (!t->calls && model->processes->len)
		ns = (double)model_process(model, 0)->hook_ps / 1000;
	if (ns <= 0)
		return;
	g_string_append_printf(out, "hook cost %.0f ns a call", ns);
	if (!has_peak_alone(model)) /* of which no calls are known */
		g_string_append_printf(out, ", %s %% of the run%s", share,
							   model->options.compensate ? ", taken off times" : "");
	g_string_append(out, "; ");
}

/* So much that one would rather do something about it. */
static bool hooks_took_most(const struct model *model)
{
	static const double noticed_ns = 1e8;
	double hooks = (double)model->totals.hook_ps / 1000;

	return !model->rewound && hooks >= noticed_ns && hooks > (double)model_work_ns(model) / 2;
}

void advice_print(const struct model *model, FILE *stream)
{
	g_autofree char *file = NULL;

	if (!hooks_took_most(model))
		return;
	file = text_argument(model_process(model, 0)->file);
	fputs("Hooks took most of the run; what to leave out: ", stream);
	if (model->processes->len > 1)
		fputs("memreport suggest PROFILE...\n", stream);
	else if (*model_process(model, 0)->file)
		fprintf(stream, "memreport suggest %s\n", file);
	else
		fputs("memreport run -o FILE, then memreport suggest FILE\n", stream);
}

/* What time is off by, one standard error of each function's total, as a share of all of it. */
static void append_time_error(GString *out, const struct model *model)
{
	double error = 0, time = 0;

	if (model->rewound) { /* a snapshot does not hold how far off they are */
		g_string_append_printf(out, "; times are estimates (one call in %d was timed)",
							   model->trust.sample_every);
		return;
	}
	for (guint i = 0; i < model->functions->len; i++) {
		const struct function *f = model_function(model, i);

		if (f->pseudo || f->v[FIG_TOTAL_NS] <= 0)
			continue;
		error += sqrt(f->total_variance);
		time += (double)f->v[FIG_TOTAL_NS];
	}
	g_autofree char *share = format_percent(error, time);

	g_string_append_printf(out,
						   "; times are estimates, off by %s %% or so (one call in %d was "
						   "timed)",
						   share, model->trust.sample_every);
}

static void append_lost(GString *out, const struct trust *t, bool exact)
{
	g_autoptr(GString) lost = g_string_new(NULL);
	g_autofree char *bytes = format_size(t->lost_bytes, exact);

	append_plural(lost, t->dropped_calls, "call", " dropped");
	append_plural(lost, t->pathless_calls, "call", " without a path");
	append_plural(lost, t->frames_lost, "open frame", " lost");
	append_plural(lost, t->stacks_without_credit, "stack",
				  " beyond 65,535, whose blocks others free uncredited");
	if (t->lost_bytes)
		g_string_append_printf(lost, ", %s charged to nobody", bytes);
	if (t->flags & MEMFN_HEADER_PRIVATE_TAIL)
		g_string_append(lost, ", what did not fit into the file is missing");
	g_string_append(out, lost->len ? lost->str + 2 : "nothing dropped");
}

static void append_doubts(GString *out, const struct model *model, bool exact)
{
	const struct totals *totals = &model->totals;
	const struct trust *t = &model->trust;
	g_autofree char *closed = format_plural(t->frames_closed, "frame");
	g_autofree char *bound = format_size(totals->peak_error_bytes, exact);
	g_autofree char *open = g_strdup_printf("open %s", model_moment(model));

	g_string_append_printf(out, ", %s closed without %s exit", closed,
						   t->frames_closed == 1 ? "its" : "their");
	append_count(out, totals->open_calls, open);
	append_plural(out, t->foreign_frees, "foreign free", "");
	append_plural(out, t->inherited_frees, "inherited free", "");
	if (totals->peak_error_bytes)
		g_string_append_printf(out, "; process peak and what hangs on it may be off by %s", bound);
	if (t->flags & MEMFN_HEADER_NO_MALLOC)
		g_string_append(out, "; memory was not tracked: another malloc was in front");
	if (t->flags & MEMFN_HEADER_NO_TIME)
		g_string_append(out, "; time was not measured");
	if (t->flags & MEMFN_HEADER_SAMPLED)
		append_time_error(out, model);
	if (t->flags & MEMFN_HEADER_RSS)
		g_string_append(out, "; rss, vms and shared are the kernel's figures of the whole process, "
							 "in pages, and not exact");
	if (t->no_clock_rate)
		g_string_append(out, "; times are in clock ticks: too short a run to tell their rate");
}

void trust_print(const struct model *model, bool exact, FILE *stream)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *threads = format_plural(model->totals.threads, "thread");

	g_string_append_printf(out, "%s; ", threads);
	append_hooks(out, model);
	append_lost(out, &model->trust, exact);
	append_doubts(out, model, exact);
	g_string_append_c(out, '.');
	terminal_print(out->str, stream);
}
