"""The camera's picture with what was found in it."""
