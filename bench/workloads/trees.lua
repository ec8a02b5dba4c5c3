-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
-- Binary trees built and counted; words formatted, sorted, split and joined: trees.lua UNITS. A unit
-- is about 3 ms. The work is that of examples/lua/trees.lua in smaller pieces.

local units = tonumber(arg[1]) or 1

local function tree(depth)
	if depth == 0 then return {} end
	return { tree(depth - 1), tree(depth - 1) }
end

local function count(t)
	if not t[1] then return 1 end
	return 1 + count(t[1]) + count(t[2])
end

local function words(n)
	local list = {}
	for i = 1, n do
		list[i] = string.format("word %d of %d", i * 7919 % n, n)
	end
	return list
end

local function index(list)
	local by_letters = {}
	for _, text in ipairs(list) do
		for part in text:gmatch("%w+") do
			by_letters[part] = (by_letters[part] or 0) + #part
		end
	end
	return by_letters
end

local nodes, letters, length = 0, 0, 0
for _ = 1, units do
	local long_lived = tree(10)
	for _ = 1, 4 do nodes = nodes + count(tree(8)) end
	nodes = nodes + count(long_lived)

	local list = words(1000)
	table.sort(list)
	for _, n in pairs(index(list)) do letters = letters + n end
	length = length + #table.concat(list, ", ")
end
print(nodes, letters, length)
