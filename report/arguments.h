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

#endif
