/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A Python extension module: riffle(list) and reverse(list) give new lists. */
#include <Python.h>

#include <memfn/memfn.h>

/* A scratch copy of the list's items, borrowed references; the caller frees it. */
MEMFN_PROFILE static PyObject **items_of(PyObject *list)
{
	Py_ssize_t size = PyList_GET_SIZE(list);
	PyObject **items = malloc((size_t)size * sizeof *items);
	for (Py_ssize_t i = 0; items && i < size; i++)
		items[i] = PyList_GET_ITEM(list, i);
	return items;
}

MEMFN_PROFILE static PyObject *list_of(PyObject **items, Py_ssize_t size)
{
	PyObject *list = PyList_New(size);
	for (Py_ssize_t i = 0; list && i < size; i++) {
		Py_INCREF(items[i]);
		PyList_SET_ITEM(list, i, items[i]);
	}
	return list;
}

/* The one half's items between the other's. */
MEMFN_PROFILE static PyObject *riffle(PyObject *self, PyObject *list)
{
	(void)self;
	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "riffle takes a list");
	Py_ssize_t size = PyList_GET_SIZE(list), half = size / 2;
	PyObject **items = items_of(list), **mixed = malloc((size_t)size * sizeof *mixed);
	PyObject *result = NULL;
	if (items && mixed) {
		for (Py_ssize_t i = 0; i < size; i++)
			mixed[i] = items[i % 2 ? i / 2 : half + i / 2];
		result = list_of(mixed, size);
	}
	free(items);
	free(mixed);
	return result ? result : PyErr_NoMemory();
}

MEMFN_PROFILE static PyObject *reverse(PyObject *self, PyObject *list)
{
	(void)self;
	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "reverse takes a list");
	Py_ssize_t size = PyList_GET_SIZE(list);
	PyObject **items = items_of(list);
	for (Py_ssize_t i = 0; items && i < size / 2; i++) {
		PyObject *item = items[i];
		items[i] = items[size - 1 - i];
		items[size - 1 - i] = item;
	}
	PyObject *result = items ? list_of(items, size) : PyErr_NoMemory();
	free(items);
	return result;
}

static PyMethodDef functions[] = {
	{"riffle", riffle, METH_O, "The one half's items between the other's."},
	{"reverse", reverse, METH_O, "The items from the last to the first."},
	{NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "shuffle", .m_size = -1,
									.m_methods = functions};

PyMODINIT_FUNC PyInit_shuffle(void)
{
	return PyModule_Create(&module);
}
