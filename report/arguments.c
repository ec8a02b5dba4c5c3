/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "arguments.h"

#include <string.h>

static const GOptionEntry *find(const GOptionEntry *entries, const char *argument)
{
	for (; entries && entries->long_name; entries++)
		if (argument[1] == '-' ? !strcmp(entries->long_name, argument + 2)
							   : entries->short_name == argument[1])
			return entries;
	return NULL;
}

static bool takes_value(const GOptionEntry *own, const GOptionEntry *shared, const char *argument)
{
	const GOptionEntry *entry = find(own, argument);

	entry = entry ? entry : find(shared, argument);
	return entry && entry->arg != G_OPTION_ARG_NONE;
}

static bool is_option(const char *argument)
{
	return argument[0] == '-' && argument[1];
}

char **arguments_copy(int argc, char **argv, const GOptionEntry *own, const GOptionEntry *shared,
					  bool program)
{
	GPtrArray *copy = g_ptr_array_new();
	bool open = true, value = false; /* options may follow; a value must */

	for (int i = 0; i < argc; i++) {
		const char *argument = argv[i];
		bool is = i && open && !value && is_option(argument);
		bool takes = is && takes_value(own, shared, argument);
		bool glued = takes && argument[1] != '-' && argument[2];

		if (!strcmp(argument, "--") || (i && program && !is && !value))
			open = false;
		g_ptr_array_add(copy, glued ? g_strndup(argument, 2) : g_strdup(argument));
		if (glued)
			g_ptr_array_add(copy, g_strdup(argument + 2));
		value = takes && !glued;
	}
	g_ptr_array_add(copy, NULL);
	return (char **)g_ptr_array_free(copy, FALSE);
}

char **arguments_rest(char **args, bool program)
{
	GPtrArray *rest = g_ptr_array_new();
	bool ended;

	args++;
	ended = program && *args && strcmp(*args, "--");
	for (; *args; args++) {
		if (ended || strcmp(*args, "--"))
			g_ptr_array_add(rest, g_strdup(*args));
		else
			ended = true;
	}
	if (!rest->len && !program)
		g_ptr_array_add(rest, g_strdup("profile.out"));
	g_ptr_array_add(rest, NULL);
	return (char **)g_ptr_array_free(rest, FALSE);
}
