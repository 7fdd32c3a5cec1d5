"""One wrapper per library or outside thing; nothing here knows what a region shows."""
