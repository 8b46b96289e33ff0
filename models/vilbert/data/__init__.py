"""Pictures with exact truth, questions about them, and the batches that training reads."""
