/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Paths as text. */
#include "path_name.h"

#include "terminal.h"
#include "text.h"

char *path_name(const struct model *model, uint32_t index)
{
	GString *name = g_string_new(NULL);

	for (int depth = 0; index != NO_INDEX && index != 0; depth++) {
		const struct path *path = model_path(model, index);
		g_autofree char *function = text_printable(model_function(model, path->function)->name);

		if (depth == 20) {
			g_string_prepend(name, " > ");
			g_string_prepend(name, terminal_ellipsis());
			break;
		}
		g_string_prepend(name, depth ? " > " : "");
		g_string_prepend(name, function);
		index = path->parent;
	}
	if (!name->len)
		g_string_append(name, "<program>");
	return g_string_free(name, FALSE);
}
