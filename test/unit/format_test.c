/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Units, decimals, and what becomes of strange text. */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "format.h"
#include "short_name.h"
#include "text.h"
#include "unit.h"

static int failures;

static void expect(char *got, const char *wanted, const char *what)
{
	if (strcmp(got, wanted)) {
		printf("%s: it is '%s' when it should be '%s'\n", what, got, wanted);
		failures++;
	}
	g_free(got);
}

static void test_sizes(void)
{
	static const struct {
		int64_t bytes;
		const char *text;
	} cases[] = {
		{0, "0 B"},
		{1, "1 B"},
		{1023, "1023 B"},
		{1024, "1.0 KiB"},
		{-1024, "-1.0 KiB"},
		{1536, "1.5 KiB"},
		{102348, "99.9 KiB"},
		{102399, "100 KiB"}, /* not 100.0 */
		{1023 * 1024, "1023 KiB"},
		{1024 * 1024 - 1, "1.0 MiB"}, /* not 1024 KiB */
		{12 * 1024 * 1024, "12.0 MiB"},
		{INT64_C(3) << 40, "3072 GiB"},
		{INT64_MAX, "8589934592 GiB"},
		{INT64_MIN, "-8589934592 GiB"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		expect(format_size(cases[i].bytes, false), cases[i].text, "format_size");
	expect(format_size(123456, true), "123456 B", "format_size, exact");
}

static void test_times(void)
{
	static const struct {
		int64_t ns;
		const char *seconds, *duration;
	} cases[] = {
		{0, "0.000", "0 ns"},
		{412, "412 ns", "412 ns"},
		{-412, "-412 ns", "-412 ns"},
		{999, "999 ns", "999 ns"},
		{1000, "1.0 us", "1.0 us"},
		{499999, "500 us", "500 us"},
		{500000, "0.001", "500 us"}, /* half a millisecond rounds up to what can be read */
		{12345678, "0.012", "12.3 ms"},
		{999499999, "0.999", "999 ms"},
		{999500000, "1.000", "1.00 s"},
		{1420000000, "1.420", "1.42 s"},
		{INT64_MAX, "9223372036.855", "9223372036.85 s"},
		{INT64_MIN, "-9223372036.855", "-9223372036.85 s"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		expect(format_seconds(cases[i].ns), cases[i].seconds, "format_seconds");
		expect(format_duration(cases[i].ns), cases[i].duration, "format_duration");
	}
}

static void test_counts_and_dates(void)
{
	expect(format_count(0), "0", "format_count");
	expect(format_count(999), "999", "format_count");
	expect(format_count(1000), "1,000", "format_count");
	expect(format_count(-1204331), "-1,204,331", "format_count");
	expect(format_count(INT64_MIN), "-9,223,372,036,854,775,808", "format_count");
	expect(format_date(0), "1970-01-01T00:00:00Z", "format_date");
	expect(format_date(-1), "1969-12-31T23:59:59Z", "format_date");
	expect(format_date(INT64_C(1795343462999999999)), "2026-11-22T10:31:02Z", "format_date");
	expect(format_percent(1, 3), "33.3", "format_percent");
	expect(format_percent(1, 0), "0.0", "format_percent");
}

static void test_text(void)
{
	expect(text_printable("ns::f<int>"), "ns::f<int>", "text_printable");
	expect(text_printable("\xc3\xa9t\xc3\xa9"), "\xc3\xa9t\xc3\xa9", "text_printable");
	expect(text_printable("a\x1b[31m\n"), "a\\x1b[31m\\x0a", "text_printable");
	expect(text_printable("\xc2\x9b"), "\\x9b", "text_printable");
	expect(text_printable("\xe2\x80\xae"), "\\u{202e}", "text_printable");
	expect(text_printable("\xff"), "\\xff", "text_printable");
	expect(text_utf8("a\xff\xfe"
					 "b",
					 4),
		   "a\\xff\\xfeb", "text_utf8");
	expect(text_argument("--a=b"), "--a=b", "text_argument");
	expect(text_argument("a b"), "'a b'", "text_argument");
	expect(text_argument(""), "''", "text_argument");
}

static void test_short_names(void)
{
	static const struct {
		const char *name, *inner, *none;
	} cases[] = {
		{"a.c:1(f)", "a.c:1(f)", "a.c:1(f)"},
		{"a.cc:1(ns::T<int>::add)", "a.cc:1(ns::T<int>::add)", "a.cc:1(ns::T<int>::add)"},
		{"a.cc:1(ns::T<char>::add)", "a.cc:1(ns::T<char>::add)", "a.cc:1(ns::T<…>::add)"},
		{"fill<map<a, set<b>>, c>", "fill<map<…>, c>", "fill<…>"},
		{"call<void (a<long>, c)>", "call<void (a<…>, c)>", "call<…>"},
		{"~:0(<program>)", "~:0(<program>)", "~:0(<program>)"},
		{"operator< <long>", "operator< <long>", "operator< <…>"},
		{"std::operator<< <char>", "std::operator<< <char>", "std::operator<< <…>"},
		{"A::operator<=>", "A::operator<=>", "A::operator<=>"},
		{"g<(a > b), x->y>::h", "g<(a > b), x->y>::h", "g<…>::h"},
		{"f()::$_0::operator()<long>", "f()::$_0::operator()<long>", "f()::$_0::operator()<…>"},
		{"open<a<b", "open<a<b", "open<a<b"},
		{"odd>b", "odd>b", "odd>b"},
	};
	static const char *const parameters[][2] = {
		{"a.cc:1(f)", "a.cc:1(f)"},
		{"a.cc:1(f(g<int (*)(a)>, b)::$_0::operator())", "a.cc:1(f(…)::$_0::operator())"},
		{"f<c>(a)::{lambda(auto, b)#1}::operator()<d>", "f<c>(…)::{lambda(…)#1}::operator()<d>"},
		{"T::f(a) const::$_0::operator()", "T::f(…) const::$_0::operator()"},
		{"(anonymous namespace)::T::operator()::f", "(anonymous namespace)::T::operator()::f"},
		{"((((::a", "((((::a"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		expect(short_name_inner(cases[i].name, 0), cases[i].inner, cases[i].name);
		expect(short_name_templates(cases[i].name, 0), cases[i].none, cases[i].name);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(parameters); i++)
		expect(short_name_parameters(parameters[i][0], 0), parameters[i][1], parameters[i][0]);
	expect(short_name_cut("a.cc:10(ns::T::add)", 19), "a.cc:10(ns::T::add)", "cut to what it is");
	expect(short_name_cut("a.cc:10(ns::T::add)", 18), "a.cc:10(…::T::add)", "cut");
	expect(short_name_cut("a.cc:10(ns::T::add)", 10), "…::T::add)", "cut to little");
	expect(short_name_cut("a.cc:10(ns::T<…>::add)", 17), "a.cc:10(…>::add)", "cut at an ellipsis");
	expect(short_name_cut("größe", 4), "…öße", "cut characters");
}

int test_format(void)
{
	test_sizes();
	test_times();
	test_counts_and_dates();
	test_text();
	test_short_names();
	printf("format: %d failures\n", failures);
	return failures != 0;
}
