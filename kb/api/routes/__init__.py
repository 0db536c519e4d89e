"""Routes for programs, one module a resource."""
