"""crmclean."""
