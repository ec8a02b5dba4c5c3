// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What containers allocate is charged to the line, in the profiled function, that made them grow.
// RUN: grep -n '// LINE[:] ' %s | sed 's|:.*// LINE:||; s|^|EXPECT: line |' > %t.lines
// RUN: %each %clangxx_memfn -std=c++17 %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %t.lines'
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#define PROFILE __attribute__((annotate("memprof")))

// Else clang may do without the allocation.
static void keep(const void *block)
{
	asm volatile("" : : "r"(block) : "memory");
}

struct point {
	int x, y;
};

// 1, 2, 4, … 128 ints
PROFILE size_t numbers(std::vector<int> &v)
{
	for (int i = 0; i < 100; i++)
		v.push_back(i); // LINE: allocs=8 alloc_bytes=1020 live_bytes=0 own_peak_bytes=768
	return v.size();
}

// libstdc++ doubles 15 to 30, 60, 120 characters, and asks for one more.
PROFILE size_t text(std::string &s)
{
	for (int i = 0; i < 100; i++)
		s += 'x'; // LINE: allocs=3 alloc_bytes=213
	return s.size();
}

PROFILE size_t nodes(std::map<int, point> &m)
{
	for (int i = 0; i < 10; i++) m[i] = {i, i}; // LINE: allocs=10 live_blocks=0
	for (int i = 20; i < 25; i++) m.emplace(i, point{i, i}); // LINE: allocs=5
	return m.size();
}

// Elements that allocate themselves, two calls of one function on one line, a call over two lines.
PROFILE size_t mixed(std::vector<std::string> &v, std::unordered_map<int, int> &m)
{
	v.reserve(1), v.push_back(std::string(49, 'a')); // LINE: allocs=2 alloc_bytes=82
	m.reserve(100), m[1] = 2; // LINE: allocs=2
	std::vector<int> local( // LINE: allocs=1 alloc_bytes=400
		100);
	keep(local.data());
	return v.size() + m.size() + local.size();
}

PROFILE std::unique_ptr<point[]> smart()
{
	auto one = std::make_unique<point>(); // LINE: allocs=1 alloc_bytes=8
	auto many = std::make_unique<point[]>(10); // LINE: allocs=1 alloc_bytes=80
	keep(one.get());
	return many;
}

int main()
{
	std::vector<int> v;
	std::string s;
	std::map<int, point> m;
	std::vector<std::string> strings;
	std::unordered_map<int, int> hashed;

	size_t n = numbers(v) + text(s) + nodes(m) + mixed(strings, hashed);
	return n == 0 || !smart();
}
