"""What the command line calls: one module for each family of commands."""
