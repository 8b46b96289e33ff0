"""What a sentence asks, read from its words alone: no scene, no answer, no network but the lists of words."""
