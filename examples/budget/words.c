/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Sorts the words of a text. With -DCOPIES each word is copied: more than the budget allows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct words {
	char **word;
	size_t count;
};

static char *keep(char *word)
{
#ifdef COPIES
	size_t size = strlen(word) + 1;
	char *copy = malloc(size);
	return copy ? memcpy(copy, word, size) : NULL;
#else
	return word;
#endif
}

static struct words split(char *text)
{
	struct words words = {malloc(1000 * sizeof(char *)), 0};
	for (char *word = strtok(text, " "); word && words.word; word = strtok(NULL, " "))
		words.word[words.count++] = keep(word);
	return words;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void release(struct words words)
{
#ifdef COPIES
	for (size_t i = 0; i < words.count; i++)
		free(words.word[i]);
#endif
	free(words.word);
}

int main(void)
{
	char text[8000] = "";
	for (int i = 0; i < 900; i++)
		snprintf(text + strlen(text), 8, "w%d ", i * 37 % 900);
	struct words words = split(text);
	if (!words.word)
		return 1;
	qsort(words.word, words.count, sizeof *words.word, by_text);
	printf("%zu words from %s to %s\n", words.count, words.word[0], words.word[words.count - 1]);
	release(words);
	return 0;
}
