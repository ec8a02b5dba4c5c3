// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Starts XRay's mode of BENCH_XRAY and writes its log at exit. The modes fdr and profiling need a
// program that does so; basic would start by itself.
#include <cstdlib>
#include <xray/xray_interface.h>
#include <xray/xray_log_interface.h>

static void write_log()
{
	__xray_log_finalize();
	__xray_log_flushLog();
}

static __attribute__((constructor)) void start()
{
	const char *mode = getenv("BENCH_XRAY");
	if (!mode || __xray_log_select_mode(mode) != XRAY_REGISTRATION_OK ||
		__xray_log_init_mode(mode, "") != XRAY_LOG_INITIALIZED)
		return;
	atexit(write_log);
	__xray_patch();
}
