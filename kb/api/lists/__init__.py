"""Lists over HTTP: filters, order, parts, fields, what goes with them, and the formats they come in."""
