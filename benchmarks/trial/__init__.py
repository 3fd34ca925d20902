"""Trials: what is left of an output folder when things go wrong on purpose."""
