/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Parsing of MEMFN_OPTIONS by the table. No allocation: it runs inside the first malloc. */
#include "options.h"

#include <stdbool.h>
#include <stdio.h> /* snprintf */
#include <string.h>

#include "say.h"

struct memfn_options memfn_options;

enum kind { SWITCH, SIZE, TIME, COUNT, CHOICE, TEXT };

struct option {
	const char *key;
	enum kind kind;
	const char *standard;
	const char *help;
	void *field;
};

static const struct option table[] = {
#define X(field, key, kind, standard, help) {key, kind, standard, help, &memfn_options.field},
#include "options.def"
#undef X
};
enum { COUNT_OF_OPTIONS = sizeof table / sizeof *table };

/* In 10^-9; what is less is nothing of any unit. Returns where the digits end. */
static const char *fraction(const char *digit, uint64_t *billionths)
{
	uint64_t place = 100000000;
	*billionths = 0;
	for (; *digit >= '0' && *digit <= '9'; digit++, place /= 10)
		*billionths += (uint64_t)(*digit - '0') * place;
	return digit;
}

/* A number and a unit: sizes in K, M, G (1024), as KB and KiB, too, times in us, ms, s (as
 * nanoseconds). A time but 0 has one: who writes 5 may mean seconds, or what else is short. Who has
 * one may have decimals. */
static bool number(const char *text, enum kind kind, uint64_t *value)
{
	static const struct {
		enum kind kind;
		char name[4];
		uint64_t factor;
	} units[] = {{SIZE, "K", 1 << 10}, {SIZE, "KB", 1 << 10}, {SIZE, "KiB", 1 << 10},
				 {SIZE, "M", 1 << 20}, {SIZE, "MB", 1 << 20}, {SIZE, "MiB", 1 << 20},
				 {SIZE, "G", 1 << 30}, {SIZE, "GB", 1 << 30}, {SIZE, "GiB", 1 << 30},
				 {TIME, "us", 1000},   {TIME, "ms", 1000000}, {TIME, "s", 1000000000}};
	uint64_t n = 0, billionths = 0;
	const char *digit = text;
	for (; *digit >= '0' && *digit <= '9'; digit++)
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *digit - '0', &n))
			return false;
	if (digit == text)
		return false;
	*value = n;
	if (!*digit)
		return kind != TIME || !n;
	const char *unit = *digit == '.' ? fraction(digit + 1, &billionths) : digit;
	if (unit == digit + 1)
		return false;
	for (unsigned i = 0; i < sizeof units / sizeof *units; i++)
		if (units[i].kind == kind && !strcmp(unit, units[i].name))
			return !__builtin_mul_overflow(n, units[i].factor, value) &&
				   !__builtin_add_overflow(*value, billionths * units[i].factor / 1000000000,
										   value);
	return false;
}

int memfn_options_time_or_size(const char *text, uint64_t *value)
{
	size_t length = strlen(text);
	if (!length || (text[length - 1] >= '0' && text[length - 1] <= '9'))
		return 0;
	return number(text, TIME, value) ? 1 : number(text, SIZE, value) ? 2 : 0;
}

static bool on_or_off(const char *text, uint64_t *value)
{
	*value = !strcmp(text, "1") || !strcmp(text, "on");
	return *value || !strcmp(text, "0") || !strcmp(text, "off");
}

/* The help text begins with the words: "wall|cpu: ...". */
static bool choice(const char *text, const char *help, uint64_t *value)
{
	size_t length = strlen(text);
	*value = 0;
	for (const char *word = help;; (*value)++) {
		size_t n = strcspn(word, "|:");
		if (n == length && !memcmp(word, text, n))
			return true;
		if (word[n] != '|')
			return false;
		word += n + 1;
	}
}

static bool set(const struct option *option, const char *value)
{
	if (option->kind == TEXT) {
		*(const char **)option->field = value;
		return true;
	}
	uint64_t parsed;
	bool good = option->kind == SWITCH   ? on_or_off(value, &parsed)
				: option->kind == CHOICE ? choice(value, option->help, &parsed)
										 : number(value, option->kind, &parsed);
	if (good)
		*(uint64_t *)option->field = parsed;
	return good;
}

static void refuse_key(const char *key)
{
	char known[512] = "";
	size_t length = 0;
	for (int i = 0; i < COUNT_OF_OPTIONS; i++)
		length += (size_t)snprintf(known + length, sizeof known - length, " %s", table[i].key);
	memfn_say("MEMFN_OPTIONS: unknown key \"%s\"; known:%s", key, known);
}

static void set_by_text(char *item)
{
	char *value = strchr(item, '=');
	if (value)
		*value++ = '\0';
	for (int i = 0; i < COUNT_OF_OPTIONS; i++) {
		if (strcmp(table[i].key, item))
			continue;
		if (!value || !set(&table[i], value))
			memfn_say("MEMFN_OPTIONS: %s=%s is not understood (%s); %s is used", item,
					  value ? value : "", table[i].help, table[i].standard);
		return;
	}
	refuse_key(item);
}

static void print_help(void)
{
	memfn_say("MEMFN_OPTIONS=key=value:key=value, with their defaults:");
	for (int i = 0; i < COUNT_OF_OPTIONS; i++)
		memfn_say("  %s=%s  %s", table[i].key, table[i].standard, table[i].help);
}

void memfn_options_read(const char *text)
{
	static char copy[2048];
	for (int i = 0; i < COUNT_OF_OPTIONS; i++)
		set(&table[i], table[i].standard);
	if (!text)
		return;
	if (strlen(text) >= sizeof copy) {
		memfn_say("MEMFN_OPTIONS: longer than %zu bytes, ignored", sizeof copy - 1);
		return;
	}
	strcpy(copy, text);
	for (char *item = copy, *next; item; item = next) {
		next = strchr(item, ':');
		if (next)
			*next++ = '\0';
		if (*item)
			set_by_text(item);
	}
	if (memfn_options.help)
		print_help();
}
