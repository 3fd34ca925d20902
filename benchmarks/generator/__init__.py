"""A generator of CRM data with truth: see benchmarks/generate.py."""
