/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Units, separators and decimals. */
#include "format.h"

#include <glib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

char *format_count(int64_t count)
{
	char digits[32];
	GString *out = g_string_new(count < 0 ? "-" : "");
	int n = g_snprintf(digits, sizeof(digits), "%" PRIu64,
					   count < 0 ? -(uint64_t)count : (uint64_t)count);

	for (int i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			g_string_append_c(out, ',');
		g_string_append_c(out, digits[i]);
	}
	return g_string_free(out, FALSE);
}

int64_t format_whole(double value)
{
	return value >= 0x1p63 ? INT64_MAX : value < -0x1p63 ? INT64_MIN : (int64_t)value;
}

char *format_plural(int64_t count, const char *noun)
{
	g_autofree char *number = format_count(count);

	return g_strdup_printf("%s %s%s", number, noun, count == 1 ? "" : "s");
}

/* Below 100 one decimal, else none; 99.96 is 100 then. */
static char *with_unit(double value, const char *unit)
{
	return g_strdup_printf(fabs(value) < 99.95 ? "%.1f %s" : "%.0f %s", value, unit);
}

char *format_size(int64_t bytes, bool exact)
{
	static const char *const units[] = {"KiB", "MiB", "GiB"};
	double value = (double)bytes / 1024;
	size_t unit = 0;

	if (exact || fabs(value) < 1)
		return g_strdup_printf("%" PRIi64 " B", bytes);
	while (unit + 1 < G_N_ELEMENTS(units) && fabs(value) >= 1023.5) {
		value /= 1024;
		unit++;
	}
	return with_unit(value, units[unit]);
}

char *format_size_python(double size, bool sign)
{
	static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};

	for (size_t i = 0;; i++) {
		if (fabs(size) < 100 && i)
			return g_strdup_printf(sign ? "%+.1f %s" : "%.1f %s", size, units[i]);
		if (fabs(size) < 10 * 1024 || i + 1 == G_N_ELEMENTS(units))
			return g_strdup_printf(sign ? "%+.0f %s" : "%.0f %s", size, units[i]);
		size /= 1024;
	}
}

char *format_python_float(double value, int decimals)
{
	char *text = g_strdup_printf("%.*f", decimals, value);
	size_t size = strlen(text);

	while (text[size - 1] == '0' && text[size - 2] != '.')
		text[--size] = 0;
	return text;
}

static char *small_time(int64_t ns)
{
	if (ns > -1000 && ns < 1000)
		return g_strdup_printf("%" PRIi64 " ns", ns);
	if (fabs((double)ns) < 999500)
		return with_unit((double)ns / 1e3, "us");
	return with_unit((double)ns / 1e6, "ms");
}

char *format_seconds(int64_t ns)
{
	if (ns && ns > -500000 && ns < 500000)
		return small_time(ns);
	return g_strdup_printf("%.3f", (double)ns / 1e9);
}

char *format_duration(int64_t ns)
{
	if (fabs((double)ns) < 999500000)
		return small_time(ns);
	return g_strdup_printf("%.2f s", (double)ns / 1e9);
}

char *format_date(int64_t realtime_ns)
{
	int64_t seconds = realtime_ns / 1000000000 - (realtime_ns % 1000000000 < 0);
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(seconds);

	return date ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%SZ") : g_strdup("unknown date");
}

char *format_percent(double part, double whole)
{
	return g_strdup_printf("%.1f", whole ? 100 * part / whole : 0.0);
}
