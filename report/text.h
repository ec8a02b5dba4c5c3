/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Text from outside (names in a profile, arguments, file names) on its way to a person: strings of
 * the model are always valid UTF-8, and what reaches a terminal holds nothing that a terminal would
 * obey. All results are to be freed with g_free.
 */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* The text as UTF-8: each byte that is not part of it is written \xNN. */
char *text_utf8(const char *bytes, size_t size);

/* The text with control, format and other unprintable characters written \xNN, \u{NNNN}. */
char *text_printable(const char *text);

/* The text, or as much of its beginning as has room in so many columns with the end behind it. */
char *text_cut(const char *text, size_t columns, const char *end);

/* The line, broken at blanks where it is wider than so many columns. What goes on stands below the
 * line's beginning, or in an indented line below what follows two blanks or more, as options'
 * descriptions do. */
char *text_wrap(const char *line, size_t columns);

/* An argument as a shell takes it: bare where that is safe, else quoted. Printable. */
char *text_argument(const char *text);

#endif
