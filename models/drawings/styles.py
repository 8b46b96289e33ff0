"""The styles that things are drawn in: each a picture set inside a pinned package."""

from __future__ import annotations

from dataclasses import dataclass

from models.registry import Origin


@dataclass(frozen=True)
class Style:
    name: str
    archive: Origin
    """The whole package: its hash is that of the archive."""
    licence: str
    credit: str
    lines: bool = False
    """Whether it is black on nothing: what the lines enclose becomes white."""


def _npm(package: str, version: str, sha256: str, size: int) -> Origin:
    return Origin("npm", package, version, "", sha256, size)


NOTO, FLUENT, ICON_PARK = "Google's Noto Emoji", "Microsoft's Fluent Emoji", "ByteDance's IconPark"
EMOJI = (
    Style("fluent-3d", _npm("@lobehub/fluent-emoji-3d", "1.1.0", "c1bb7eee7de090205a232518a9ab4adb3df458bfbe8a1f78232991194c8b2e58", 15792027), "MIT", FLUENT),
    Style("fluent-emoji-flat", _npm("@iconify-json/fluent-emoji-flat", "1.2.6", "7d064769dee690815f823bc5bcc511d957198caf9f5edd8dd9c1aa48a6aeb175", 1172438), "MIT", FLUENT),
    Style("noto", _npm("@iconify-json/noto", "1.2.9", "3e918d88fc945c0bb3d468dbace6f88caef67f01c9f0e7bcae0915a042e8f1ad", 3102958), "Apache-2.0", NOTO),
    Style("noto-v1", _npm("@iconify-json/noto-v1", "1.2.5", "2bf62c26c2c2884aa99e90aec942cdaee17a5921f05690694f4978ad4b017c37", 1587591), "Apache-2.0", NOTO),
    Style("twemoji", _npm("@iconify-json/twemoji", "1.2.5", "19046dff7d8707ce96212ec86468b36ac5f8e60409629dd13f809265c6d0ebb7", 1555888), "CC-BY-4.0", "Twitter's Twemoji"),
    Style("emojione", _npm("@iconify-json/emojione", "1.2.3", "26a14f44284407e8bcde91799388dca2bfd91dbcd55a97f425524a1c5b73610e", 687690), "CC-BY-4.0", "EmojiOne 2"),
    Style("fxemoji", _npm("@iconify-json/fxemoji", "1.2.2", "f3e72b3c59d05e1db03b7e308d55c0d05bd7ba3f625a90da1b79313c12858eef", 1034876), "Apache-2.0", "Mozilla's FxEmojis"),
    Style("streamline-emojis", _npm("@iconify-json/streamline-emojis", "1.2.4", "5dac87c876b322500989828c5823143e0100d78881627a2e4081a4b897cbfdbc", 381714), "CC-BY-4.0", "Streamline"),
    Style("fluent-emoji-high-contrast", _npm("@iconify-json/fluent-emoji-high-contrast", "1.2.6", "0b92d48c90d2200bd499e3cdd09a127ca6a8c8ddefd34c35eb5a1e4994012ae0", 1054969), "MIT", FLUENT, lines=True),
    Style("emojione-v1", _npm("@iconify-json/emojione-v1", "1.2.3", "6641d59d48a42823fdc2b84e7427e9f302944eb98d2c7d94d6e67c139e7b37b3", 3704153), "CC-BY-SA-4.0 (tests only)", "EmojiOne 1"),
    Style("openmoji", _npm("@iconify-json/openmoji", "1.2.29", "03181e2c156cab35cf4a62f1f7886bd971d59212e75ac3f189d5a4cae3930fc5", 1264633), "CC-BY-SA-4.0 (tests only)", "OpenMoji"),
)  # fmt: skip
ICONS = (
    Style("carbon", _npm("@iconify-json/carbon", "1.2.29", "8e3059dc90933875439c29ff36ae4370767bc02d8beca6923b1f2bb856cf327a", 329961), "Apache-2.0", "IBM's Carbon", lines=True),
    Style("fa7-solid", _npm("@iconify-json/fa7-solid", "1.2.5", "2a5c09e0094306e42c357d5b9da1feb39b46cd16d5df6f3d1a89f3093e074d91", 275216), "CC-BY-4.0", "Font Awesome", lines=True),
    Style("flat-color-icons", _npm("@iconify-json/flat-color-icons", "1.2.3", "d8878a9b0f02d749bc8671eb7d47882eb711185cbcefbb365cbfb488773c4786", 47566), "MIT", "Icons8's flat colour icons"),
    Style("fluent-color", _npm("@iconify-json/fluent-color", "1.2.21", "fa2ddaaac7a2a7b902659cea1b5b8c03017ce2ae56295138876b86a36177dfbe", 263008), "MIT", "Microsoft's Fluent UI icons"),
    Style("game-icons", _npm("@iconify-json/game-icons", "1.2.4", "f5758efb34d91c4f50b941f355f16ee73938625e5996fabc25171288404460a4", 2739244), "CC-BY-3.0", "the authors of game-icons.net", lines=True),
    Style("healthicons", _npm("@iconify-json/healthicons", "1.2.13", "4c2552c45737788a6599da3c5b72610c7fb4e7f87075d401c56fa16d487d4caf", 785151), "MIT", "Health Icons", lines=True),
    Style("hugeicons", _npm("@iconify-json/hugeicons", "1.2.35", "cca09de913319938961fa0613a8eb42952f76c3ee13a7c68ef411091590c5d8b", 809402), "MIT", "Hugeicons", lines=True),
    Style("icon-park", _npm("@iconify-json/icon-park", "1.2.4", "c1a25212a31602aca93c3fa6f6b3288e89b9d7811afc132dfd78506e9d586b6f", 338205), "Apache-2.0", ICON_PARK),
    Style("icon-park-solid", _npm("@iconify-json/icon-park-solid", "1.2.4", "3af17a63c120891842d272ec34b4bec414e6c4801af8158a460b4c3cb4dc1248", 188789), "Apache-2.0", ICON_PARK, lines=True),
    Style("icon-park-twotone", _npm("@iconify-json/icon-park-twotone", "1.2.4", "579560dd7c0e1c6f53297129f3a32cdcf4292871e2c5e82e502840c7ce68eabb", 192816), "Apache-2.0", ICON_PARK, lines=True),
    Style("iconoir", _npm("@iconify-json/iconoir", "1.2.11", "8e5d3bfbd55aa8ef3878f0c2f248cf71fe99822172fd07990e32ab7fe7a68b1e", 126216), "MIT", "Iconoir", lines=True),
    Style("ion", _npm("@iconify-json/ion", "1.2.7", "4103445dba712aa0f6d119706df00b2e821634f9ca96faac5ddbfb3bad65927f", 428378), "MIT", "Ionicons", lines=True),
    Style("lucide", _npm("@iconify-json/lucide", "1.2.137", "e74db8c3a55fff55bc82de21268c4bced9f65ff10aacc0d5f3a395b0e93243c3", 92640), "ISC", "Lucide", lines=True),
    Style("lucide-lab", _npm("@iconify-json/lucide-lab", "1.2.3", "ea0a3dc587d60e65b4e710f2239a54a6609fcd19b214f9eb0df66874f920df08", 24292), "ISC", "Lucide", lines=True),
    Style("maki", _npm("@iconify-json/maki", "1.2.5", "cbf41d1b7262fad2eecdc6425ae5afed2de9b3512093c4c778fb456e788d7e12", 63067), "CC0-1.0", "Mapbox's Maki", lines=True),
    Style("material-symbols", _npm("@iconify-json/material-symbols", "1.2.93", "7742b92d3aa6bcd93572de3ac306beebbfa0e13ca759511e6bc7eaffff0d1121", 1294958), "Apache-2.0", "Google's Material Symbols", lines=True),
    Style("mdi", _npm("@iconify-json/mdi", "1.2.3", "ddd817a7213f91de51147943915c0cda8c8b818a53c92b5c068cfa9883c6d7ac", 803764), "Apache-2.0", "Pictogrammers' Material Design Icons", lines=True),
    Style("mingcute", _npm("@iconify-json/mingcute", "1.2.8", "fec65f4430ac70a968e0e7fc7741e7064ba91e6da992b905f75c9d70c717bd2c", 406467), "Apache-2.0", "MingCute", lines=True),
    Style("pepicons-pop", _npm("@iconify-json/pepicons-pop", "1.2.4", "a65d9619c50f38880b6ec4153eaaf8dbf825009680a8946dbe859740c98c5dad", 92759), "CC-BY-4.0", "CyCraft's Pepicons", lines=True),
    Style("ph", _npm("@iconify-json/ph", "1.2.2", "e3a582a047d9829fc7e8842c660d8065e598d1b68bb58cb68e75a1f1e5a614cc", 945517), "MIT", "Phosphor Icons", lines=True),
    Style("pixelarticons", _npm("@iconify-json/pixelarticons", "1.2.9", "f3e7c9b8ae9fb75f214207d5657e7a75084f9f368ea9d6cbfb211fa96d8978fb", 46967), "MIT", "Pixelarticons", lines=True),
    Style("ri", _npm("@iconify-json/ri", "1.2.10", "f7ab45281b250fb0bfa5c5438fc334f010cbf695f5ac851b90b296ef4674fb07", 270261), "Apache-2.0", "Remix Icon", lines=True),
    Style("solar", _npm("@iconify-json/solar", "1.2.13", "9efec9045e9188c5dd5cf9de52f8ad968ffabee565026480a6c74bfe63b3bbc2", 2262113), "CC-BY-4.0", "480 Design's Solar", lines=True),
    Style("streamline", _npm("@iconify-json/streamline", "1.2.5", "b64ca35d4d9fb1f6e730d260ab59e1ded79b23d9f156f8d2f458df6a7aa4cf53", 486650), "CC-BY-4.0", "Streamline", lines=True),
    Style("streamline-flex", _npm("@iconify-json/streamline-flex", "1.2.3", "ac9e29b9d1ad1b483fbf5ad1923c9a0aa49378fd72badaa2e849ab20d7e8f0fd", 448087), "CC-BY-4.0", "Streamline", lines=True),
    Style("streamline-freehand-color", _npm("@iconify-json/streamline-freehand-color", "1.2.2", "00d74cbddaf1bcf35c8614ac0544d10af69c7cee8801475473fe424ee0c0c642", 1003916), "CC-BY-4.0", "Streamline"),
    Style("streamline-pixel", _npm("@iconify-json/streamline-pixel", "1.2.0", "404d450254e0e205769f8b13d339f74339709fdad101d19297e34b57a671f6e3", 115678), "CC-BY-4.0", "Streamline", lines=True),
    Style("streamline-plump", _npm("@iconify-json/streamline-plump", "1.2.0", "e158c4e47a0fd030b028c511b6eebb27ee4fad68710e47670b0099604fd5077c", 600941), "CC-BY-4.0", "Streamline", lines=True),
    Style("streamline-ultimate", _npm("@iconify-json/streamline-ultimate", "1.2.2", "e09225d443837eddfed5ba6c4d5bd454aa7167a914ea6c45db270fd4eecc7c0f", 357901), "CC-BY-4.0", "Streamline", lines=True),
    Style("streamline-ultimate-color", _npm("@iconify-json/streamline-ultimate-color", "1.2.2", "46133a11f3734bcef29066391d7edc141ed1d8056242ddfa1b5d36ce286420b6", 253509), "CC-BY-4.0", "Streamline"),
    Style("tabler", _npm("@iconify-json/tabler", "1.2.41", "3bf99af156d28d05568aff524a35ed1ba238df640a7835a5e02e1f8e439685f6", 338741), "MIT", "Tabler Icons", lines=True),
    Style("tdesign", _npm("@iconify-json/tdesign", "1.2.19", "af53c40f637023517d6a65f609c844d74ad33362b221de971e9579e252a3b8cb", 193347), "MIT", "Tencent's TDesign", lines=True),
    Style("uil", _npm("@iconify-json/uil", "1.2.3", "8c6c7e7943243ab1254111b175089ec9a8f414f3b4a005883739de015b7ab890", 142851), "Apache-2.0", "Iconscout's Unicons", lines=True),
)  # fmt: skip
"""Icon sets, which are only trained on."""
STYLES = (*EMOJI, *ICONS)
