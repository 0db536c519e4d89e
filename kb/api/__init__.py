"""The knowledge base over HTTP: SPARQL 1.1 Protocol, JSON for programs, linked data for everybody.

Entry: kb.api.app.create_app and kb.api.server.serve. Imported by the command `serve` only: importing takes a second.
"""
