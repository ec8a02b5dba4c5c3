/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* JSON written as it comes, so that a million paths need no memory. Jansson writes the strings. A
 * writer begins as {.stream = stream}; who opened the stream looks whether all was written. */
#ifndef REPORT_JSON_WRITER_H
#define REPORT_JSON_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json_writer {
	FILE *stream;
	int depth;
	bool comma; /* a value stands before on this level */
};

/* Objects and arrays; `key` is NULL within an array. */
void jw_open(struct json_writer *writer, const char *key, char bracket);
void jw_close(struct json_writer *writer, char bracket);
void jw_int(struct json_writer *writer, const char *key, int64_t value);
void jw_double(struct json_writer *writer, const char *key, double value);
void jw_bool(struct json_writer *writer, const char *key, bool value);
void jw_null(struct json_writer *writer, const char *key);
/* null for NULL. */
void jw_text(struct json_writer *writer, const char *key, const char *utf8);

#endif
