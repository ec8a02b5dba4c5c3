/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memreport export: the profile in a format that other tools read. */
#include "export.h"

#include <errno.h>
#include <string.h>

#include "commands.h"
#include "error.h"
#include "view.h"

static const struct format {
	const char *name;
	bool (*write)(const struct model *, const struct export_options *, FILE *, GError **);
} formats[] = {
	{"json", export_json},
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

static bool write_file(const struct format *format, const struct model *model,
					   const struct export_options *options, const char *output, GError **error)
{
	FILE *stream = output && strcmp(output, "-") ? fopen(output, "w") : stdout;
	bool written;

	if (!stream)
		return fail(error, "%s: cannot write: %s", output, g_strerror(errno));
	written = format->write(model, options, stream, error);
	if (stream != stdout && (ferror(stream) | fclose(stream)) && written)
		return fail(error, "%s: cannot write: %s", output, g_strerror(errno));
	return written;
}

int command_export(int argc, char **argv)
{
	struct view view;
	g_autofree char *name = NULL, *metric = NULL, *output = NULL;
	const GOptionEntry own[] = {
		{"format", 'f', 0, G_OPTION_ARG_STRING, &name, "The format to write", "FORMAT"},
		{"metric", 'm', 0, G_OPTION_ARG_STRING, &metric, "The figure to write", "METRIC"},
		{"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write to FILE", "FILE"},
		{0},
	};
	const struct view_usage usage = {
		.arguments = "--format=FORMAT [PROFILE…]",
		.about = "The profile for other tools.",
		.sort = "peak",
		.own = own,
	};
	const struct format *format;
	struct export_options options;
	struct model *model;
	GError *error = NULL;
	int status = EXIT_KEPT;

	view_init(&view);
	if (!view_parse(&view, argc, argv, &usage, &error) || !(format = find_format(name, &error))) {
		status = error_report(NULL, error);
		goto out;
	}
	options.metric = metric;
	model = view_load(&view, &status);
	if (model && !write_file(format, model, &options, output, &error))
		status = error_report(NULL, error);
	model_free(model);
out:
	view_clear(&view);
	return status;
}
