"""What is ordinary: which things are of a kind, are held, or lie on others; what skies and grounds look like."""

from __future__ import annotations

FAMILIES = (
    ("person",),
    ("bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat"),
    ("traffic light", "fire hydrant", "stop sign", "parking meter", "bench"),
    ("bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe"),
    ("backpack", "umbrella", "handbag", "tie", "suitcase"),
    ("frisbee", "skis", "snowboard", "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket"),
    ("bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl"),
    ("banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake"),
    ("chair", "couch", "potted plant", "bed", "dining table", "toilet"),
    ("tv", "laptop", "mouse", "remote", "keyboard", "cell phone"),
    ("microwave", "oven", "toaster", "sink", "refrigerator"),
    ("book", "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush"),
)
FAMILY = {name: family for family in FAMILIES for name in family}
HELD = (
    "cup",
    "bottle",
    "book",
    "cell phone",
    "umbrella",
    "handbag",
    "banana",
    "apple",
    "laptop",
    "tennis racket",
    "frisbee",
    "baseball bat",
    "remote",
    "knife",
    "fork",
    "spoon",
    "wine glass",
    "teddy bear",
    "sports ball",
    "donut",
    "sandwich",
    "pizza",
    "scissors",
    "kite",
)
LYING = (*FAMILIES[6], *FAMILIES[7], *FAMILIES[9], *FAMILIES[11], "cat", "dog", "backpack", "handbag")
SUPPORTS = ("dining table", "chair", "couch", "bed", "bench")
OUTDOOR_GROUNDS = {
    "grass": ("green",),
    "road": ("grey", "black"),
    "ground": ("brown", "grey"),
    "snow": ("white",),
    "sand": ("yellow", "brown"),
    "water": ("blue", "green"),
}
SKIES = {
    "sunny": ("blue",),
    "cloudy": ("white", "grey"),
    "overcast": ("white", "grey"),
    "rainy": ("grey",),
    "snowy": ("white", "grey"),
    "foggy": ("white", "grey"),
    "sunset": ("orange", "red", "pink"),
    "night": ("black",),
}
WEATHERS = ("sunny", "sunny", "cloudy", "cloudy", "sunset", "night", "rainy", "snowy", "foggy", "overcast")
