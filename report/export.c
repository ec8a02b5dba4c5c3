/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memreport export: the profile in a format that other tools read. */
#include "export.h"

#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "error.h"
#include "output.h"

static const struct format {
	const char *name;
	export_function *write;
	bool metric; /* may be told one */
	bool binary;
	const char *about;
} formats[] = {
	{"json", export_json, false, false, "everything, for scripts"},
	{"csv", export_csv, false, false, "functions and all their figures, for spreadsheets"},
	{"pstats", export_pstats, true, true, "python3 -m pstats, snakeviz, gprof2dot (default: time)"},
	{"callgrind", export_callgrind, true, false,
	 "kcachegrind, callgrind_annotate: all metrics (the one named first)"},
	{"folded", export_folded, true, false, "flamegraph.pl, inferno (default: alloc)"},
	{"speedscope", export_speedscope, true, false, "speedscope.app (default: all metrics)"},
	{"gprof2dot", export_gprof2dot, true, false, "gprof2dot -f json (default: alloc)"},
	{"dot", export_dot, true, false, "graphviz, time and memory in one (colours: alloc)"},
	{"pprof", export_pprof, true, true, "go tool pprof (default sample: alloc)"},
};

static const struct format *find_format(const char *name, GError **error)
{
	g_autoptr(GString) known = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
		if (name && !strcmp(formats[i].name, name))
			return &formats[i];
		g_string_append_printf(known, " %s", formats[i].name);
	}
	fail_usage(error, name ? "--format=%s: not one of%s" : "--format%s: missing; one of%s",
			   name ? name : "", known->str);
	return NULL;
}

char **export_names(const struct model *model)
{
	guint count = model->functions->len;
	GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	char **names = g_new0(char *, count + 1);

	for (guint pass = 0; pass < 2; pass++)
		for (guint i = 0; i < count; i++) {
			const struct function *f = model_function(model, i);
			char *key = g_strdup_printf("%s\n%u\n%s", f->name, f->line, f->file);
			guint times = GPOINTER_TO_UINT(g_hash_table_lookup(seen, key));

			if (pass)
				names[i] =
					times > 1 ? g_strdup_printf("%s [%s]", f->name, f->linkage) : g_strdup(f->name);
			else
				g_hash_table_insert(seen, g_strdup(key), GUINT_TO_POINTER(times + 1));
			g_free(key);
		}
	g_hash_table_destroy(seen);
	return names;
}

GArray *export_chain(const struct model *model, uint32_t path)
{
	GArray *chain = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (; path != NO_INDEX; path = model_path(model, path)->parent)
		g_array_append_val(chain, model_path(model, path)->function);
	return chain;
}

static bool write_file(const struct format *format, const struct model *model,
					   const struct export_options *options, const char *output, GError **error)
{
	bool named = output && strcmp(output, "-");
	FILE *stream = named ? output_open(output, error) : stdout;
	bool written;

	if (!stream)
		return false;
	if (format->binary && isatty(fileno(stream)))
		written = fail_usage(error, "%s: is not for a terminal: -o FILE", format->name);
	else
		written = format->write(model, options, stream, error);
	if (named && !output_close(stream, output, written ? error : NULL))
		return false;
	return written;
}

static bool parse_metric(const struct format *format, const char *name,
						 struct export_options *options, GError **error)
{
	options->metric = NULL;
	if (!name)
		return true;
	if (!format->metric)
		return fail_usage(error, "--metric: %s holds all figures", format->name);
	options->metric = metric_find(name, error);
	if (options->metric && format->write == export_pprof && !export_pprof_takes(options->metric))
		return fail_usage(error, "--metric: pprof has time, alloc, allocs and leaked");
	return options->metric;
}

static char *describe_formats(void)
{
	GString *text = g_string_new("Formats:\n");

	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		g_string_append_printf(text, "  %-11s %s\n", formats[i].name, formats[i].about);
	g_string_append(text, "Metrics: " METRIC_NAMES ". Peaks do not add up over functions: json "
						  "and csv have them.\n\nExample: as cProfile's users know it\n"
						  "  memreport export --format=pstats --metric=alloc -o alloc.pstats "
						  "profile.out\n  python3 -m pstats alloc.pstats");
	return g_string_free(text, FALSE);
}

static int run(struct view *view, const struct format *format, const struct export_options *options,
			   const char *output)
{
	GError *error = NULL;
	int status = EXIT_KEPT;
	struct model *model = view_load(view, &status);

	if (model && !write_file(format, model, options, output, &error))
		status = error_report(NULL, error);
	model_free(model);
	return status;
}

int command_export(int argc, char **argv)
{
	g_autofree char *name = NULL, *metric = NULL, *output = NULL, *about = describe_formats();
	const GOptionEntry own[] = {
		{"format", 'f', 0, G_OPTION_ARG_STRING, &name, "The format to write", "FORMAT"},
		{"metric", 'm', 0, G_OPTION_ARG_STRING, &metric, "The figure to write", "METRIC"},
		{"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write to FILE", "FILE"},
		{0},
	};
	const struct view_usage usage = {
		.arguments = "--format=FORMAT [PROFILE…]",
		.about = "The profile in a format that other tools read.",
		.example = about,
		.sort = "peak",
		.own = own,
		.without = "bytes color",
		.threads = true,
	};
	const struct format *format;
	struct export_options options;
	struct view view;
	GError *error = NULL;
	int status;

	view_init(&view);
	if (view_parse(&view, argc, argv, &usage, &error) && (format = find_format(name, &error)) &&
		parse_metric(format, metric, &options, &error))
		status = run(&view, format, &options, output);
	else
		status = error_report(NULL, error);
	view_clear(&view);
	return status;
}
