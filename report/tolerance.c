/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Shares of an old figure. */
#include "tolerance.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "error.h"
#include "format.h"

/* 5 or 5%, as 0.05; at most so much. */
static bool parse_percent(const char *text, double most, double *value)
{
	char *end;

	*value = g_ascii_strtod(text, &end) / 100;
	return end != text && (!*end || !strcmp(end, "%")) && *value >= 0 && *value <= most;
}

bool tolerance_parse(const char *text, double *tolerance, GError **error)
{
	*tolerance = 0;
	if (text && !parse_percent(text, DBL_MAX, tolerance))
		return fail_usage(error, "--tolerance: it is %s when it should be like 5%%", text);
	return true;
}

bool share_parse(const char *option, const char *text, double *share, GError **error)
{
	if (text && !parse_percent(text, 1, share))
		return fail_usage(error, "%s: it is %s when it should be from 0%% to 100%%", option, text);
	return true;
}

bool tolerance_exceeded(int64_t old, int64_t new, double tolerance)
{
	if (tolerance == 0)
		return old != new;
	return fabs((double)new - (double)old) > tolerance * fabs((double)old);
}

int64_t tolerance_limit(int64_t old, double tolerance)
{
	double limit = floor((double)old + tolerance * fabs((double)old));

	return tolerance == 0 ? old : format_whole(limit);
}
