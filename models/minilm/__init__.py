"""all-MiniLM-L6-v2: a sentence becomes a vector, near to those of sentences that mean the like."""
