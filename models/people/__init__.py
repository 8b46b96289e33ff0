"""People from near: BlazeFace finds faces (Bazarevsky et al. 2019, arXiv:1907.05047), FaceRes tells a man from a woman and guesses the age
(Savchenko 2019, PeerJ Computer Science 5:e197), a small Xception sees a smile (Arriaga et al. 2017, arXiv:1710.07557), MoveNet finds where
the limbs are."""
