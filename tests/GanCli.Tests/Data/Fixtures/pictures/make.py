"""Writes the pictures beside this file with Pillow and NumPy, in the modes that picture files have.

Each is 16 x 16 (wide.png: 24 x 16) with four quarters of one colour: red, green, blue and (200, 100, 50); grey ones have 0, 80, 160
and 240. In those with alpha the last quarter is half transparent (128) and the first one wholly.
"""
import os
import struct
import zlib

import numpy as np
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (200, 100, 50)]
GREYS = [0, 80, 160, 240]


def quarters(values, dtype=np.uint8):
    values = np.array(values, dtype)
    rows = np.arange(16) // 8
    return values[(rows[:, None] * 2) + rows[None, :]]


def save(image, name, **keys):
    image.save(os.path.join(HERE, name), **keys)


def png16(name, kind, pixels):
    """Pillow writes no 16-bit colours."""
    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + pixels[y].astype(">u2").tobytes() for y in range(height))

    def chunk(tag, body):
        return struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body))

    header = struct.pack(">IIBBBBB", width, height, 16, kind, 0, 0, 0)
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


rgb = Image.fromarray(quarters(COLOURS))
grey = Image.fromarray(quarters(GREYS))
alphas = quarters([0, 255, 255, 128])
save(rgb, "rgb.png")
save(grey, "grey.png")
save(rgb.convert("P", palette=Image.ADAPTIVE, colors=4), "palette.png")
save(grey.point(lambda value: 255 * (value > 100)).convert("1"), "bits.png")
save(Image.fromarray(np.dstack([quarters(COLOURS), alphas])), "rgba.png")
save(Image.fromarray(np.dstack([quarters(GREYS), alphas]), "LA"), "grey-alpha.png")
palette = rgb.convert("P", palette=Image.ADAPTIVE, colors=4)
save(palette, "palette-transparent.png", transparency=palette.getpixel((0, 0)))
png16("grey16.png", 0, quarters(np.array(GREYS) * 257, np.uint16))
png16("rgb16.png", 2, quarters(np.array(COLOURS) * 257, np.uint16))
save(rgb, "rgb.webp", lossless=True)
save(rgb, "rgb.bmp")
save(rgb.convert("P", palette=Image.ADAPTIVE, colors=4), "first-of-two.gif", save_all=True, append_images=[grey.convert("P")])
save(rgb, "rgb.jpg", quality=95, subsampling=0)
save(rgb, "progressive.jpeg", quality=95, subsampling=0, progressive=True)
save(grey, "grey.jpg", quality=95)
save(rgb.convert("CMYK"), "cmyk.jpg", quality=95, subsampling=0)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    save(rgb, f"turned-{orientation}.jpg", quality=95, subsampling=0, exif=exif)
wide = np.full((16, 24, 3), 255, np.uint8)
wide[:, 4:20] = quarters(COLOURS)
save(Image.fromarray(wide), "wide.png")
