"""Damaged CSV files with the truth about them, and a strict score: see benchmarks/files.py.

The catalogue is written from what happens to real exports, never from what a reader can do. The classes and their
shares follow Pollock (Vitagliano et al., "Pollock: a data loading benchmark", VLDB 2023); sources, damage and score
are our own. Its score joins the cells of a record before it compares, so that a shifted column counts as right; ours
compares cell by cell, under the right column.
"""
