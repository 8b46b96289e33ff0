"""What a sentence asks, read from its words alone: no scene, no network but the lists of words."""
