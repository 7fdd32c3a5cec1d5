"""Markdown to HTML with Python-Markdown: no raw HTML, our facts, directives and links.

The converter knows nothing of sites. It turns relative links into addresses and reports
every link, heading, fact and directive it met, with the line it stands in, so that steps
can check them. Rendered text passes `sanitize.clean`; only then are directives filled.
"""
