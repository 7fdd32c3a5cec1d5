"""The nouns: frozen values that know nothing of files, libraries or time."""
