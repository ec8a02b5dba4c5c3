// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pool of std::threads that run jobs from a queue: what each job allocates is the job's.
// RUN: %memfn_clangxx -pthread -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0
// RUN: %expect %t0.prof %s
// RUN: %clangxx_memfn -pthread -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2
// RUN: %expect %t2.prof %s
#include <condition_variable>
#include <deque>
#include <thread>
#include <vector>
#include "../Inputs/take.h"

static std::mutex mutex;
static std::condition_variable more;
static std::deque<int> jobs;

// EXPECT: job calls=1000 open_calls=0 allocs=1000 alloc_bytes=45000 frees=1000 peak_bytes=90
// EXPECT: job retained_bytes=0 leaked_bytes=0 temp_allocs=1000
PROFILE void job(int n)
{
	give(take(n % 10 * 10));
}

// EXPECT: worker calls=4 open_calls=0 total_alloc_bytes>=45000
// EXPECT: path pool/<thread>/worker calls=4
// EXPECT: path pool/<thread>/worker/job calls=1000
PROFILE void worker()
{
	for (;;) {
		std::unique_lock<std::mutex> lock(mutex);
		more.wait(lock, [] { return !jobs.empty(); });
		int n = jobs.front();
		jobs.pop_front();
		lock.unlock();
		if (n < 0)
			return;
		job(n);
	}
}

// EXPECT: pool calls=1 open_calls=0 total_alloc_bytes>=45000
PROFILE void pool()
{
	std::vector<std::thread> threads;
	for (int i = 0; i < 4; i++)
		threads.emplace_back(worker);
	for (int i = 0; i < 1004; i++) {
		std::lock_guard<std::mutex> lock(mutex);
		jobs.push_back(i < 1000 ? i : -1);
		more.notify_one();
	}
	for (std::thread &thread : threads)
		thread.join();
}

// EXPECT: totals threads=5 open_calls=0
int main()
{
	pool();
}
