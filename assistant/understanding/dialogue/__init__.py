"""What a conversation remembers, and what is made of it."""
