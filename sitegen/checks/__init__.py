"""What is checked over the whole of a build: one file each, called by the recipe."""
