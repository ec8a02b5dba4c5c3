/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the export formats share. Each writes a finished model to a stream; main checks the stream.
 * False and *error where the format cannot hold what was asked for. */
#ifndef REPORT_EXPORT_H
#define REPORT_EXPORT_H

#include <stdio.h>

#include "model.h"

struct export_options {
	const char *metric; /* NULL: the format's default */
};

bool export_json(const struct model *model, const struct export_options *options, FILE *stream,
				 GError **error);

#endif
