from models.drawings.names import icons, pictures
from models.drawings.sources import of_style
from models.drawings.styles import EMOJI, ICONS, STYLES


def shown_in(lists):
    return {picture.style for listed in lists.values() for picture in listed}


def test_every_picture_belongs_to_a_style_and_every_style_has_a_licence():
    assert shown_in(pictures()) == {style.name for style in EMOJI}
    assert shown_in(icons()) == {style.name for style in ICONS}
    assert all(style.licence and style.credit and of_style(style.name) for style in STYLES)
    assert len({style.name for style in STYLES}) == len({style.archive.sha256 for style in STYLES}) == len(STYLES)


def test_pictures_that_training_sees_are_permissive():
    shared = {style.name for style in STYLES if not style.licence.startswith(("MIT", "ISC", "Apache-", "CC0-", "CC-BY-3", "CC-BY-4"))}
    assert not any(picture.style in shared and not picture.is_held for listed in pictures().values() for picture in listed)
    assert not any(picture.style in shared or picture.is_held for listed in icons().values() for picture in listed)


def test_icons_are_pictures_of_names_that_emoji_have_and_of_many_styles():
    assert set(icons()) <= set(pictures())
    for listed in icons().values():
        assert len({picture.identity for picture in listed}) == len(listed) <= 14
        assert all(0.1 < picture.aspect < 8 for picture in listed)
    assert len(shown_in(icons())) >= 30 and sum(len(listed) for listed in icons().values()) >= 1000
