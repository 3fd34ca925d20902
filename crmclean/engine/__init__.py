"""Compiled rules at work: standardize, check what is required and what must hold, for a column or one record."""
