"""A dual encoder in CLIP's manner (Radford et al. 2021, arXiv:2103.00020): pictures and texts as vectors of one space."""
