"""What answers a question about a scene: readings of the fusion, boxes, counts, people from near, pixels, and what is said of them."""
