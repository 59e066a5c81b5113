"""Draws a picture anew, small: the process that `pictures` begins."""

import io
import sys
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from entraide.ui.pictures import HEADER, NotAPicture, Picture

# Its longest side, in pixels; the quality of JPEG, of 100.
SIDE, QUALITY = 1280, 72
# What phones take today is below; a file of some kilobytes may claim to be much more.
MOST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


def draw(content: bytes) -> Picture:
    """Return a picture drawn anew, as `pictures.small` says, in this process.

    Raises:
        NotAPicture: when it is none, or too large.
    """
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            # Between once and twice the limit, it is a warning.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as found:
                # A JPEG is read at the smallest scale that is large enough.
                found.draft("RGB", (SIDE, SIDE))
                seen = ImageOps.exif_transpose(found).convert("RGB")
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,
    ) as fault:
        raise NotAPicture from fault
    seen.thumbnail((SIDE, SIDE))
    # Pasted on a new one: no profile, comment or thumbnail comes along.
    blank = Image.new("RGB", seen.size)
    blank.paste(seen)
    drawn = io.BytesIO()
    blank.save(drawn, "JPEG", quality=QUALITY, optimize=True)
    return Picture(drawn.getvalue(), *blank.size)


def main() -> None:
    """Read a file, write the width, the height and the picture."""
    try:
        found = draw(sys.stdin.buffer.read())
    except NotAPicture:
        sys.exit(1)
    for size in (found.width, found.height):
        sys.stdout.buffer.write(size.to_bytes(HEADER, "big"))
    sys.stdout.buffer.write(found.content)


if __name__ == "__main__":
    main()
