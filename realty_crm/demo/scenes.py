"""Houses drawn for the demo, for photographs of real ones would be somebody's."""

from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 640
SKIES = ((203, 227, 238), (247, 224, 200), (214, 226, 245), (226, 236, 226))
WALLS = ((229, 210, 183), (238, 232, 222), (214, 190, 160), (222, 214, 205))
TRIMS = ((193, 160, 128), (150, 120, 96), (120, 134, 140))
GLASS, DOOR, GROUND, LEAF, TRUNK = (104, 140, 156), (116, 74, 50), (203, 190, 172), (58, 110, 78), (124, 92, 66)


def draw_house(rng: Random) -> Image.Image:
    """A house of one to three storeys under a sky, with or without the pointed edge of Najd, and a palm."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), rng.choice(SKIES))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 520, WIDTH, HEIGHT), fill=GROUND)
    draw.ellipse((760, 60, 850, 150), fill=(250, 236, 200))
    wall, trim, storeys = rng.choice(WALLS), rng.choice(TRIMS), rng.choice((1, 2, 2, 3))
    left, right = rng.randrange(180, 260), rng.randrange(660, 760)
    top = 520 - 130 * storeys
    draw.rectangle((left, top, right, 520), fill=wall)
    _edge(draw, left, right, top, trim, is_pointed=rng.random() < 0.6)
    for storey in range(storeys):
        _windows(draw, left, right, top + 130 * storey + 36, rng.choice((3, 4)))
    middle = (left + right) // 2
    draw.rectangle((middle - 34, 430, middle + 34, 520), fill=DOOR)
    draw.pieslice((middle - 34, 396, middle + 34, 464), 180, 360, fill=DOOR)
    _palm(draw, rng.choice((left - 90, right + 80)))
    return picture


def _edge(
    draw: ImageDraw.ImageDraw, left: int, right: int, top: int, trim: tuple[int, int, int], *, is_pointed: bool
) -> None:
    draw.rectangle((left - 8, top - 14, right + 8, top), fill=trim)
    if is_pointed:
        for start in range(left - 8, right - 16, 28):
            draw.polygon([(start, top - 14), (start + 14, top - 40), (start + 28, top - 14)], fill=trim)


def _windows(draw: ImageDraw.ImageDraw, left: int, right: int, top: int, number: int) -> None:
    step = (right - left) // number
    for place in range(number):
        start = left + step * place + step // 2 - 28
        draw.rectangle((start, top, start + 56, top + 56), fill=GLASS)


def _palm(draw: ImageDraw.ImageDraw, at: int) -> None:
    draw.line((at, 520, at + 8, 380), fill=TRUNK, width=16)
    for reach in (-80, -52, -20, 20, 52, 80):
        draw.line((at + 8, 380, at + 8 + reach, 352 + abs(reach) // 2), fill=LEAF, width=14)
