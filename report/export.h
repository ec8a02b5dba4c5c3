/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the export formats share. Each writes a finished model to a stream; the caller checks the
 * stream. False and *error where the format cannot hold what was asked for. */
#ifndef REPORT_EXPORT_H
#define REPORT_EXPORT_H

#include <stdio.h>

#include "metric.h"

struct export_options {
	const struct metric *metric; /* NULL: none was asked for */
};

typedef bool export_function(const struct model *model, const struct export_options *options,
							 FILE *stream, GError **error);

export_function export_callgrind, export_csv, export_dot, export_folded, export_gprof2dot,
	export_json, export_pprof, export_pstats, export_speedscope;

/* Whether pprof's samples have a value of this metric. */
bool export_pprof_takes(const struct metric *metric);

/* Names of functions, by index, for formats that tell functions by file, line and name: where
 * several share them the linkage name is added. To be freed with g_strfreev. */
char **export_names(const struct model *model);

/* The functions of a path from its own to the outermost, as indexes; to be freed. */
GArray *export_chain(const struct model *model, uint32_t path);

/* The keys marks, snapshots and timeline of the JSON. */
struct json_writer;
void export_json_pictures(struct json_writer *writer, const struct model *model);

#endif
