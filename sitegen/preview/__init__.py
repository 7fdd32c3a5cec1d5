"""The preview in a browser: which mirrors, at which addresses, with which bar."""
