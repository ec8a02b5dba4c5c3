/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* One value a line down to depth 2; what is deeper stands on the line of its parent. */
#include "json_writer.h"

#include <jansson.h>

enum { LINE_DEPTH = 2 };

static void separate(struct json_writer *w, const char *key)
{
	if (w->comma)
		putc_unlocked(',', w->stream);
	if (w->depth && w->depth <= LINE_DEPTH)
		fprintf(w->stream, "\n%*s", 2 * w->depth, "");
	else if (w->comma)
		putc_unlocked(' ', w->stream);
	w->comma = true;
	if (key) {
		putc_unlocked('"', w->stream);
		fputs_unlocked(key, w->stream);
		fputs_unlocked("\": ", w->stream);
	}
}

void jw_open(struct json_writer *w, const char *key, char bracket)
{
	separate(w, key);
	putc(bracket, w->stream);
	w->depth++;
	w->comma = false;
}

void jw_close(struct json_writer *w, char bracket)
{
	w->depth--;
	if (w->comma && w->depth < LINE_DEPTH)
		fprintf(w->stream, "\n%*s", 2 * w->depth, "");
	putc(bracket, w->stream);
	w->comma = true;
	if (!w->depth)
		putc('\n', w->stream);
}

/* Most of a large profile's JSON is integers: printf would take most of the time. */
void jw_int(struct json_writer *w, const char *key, int64_t value)
{
	char digits[24], *p = digits + sizeof(digits) - 1;
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;

	separate(w, key);
	*p = 0;
	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		*--p = '-';
	fputs_unlocked(p, w->stream);
}

void jw_double(struct json_writer *w, const char *key, double value)
{
	separate(w, key);
	fprintf(w->stream, "%.15g", value);
}

void jw_bool(struct json_writer *w, const char *key, bool value)
{
	separate(w, key);
	fputs(value ? "true" : "false", w->stream);
}

void jw_null(struct json_writer *w, const char *key)
{
	separate(w, key);
	fputs("null", w->stream);
}

void jw_text(struct json_writer *w, const char *key, const char *utf8)
{
	json_t *text = json_string(utf8);

	separate(w, key);
	if (!text || json_dumpf(text, w->stream, JSON_ENCODE_ANY))
		fputs("null", w->stream);
	json_decref(text);
}
