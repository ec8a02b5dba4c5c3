/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "change.h"

#include <glib.h>

#include "format.h"

static char *with_sign(int64_t change, char *text)
{
	g_autofree char *plain = text;

	return change ? g_strconcat(change > 0 ? "+" : "", plain, NULL) : g_strdup("");
}

char *change_size(int64_t change, bool exact)
{
	return with_sign(change, format_size(change, exact));
}

char *change_seconds(int64_t change)
{
	return with_sign(change, format_seconds(change));
}

char *change_count(int64_t change)
{
	return with_sign(change, format_count(change));
}
