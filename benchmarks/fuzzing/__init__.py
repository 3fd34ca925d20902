"""Fuzzing: what must hold for any bytes at all (targets), and the files to start from (seeds)."""
