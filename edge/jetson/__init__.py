"""The Jetson: which board this is, its power and heat, how Owlish is installed on it. Not run on one yet: see docs/jetson.md."""
