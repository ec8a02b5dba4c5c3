/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

enum { PATIENCE = G_USEC_PER_SEC, EVERY = G_USEC_PER_SEC / 10 };

void progress_begin(struct progress *progress)
{
	*progress = (struct progress){.began = g_get_monotonic_time()};
}

void progress_show(struct progress *progress, guint done, guint all, const char *what)
{
	gint64 now = g_get_monotonic_time();

	if (now - progress->began < PATIENCE || now - progress->shown < EVERY || !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r%u of %u %s", done, all, what);
	progress->shown = now;
}

void progress_end(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
	progress->shown = 0;
}
