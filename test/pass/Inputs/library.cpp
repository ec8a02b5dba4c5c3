// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A second table of allocations as they stand in C++ programs. It is only compiled; a comment `// E`
// names what a line allocates, one word a site.
#include <any>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <set>
#include <sstream>
#include <stack>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

void use(const void *);
struct Task {
	int priority;
	std::string name;
	bool operator<(const Task &o) const { return priority < o.priority; }
};
struct Base {
	virtual ~Base() {}
};
struct Left : virtual Base {};
struct Right : virtual Base {};
struct Both : Left, Right {
	int n;
};
struct Shared : std::enable_shared_from_this<Shared> {
	double d[4];
};
enum class Color : short { Red };

void plain_new()
{
	use(new auto(5));                                                       // E int
	use(new Task{1, "x"});                                                  // E Task char
	use(new Both());                                                        // E Both
	use(new std::byte[100]);                                                // E std::byte
	use(new Color[3]);                                                      // E Color
	use(new std::string("text"));                                           // E std::string char
	use(new std::vector<int>);                                              // E std::vector<int>
	use(new const char *[4]);                                               // E char*
	use(new Task *[8]());                                                   // E Task*
	use(new (std::align_val_t(64)) double[8]);                              // E double
	using Row = int[5];
	use(new Row[3]);                                                        // E int
	Base *b = new Both;                                                     // E Both
	delete b;
}
void smart()
{
	auto a = std::make_unique<Task[]>(5);                                   // E Task
	auto b = std::make_shared<Shared>();                                    // E Shared
	std::shared_ptr<Base> c = std::make_shared<Both>();                     // E Both
	std::unique_ptr<int[]> d(new int[9]);                                   // E int
	auto e = std::allocate_shared<Task>(std::allocator<Task>());            // E Task
	use(a.get()), use(b.get()), use(c.get()), use(d.get()), use(e.get());
}
void adapters(std::priority_queue<Task> &q, std::stack<int> &s, std::queue<long> &f)
{
	q.push(Task{1, ""});                                                    // E Task char
	s.push(1);                                                              // E int
	f.push(2);                                                              // E long
}
void vectors(const std::vector<Task> &v)
{
	std::vector<Task> copy = v;                                             // E Task
	std::vector<int> list{1, 2, 3};                                         // E int
	std::vector<bool> bits(1000);                                           // E bool
	copy.insert(copy.begin(), Task());                                      // E Task
	std::vector<std::vector<Color>> grid(10);                               // E std::vector<Color>
	grid[0].resize(10);                                                     // E Color
	list.shrink_to_fit();                                                   // E int
	use(list.data());
}
void trees(std::map<std::string, Task> &m, std::set<int> &s, std::unordered_set<long> &u,
		   std::unordered_map<int, Task *> &t)
{
	m.try_emplace("a");                                                     // E std::pair<std::string_const,_Task> char
	m.emplace("b", Task());                                                 // E std::pair<std::string_const,_Task>
	s.insert(1);                                                            // E int
	u.insert(3);                                                            // E long
	t[4] = nullptr;                                                         // E std::pair<int_const,_Task*>
	t.emplace(5, nullptr);                                                  // E std::pair<int_const,_Task*>
}
std::string strings(const std::string &a, int n)
{
	std::string s = a + "and more text than fits into it";                  // E none
	s.append(100, 'x');                                                     // E char
	s += std::to_string(n);                                                 // E char
	return s;
}
template <class T> struct Mallocator {
	using value_type = T;
	Mallocator() = default;
	template <class U> Mallocator(const Mallocator<U> &) {}
	T *allocate(size_t n) { return static_cast<T *>(std::malloc(n * sizeof(T))); }   // E Task
	void deallocate(T *p, size_t) { std::free(p); }
};
void own_allocator(std::vector<Task, Mallocator<Task>> &v)
{
	v.push_back(Task());
}
template <class T> class Vec {
	T *data = nullptr;
	size_t n = 0, room = 0;

public:
	void push(const T &t)
	{
		if (n == room) {
			T *more = static_cast<T *>(::operator new((room = room * 2 + 1) * sizeof(T)));   // E Task
			for (size_t i = 0; i < n; i++)
				new (more + i) T(data[i]);
			data = more;
		}
		new (data + n++) T(t);
	}
};
void own_vector(Vec<Task> &v)
{
	v.push(Task());
}
struct Arena {
	std::vector<std::unique_ptr<char[]>> blocks;
	char *at = nullptr, *end = nullptr;
	void *get(size_t n)
	{
		if (at + n > end) {
			blocks.emplace_back(new char[4096]);                            // E char std::unique_ptr<char_[]>
			at = blocks.back().get(), end = at + 4096;
		}
		return std::exchange(at, at + n);
	}
};
void *in_arena(Arena &a)
{
	return new (a.get(sizeof(Task))) Task();
}
