/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* One line on stderr for each thing that could not be done. */
#include "error.h"

#include <stdio.h>

#include "text.h"

static GQuark error_domain(void)
{
	return g_quark_from_static_string("memreport");
}

bool fail(GError **error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (error)
		*error = g_error_new_valist(error_domain(), EXIT_FAILED, format, args);
	va_end(args);
	return false;
}

bool fail_usage(GError **error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (error)
		*error = g_error_new_valist(error_domain(), EXIT_USAGE, format, args);
	va_end(args);
	return false;
}

void error_append(GError *error, const char *text)
{
	char *message = g_strconcat(error->message, text, NULL);

	g_free(error->message);
	error->message = message;
}

int error_report(const char *subject, GError *error)
{
	int status = error->domain == error_domain() ? error->code : EXIT_USAGE;
	g_autofree char *where = text_printable(subject ? subject : "");
	g_autofree char *what = text_printable(error->message);

	fflush(stdout);
	fprintf(stderr, "memreport: %s%s%s\n", where, subject ? ": " : "", what);
	g_error_free(error);
	return status;
}
