"""The commands behind the Makefile: check, execute and build the book."""
