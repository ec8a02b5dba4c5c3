/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "output.h"

#include <errno.h>

#include "error.h"

static bool fail_writing(const char *file, GError **error)
{
	return fail(error, "%s: cannot write: %s", file, g_strerror(errno));
}

FILE *output_open(const char *file, GError **error)
{
	FILE *stream = fopen(file, "we");

	if (!stream)
		fail_writing(file, error);
	return stream;
}

bool output_close(FILE *stream, const char *file, GError **error)
{
	bool written = !ferror(stream);

	written = !fclose(stream) && written;
	return written || fail_writing(file, error);
}
