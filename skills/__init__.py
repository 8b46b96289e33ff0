"""Built-in skills. Each is a guest like any other: one file, one class, found by its entry point; its words are in locales/."""
