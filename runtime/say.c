/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "say.h"

#include <errno.h> /* errno, kept */
#include <stdarg.h>
#include <stdio.h> /* vsnprintf: no allocation for the formats used here */
#include <string.h>

#include "name.h"
#include "os.h"

void memfn_say(const char *format, ...)
{
	char line[2 * MEMFN_NAME_MAX + 512] = "memfn: "; /* two names, and what is said of them */
	size_t length = strlen(line);
	int saved = errno;
	va_list arguments;
	va_start(arguments, format);
	int wanted = vsnprintf(line + length, sizeof line - length - 1, format, arguments);
	va_end(arguments);
	if (wanted > 0)
		length +=
			(size_t)wanted < sizeof line - length - 1 ? (size_t)wanted : sizeof line - length - 2;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = '?';
	line[length++] = '\n';
	memfn_os_write_error(line, length);
	errno = saved;
}
