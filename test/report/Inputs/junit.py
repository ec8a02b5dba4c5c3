# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads a JUnit file as a CI server does. usage: junit.py FILE TESTS FAILURES"""

import sys
import xml.etree.ElementTree as tree

suite = tree.parse(sys.argv[1]).getroot().find("testsuite")
cases = suite.findall("testcase")
failed = [c for c in cases if c.find("failure") is not None]
found = [len(cases), len(failed), int(suite.get("tests")), int(suite.get("failures"))]
assert found == [int(n) for n in sys.argv[2:4]] * 2, found
assert all(c.get("classname") and c.get("name") for c in cases)
assert all(c.find("failure").get("message") for c in failed)
