"""Text to typed values: YAML events with positions, front matter, settings and facts."""
