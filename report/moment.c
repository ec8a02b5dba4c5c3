/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "moment.h"

#include <string.h>

char *moment_split(const char *name, const char **moment)
{
	const char *last = strrchr(name, '@');

	*moment = NULL;
	if (!last || last == name || g_file_test(name, G_FILE_TEST_EXISTS))
		return g_strdup(name);
	for (const char *at = last; at > name; at--) {
		g_autofree char *file = *at == '@' ? g_strndup(name, (gsize)(at - name)) : NULL;

		if (file && g_file_test(file, G_FILE_TEST_EXISTS)) {
			*moment = at + 1;
			return g_steal_pointer(&file);
		}
	}
	*moment = last + 1;
	return g_strndup(name, (gsize)(last - name));
}

bool moment_is_named(const struct view *view)
{
	for (char **profile = view->profiles; profile && *profile; profile++) {
		const char *moment;

		g_free(moment_split(*profile, &moment));
		if (moment)
			return true;
	}
	return view->snapshot;
}

bool moment_keeps(const struct column *column)
{
	return column_is_text(column) ||
		   (column->figure != FIG_AT_PEAK_BYTES && column->figure != FIG_AT_PEAK_BLOCKS &&
			column->figure != FIG_TOTAL_AT_PEAK_BYTES && column->figure != FIG_OWN_PEAK_BYTES);
}
