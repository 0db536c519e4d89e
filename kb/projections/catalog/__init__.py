"""The catalog: tables for lists, search and counts."""
