// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A table of allocations in the styles of C++ programs: new of all sorts, smart pointers,
// containers, allocators of the program's own. It runs; a comment `// E` names what a line
// allocates: of containers the value type.
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <new>
#include <queue>
#include <set>
#include <sstream>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

extern "C" void use(const void *);

namespace geo {
struct point { double x, y; };
struct shape { virtual ~shape() {} virtual double area() const { return 0; } };
struct circle : shape { point middle; double radius = 1; double area() const override { return radius; } };
template <class T, int N> struct grid { T cells[N]; };
enum class color : unsigned char { red, green };
} // namespace geo

namespace {
struct hidden { int value; hidden *next; };
} // namespace

struct tree { std::unique_ptr<tree> left, right; std::vector<geo::point> points; int key = 0; };
class pool { public: void *take(size_t n) { return std::malloc(n); } };                // E none
struct heavy {
	long data[8];
	static void *operator new(size_t n) { return std::malloc(n); }                       // E none
	static void operator delete(void *p) { std::free(p); }
};
struct alignas(64) line { char bytes[64]; };
class holder { geo::point *raw = nullptr; public: void fill(int n) { raw = new geo::point[n]; use(raw); } // E geo::point
	~holder() { delete[] raw; } };
struct words { std::vector<std::string> all; std::map<std::string, int> counts; };
using table = std::unordered_map<std::string, geo::point>;

static void c01() { use(new geo::point{1, 2}); }                                        // E geo::point
static void c02(int n) { use(new geo::circle[n]); }                                      // E geo::circle
static void c03() { geo::shape *s = new geo::circle; use(s); }                           // E geo::circle
static void c04() { use(new (std::nothrow) geo::grid<short, 4>); }                       // E geo::grid<short,_4>
static void c05() { use(new hidden{1, nullptr}); }                                       // E (anonymous_namespace)::hidden
static void c06() { use(new geo::color[7]); }                                            // E geo::color
static void c07() { use(new std::string("a text that is too long for the object")); }    // E std::string char
static void c08() { auto t = std::make_unique<tree>(); use(t.get()); }                   // E tree
static void c09() { auto a = std::make_unique<geo::point[]>(5); use(a.get()); }          // E geo::point
static void c10() { auto s = std::make_shared<geo::circle>(); use(s.get()); }            // E geo::circle
static void c11() { std::unique_ptr<tree> t(new tree); t->left.reset(new tree); use(t->left.get()); } // E tree
static void c12(std::vector<geo::point> &v) { v.push_back({1, 2}); }                     // E geo::point
static void c13(std::vector<geo::point *> &v) { v.reserve(9); }                          // E geo::point*
static void c14(std::vector<std::vector<int>> &v) { v.emplace_back(3, 1); }              // E std::vector<int>
static void c15(std::map<int, geo::point> &m) { m.insert({1, {2, 3}}); }                 // E std::pair<int_const,_geo::point>
static void c16(std::set<long> &s) { s.insert(4); }                                      // E long
static void c17(std::list<hidden> &l) { l.push_back({1, nullptr}); }                     // E (anonymous_namespace)::hidden
static void c18(std::unordered_set<int> &s) { s.insert(4); }                             // E int
static void c19(std::string &s) { s.append(100, 'x'); }                                  // E char
static void c20(std::priority_queue<geo::point *> &q) { q.push(nullptr); }               // E geo::point*
static void c21(words &w) { w.all.resize(4); }                                           // E std::string
static void c22(words &w) { w.counts["x"]++; }                                           // E std::pair<std::string_const,_int>
static void c23(pool &p) { auto *c = static_cast<geo::circle *>(p.take(sizeof(geo::circle))); use(c); }
static void c24() { heavy *h = new heavy; use(h); }
static void c25() { use(new line); }                                                     // E line
static void c26(char **out) { *out = static_cast<char *>(std::malloc(10)); }             // E char
static void c27() { geo::point *p = static_cast<geo::point *>(std::calloc(4, sizeof *p)); use(p); } // E geo::point
static void c28() { std::vector<bool> bits(1000); use(&bits); }                          // E bool
static void c29() { auto *many = new std::vector<int>[3]; use(many); delete[] many; }    // E std::vector<int>
static void c30(table &t) { t.rehash(50); }                                              // E std::pair<std::string_const,_geo::point>
static void c31() { void *raw = ::operator new(sizeof(geo::point)); use(new (raw) geo::point); } // E geo::point
static void c32() { auto make = [](int n) { return new float[n]; }; use(make(3)); }      // E float
template <class T> static T *c33(int n) { T *p = (T *)std::malloc(n * sizeof(T)); use(p); return p; } // E long

int main()
{
	std::vector<geo::point> points;
	std::vector<geo::point *> pointers;
	std::vector<std::vector<int>> nested;
	std::map<int, geo::point> map;
	std::set<long> set;
	std::list<hidden> list;
	std::unordered_set<int> hashed;
	std::string text;
	std::priority_queue<geo::point *> queue;
	words w;
	pool p;
	char *out;
	table t;
	holder h;

	h.fill(3);
	c01(), c02(2), c03(), c04(), c05(), c06(), c07(), c08(), c09(), c10(), c11();
	c12(points), c13(pointers), c14(nested), c15(map), c16(set), c17(list), c18(hashed), c19(text);
	c20(queue), c21(w), c22(w), c23(p), c24(), c25(), c26(&out), c27(), c28(), c29(), c30(t), c31();
	c32(), use(out), c33<long>(4);
}
