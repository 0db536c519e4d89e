"""The home behind the HTTP service, for reading and for writing."""
