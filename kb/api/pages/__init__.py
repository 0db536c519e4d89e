"""The pages: the same resources as kb.api has as JSON, at the same addresses, for people with a browser.

Entry: kb.api.pages.install.install, called by kb.api.app.
Input: kb.api.serving.ports.Service. Output: HTML by templates/, CSV, Turtle.
Each page is a module with `add(site)` and a template of its own; docs/pages.md says how one is added.
Never: reads a file of the home, writes but through the service, or sends what an article says unescaped.
"""
