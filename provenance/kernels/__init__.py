"""Kernels: columns of bytes and numbers in, columns of numbers out. NumPy and numba only."""
