/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "say.h"

#include <errno.h> /* errno, kept */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h> /* vsnprintf: no allocation for the formats used here */
#include <string.h>

#include "name.h"
#include "os.h"

/* Not on the machine stack: that of a thread or a coroutine may be smaller than two names. */
static char line[2 * MEMFN_NAME_MAX + 512] = "memfn: ";
static uint32_t is_taken;

static void say(const char *format, va_list arguments)
{
	size_t length = strlen("memfn: ");
	int wanted = vsnprintf(line + length, sizeof line - length - 1, format, arguments);
	if (wanted > 0)
		length +=
			(size_t)wanted < sizeof line - length - 1 ? (size_t)wanted : sizeof line - length - 2;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = '?';
	line[length++] = '\n';
	memfn_os_write_error(line, length);
}

extern const char *strerrordesc_np(int) __attribute__((weak)); /* glibc 2.32 */

const char *memfn_reason(int error)
{
	const char *reason = strerrordesc_np ? strerrordesc_np(error) : strerror(error);
	return reason ? reason : "unknown error";
}

/* Whoever comes in the middle of another's line is not heard. */
void memfn_say(const char *format, ...)
{
	int saved = errno;
	if (__atomic_exchange_n(&is_taken, 1, __ATOMIC_ACQUIRE))
		return;
	va_list arguments;
	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	__atomic_store_n(&is_taken, 0, __ATOMIC_RELEASE);
	errno = saved;
}
