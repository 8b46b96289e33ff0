"""Pages over the main screen; Escape closes each."""
