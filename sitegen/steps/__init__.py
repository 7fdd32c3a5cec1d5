"""The verbs of the recipe, in its order: load validate resolve plan render stamp write."""
