/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Misspelt words, and functions where a file should be. */
#include "hint.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "text.h"

enum { LONGEST = 32 }; /* of the words that are looked at */

/* How many letters have to be put in, left out, replaced or swapped with the next (the restricted
 * edit distance of Damerau and Levenshtein). */
static guint distance(const char *a, const char *b)
{
	guint d[LONGEST + 1][LONGEST + 1];
	size_t n = strlen(a), m = strlen(b);

	if (n > LONGEST || m > LONGEST)
		return G_MAXUINT;
	for (size_t i = 0; i <= n; i++)
		for (size_t j = 0; j <= m; j++) {
			if (!i || !j) {
				d[i][j] = (guint)(i + j);
				continue;
			}
			d[i][j] =
				MIN(d[i - 1][j - 1] + (a[i - 1] != b[j - 1]), MIN(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d[i][j] = MIN(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[n][m];
}

char *hint_name(const char *prefix, const char *word, const void *names, size_t count, size_t entry)
{
	guint least = (guint)MAX(1, strlen(word) / 3) + 1;
	const char *nearest = NULL;

	for (size_t i = 0; i < count; i++) {
		const char *name = *(const char *const *)((const char *)names + i * entry);
		guint far = distance(word, name);

		if (far < least) {
			least = far;
			nearest = name;
		}
	}
	return nearest ? g_strdup_printf("; did you mean %s%s?", prefix, nearest) : g_strdup("");
}

/* As functions are called, and files hardly ever. */
static bool is_like_a_function(const char *file)
{
	return *file && !strpbrk(file, "./") && !g_ascii_isdigit(*file);
}

static bool is_program(const char *file)
{
	static const char elf[] = "\177ELF";
	char magic[sizeof(elf) - 1] = "";
	FILE *stream = g_file_test(file, G_FILE_TEST_IS_REGULAR) ? fopen(file, "re") : NULL;
	bool is =
		stream && fread(magic, sizeof(magic), 1, stream) && !memcmp(magic, elf, sizeof(magic));

	if (stream)
		fclose(stream);
	return is;
}

char *hint_file(const char *file)
{
	g_autofree char *argument = text_argument(file);
	const char *command = g_get_prgname();

	if (*file == '@')
		return g_strdup_printf("; a snapshot's name stands behind a profile's: profile.out%s",
							   argument);
	if (is_program(file))
		return g_strdup_printf("; it is a program: memreport run %s%s",
							   strchr(file, '/') ? "" : "./", argument);
	if (g_file_test(file, G_FILE_TEST_EXISTS))
		return g_strdup("");
	if (!strcmp(file, "profile.out"))
		return g_strdup("; a program built with memfn-clang writes it where it runs");
	if (!is_like_a_function(file))
		return g_strdup("");
	if (!g_str_has_suffix(command, " callers") && !g_str_has_suffix(command, " callees"))
		command = "memreport";
	return g_strdup_printf("; to look for a function: %s --only %s profile.out", command, argument);
}
