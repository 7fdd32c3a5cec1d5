"""What browsers are told of a site: one table for every web server and for the pages.

The values follow OWASP's secure headers and the HTTP Observatory's rules. A page loads
nothing from elsewhere, runs no script but the site's own files, and stands in no frame.
"""

META_POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src 'self'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
"""The policy that pages carry themselves: on shared hosting nobody may be able to set headers."""
HEADERS = {
    "Content-Security-Policy": f"{META_POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Strict-Transport-Security": "max-age=31536000",
}
PAGE_AGE, ASSET_AGE = 300, 31536000
"""Seconds that pages are kept, and files whose name holds their digest."""
ASSETS = "aset/"
"""Folder of the latter."""
NEVER_RUN = ("php", "phtml", "phar", "cgi", "pl", "py", "sh", "asp", "aspx", "jsp")
"""Endings that a server must not hand out nor run: we publish none, an intruder might."""
