// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A table of allocations as they stand in C++ programs: containers of owners, nodes by placement, arenas,
// shared state, pimpl. It is only compiled; a comment `// E` names what a line allocates, one word a site.
#include <array>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

void use(const void *);

namespace geo {
struct Point {
	double x, y;
};
template <typename T> struct Box {
	T low, high;
};
struct Shape {
	virtual ~Shape() = default;
	virtual double area() const = 0;
};
struct Circle final : Shape {
	Point center;
	double r;
	explicit Circle(double radius) : center{0, 0}, r(radius) {}
	double area() const override { return 3 * r * r; }
};
} // namespace geo

// --- owners in containers ---
class Scene {
	std::vector<std::unique_ptr<geo::Shape>> shapes;
	std::map<std::string, geo::Point> named;
	std::unordered_map<int, std::vector<int>> index;
	std::deque<geo::Point> path;
	std::set<const geo::Shape *> seen;

public:
	void add(double r);
	void name(const char *n, geo::Point p);
	void note(int i);
	void move(geo::Point p);
	bool look(const geo::Shape *s);
};
void Scene::add(double r)
{
	std::unique_ptr<geo::Shape> s = std::make_unique<geo::Circle>(r);       // E geo::Circle
	shapes.push_back(std::move(s));                                         // E std::unique_ptr<geo::Shape>
	shapes.emplace_back(new geo::Circle(r));                                // E geo::Circle std::unique_ptr<geo::Shape>
}
void Scene::move(geo::Point p)
{
	path.push_back(p);                                                      // E geo::Point
}

// --- shared state ---
struct Connection {
	int fd;
	std::shared_ptr<std::string> peer;
};
std::shared_ptr<Connection> open_connection()
{
	auto c = std::make_shared<Connection>();                                // E Connection
	std::shared_ptr<Connection> other(new Connection);                      // E Connection
	c->fd = other->fd;
	return c;
}

// --- arrays, placement, raw storage ---
template <typename T> class Pool {
	union Slot {
		Slot *next;
		alignas(T) unsigned char bytes[sizeof(T)];
	};
	Slot *free = nullptr;
	std::vector<Slot *> blocks;

public:
	T *get()
	{
		if (!free) {
			Slot *block = new Slot[64];                                     // E Pool<geo::Point>::Slot
			blocks.push_back(block);                                        // E Pool<geo::Point>::Slot*
			free = block;
		}
		void *at = free;
		free = free->next;
		return new (at) T();
	}
};
geo::Point *from_pool()
{
	static Pool<geo::Point> pool;
	return pool.get();
}
geo::Box<float> *boxes(size_t n)
{
	return new geo::Box<float>[n];                                          // E geo::Box<float>
}
geo::Circle *in_raw()
{
	void *raw = ::operator new(sizeof(geo::Circle));                        // E geo::Circle
	return new (raw) geo::Circle(1);
}
geo::Point *in_malloc(size_t n)
{
	auto *p = static_cast<geo::Point *>(std::malloc(n * sizeof(geo::Point)));   // E geo::Point
	for (size_t i = 0; i < n; i++)
		new (p + i) geo::Point{0, 0};
	return p;
}
int **table(int n)
{
	int **t = new int *[n];                                                 // E int*
	for (int i = 0; i < n; i++)
		t[i] = new int[n]();                                                // E int
	return t;
}
char *copy(const char *s)
{
	size_t n = std::strlen(s) + 1;
	return static_cast<char *>(std::memcpy(new char[n], s, n));             // E char
}
struct alignas(64) Line {
	char bytes[64];
};
Line *line()
{
	return new Line;                                                        // E Line
}
Line *maybe()
{
	return new (std::nothrow) Line;                                         // E Line
}

// --- a class with its own operator new, and one with an intrusive reference count ---
class Message {
	size_t length;

public:
	static void *operator new(size_t size, size_t more) { return std::malloc(size + more); }   // E none
	static void operator delete(void *p) { std::free(p); }
	explicit Message(size_t n) : length(n) {}
};
Message *message(size_t n)
{
	return new (n) Message(n);
}

// --- pimpl, callbacks, strings ---
class Parser {
	struct Impl;
	std::unique_ptr<Impl> impl;
	std::function<void(int)> callback;

public:
	Parser();
	~Parser();
};
struct Parser::Impl {
	std::string text;
	std::vector<std::string> tokens;
};
Parser::Parser() : impl(new Impl) {}                                        // E Parser::Impl
Parser::~Parser() = default;
std::string join(const std::vector<std::string> &parts)
{
	std::string out;
	for (const auto &p : parts)
		out += p;                                                           // E char
	return out;
}
std::string padded()
{
	std::string s(100, ' ');                                                // E char
	return s;
}
void split(const std::string &s, std::vector<std::string> &out)
{
	out.push_back(s.substr(1, 40));                                         // E char std::string
}

// --- nodes of lists, trees and tables ---
void Scene::name(const char *n, geo::Point p)
{
	named[n] = p;                                                           // E char std::pair<std::string_const,_geo::Point>
}
void Scene::note(int i)
{
	index[i].push_back(i);                                                  // E int std::pair<int_const,_std::vector<int>>
}
bool Scene::look(const geo::Shape *s)
{
	return seen.insert(s).second;                                           // E geo::Shape_const*
}
size_t lists(int n)
{
	std::list<int> l;
	std::forward_list<short> f;
	std::multimap<int, long> m;
	l.push_back(n);                                                         // E int
	f.push_front(1);                                                        // E short
	m.emplace(n, 2L);                                                       // E std::pair<int_const,_long>
	return l.size() + m.size();
}
size_t buffers(size_t n)
{
	std::vector<char> bytes(n);                                             // E char
	std::vector<std::array<float, 3>> rows;
	rows.reserve(n);                                                        // E std::array<float,_3ul>
	std::vector<std::pair<int, geo::Point>> pairs;
	pairs.resize(n);                                                        // E std::pair<int,_geo::Point>
	use(bytes.data());
	return rows.capacity() + pairs.size();
}
std::vector<std::vector<double>> grid(size_t n)
{
	std::vector<std::vector<double>> g;
	g.resize(n);                                                            // E std::vector<double>
	g[0].assign(n, 1.0);                                                    // E double
	return g;
}
