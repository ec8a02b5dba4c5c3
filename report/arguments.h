/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Arguments as GLib's parser takes them. */
#ifndef REPORT_ARGUMENTS_H
#define REPORT_ARGUMENTS_H

#include <glib.h>
#include <stdbool.h>

/* A copy in which the value of a short option stands alone: -n3 as -n 3. `program`: the first
 * argument that is no option ends the options. To be freed with g_strfreev. */
char **arguments_copy(int argc, char **argv, const GOptionEntry *own, const GOptionEntry *shared,
					  bool program);

/* What GLib's parser has left, without memreport's own name and the -- that it leaves where an
 * option could follow: profiles, profile.out where none is named; or a program and its arguments,
 * which may hold a -- of their own. To be freed with g_strfreev. */
char **arguments_rest(char **args, bool program);

#endif
