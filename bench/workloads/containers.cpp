// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Maps and strings of the C++ library: words counted in a map and in a hash table, and forgotten.
#include "bench.h"
#include <map>
#include <string>
#include <unordered_map>

static std::string word(uint64_t r)
{
	std::string text = "the word with the number ";
	return text + std::to_string(r % 5000);
}

class Index
{
  public:
	void add(const std::string &text, uint64_t r)
	{
		++counts[text];
		texts[r % 3000] = text + ", again";
		if (counts.size() > 2000)
			counts.erase(counts.begin());
	}

	uint64_t sum() const
	{
		uint64_t total = 0;
		for (const auto &entry : counts)
			total += entry.second * entry.first.size();
		for (const auto &entry : texts)
			total += entry.first * entry.second.size();
		return total;
	}

  private:
	std::map<std::string, uint64_t> counts;
	std::unordered_map<uint64_t, std::string> texts;
};

static uint64_t count_words(long words)
{
	uint64_t state = 88172645463325252;
	Index index;
	for (long i = 0; i < words; i++) {
		uint64_t r = bench_random(&state) >> 8;
		index.add(word(r), r);
	}
	return index.sum();
}

int main(int argc, char **argv)
{
	printf("%llu\n", (unsigned long long)count_words(bench_argument(argc, argv, 1, 1000)));
	return 0;
}
