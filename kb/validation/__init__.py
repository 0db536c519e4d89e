"""Says whether a graph keeps what the shapes promise, and if not, where and why."""

from kb.validation.report import Report, Result
from kb.validation.validator import validate, validate_imported, validate_ontology

__all__ = ["Report", "Result", "validate", "validate_imported", "validate_ontology"]
