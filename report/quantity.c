/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Numbers with units. */
#include "quantity.h"

#include <math.h>
#include <string.h>

struct unit {
	const char *name;
	double factor;
};

static const struct unit sizes[] = {
	{"", 1},           {"B", 1},           {"K", 1024},         {"KB", 1024},
	{"KiB", 1024},     {"M", 1048576},     {"MB", 1048576},     {"MiB", 1048576},
	{"G", 1073741824}, {"GB", 1073741824}, {"GiB", 1073741824}, {NULL, 0},
};
static const struct unit times[] = {
	{"", 1e9}, {"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"min", 60e9}, {NULL, 0},
};
static const struct unit counts[] = {{"", 1}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}, {NULL, 0}};

static const struct unit *units_of(const struct column *column)
{
	switch (column->kind) {
	case COLUMN_SIZE:
	case COLUMN_RATIO_SIZE:
		return sizes;
	case COLUMN_TIME:
	case COLUMN_RATIO_TIME:
		return times;
	default:
		return counts;
	}
}

const char *quantity_example(const struct column *column)
{
	const struct unit *units = units_of(column);

	return units == sizes ? "12MiB" : units == times ? "10ms" : "1000";
}

bool quantity_parse(const char *text, const struct column *column, double *value)
{
	g_auto(GStrv) groups = g_strsplit(text, ",", -1);
	g_autofree char *plain = g_strjoinv("", groups);
	char *end;

	*value = g_ascii_strtod(plain, &end);
	if (end == plain || !isfinite(*value))
		return false;
	end = g_strchug(end);
	for (const struct unit *unit = units_of(column); unit->name; unit++)
		if (!g_ascii_strcasecmp(unit->name, end)) {
			*value *= unit->factor;
			return true;
		}
	return false;
}
