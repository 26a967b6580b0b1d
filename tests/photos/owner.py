"""The owner's picture, as the phone made it, in the settings: what customers get is small, upright and without a place.

Knows `owner.photo` and `heard check-config`; looks at the picture with Pillow.
"""
import io
import re

from program import Connection, Shop
from proof import expect, wait_until
from PIL import Image

WEIGHT_MAX = 20_000
# The corners of the picture as a person sees it.
CORNERS = {(0, 0): (220, 30, 30), (1, 0): (30, 200, 30), (0, 1): (30, 30, 220), (1, 1): (240, 240, 240)}


def scene(size):
    """Something to see, twelve megapixels of it, with a colour in each corner."""
    small = Image.new("RGB", (2, 2))
    for corner, colour in CORNERS.items():
        small.putpixel(corner, colour)
    noise = Image.effect_noise(size, 40).convert("RGB")
    return Image.blend(small.resize(size, Image.Resampling.NEAREST), noise, 0.1)


def written(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def from_phones():
    """A phone held upright writes a picture on its side, and says so."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8825)[1] = "N"
    picture = scene((3000, 4000))
    yield "jpeg", written(picture.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=92, exif=exif)
    picture = picture.resize((1500, 2000))
    yield "progressive", written(picture, "JPEG", quality=92, progressive=True)
    yield "png", written(picture, "PNG")
    yield "palette", written(picture.resize((600, 800)).quantize(64), "PNG")
    yield "webp", written(picture, "WEBP", quality=90)


def expect_shown(data, name):
    expect(len(data) <= WEIGHT_MAX, f"{name}: {len(data)} bytes")
    with Image.open(io.BytesIO(data)) as picture:
        expect(picture.format == "JPEG" and picture.size == (240, 240), f"{name}: {picture.format} {picture.size}")
        expect(not picture.getexif(), f"{name} still tells {dict(picture.getexif())}")
        for (right, below), colour in CORNERS.items():
            seen = picture.getpixel((40 + 160 * right, 40 + 160 * below))
            expect(all(abs(a - b) < 40 for a, b in zip(seen, colour)), f"{name}: {seen} instead of {colour}")


def owners_picture(_):
    """A phone's picture of the owner goes to customers upright, small, without a place, and once for ever"""
    with Shop() as shop:
        shop.write_settings()
        shop.settings.write_text(shop.settings.read_text().replace("[owner]", '[owner]\nphoto = "owner"'))
        (shop.folder / "owner").write_bytes(written(scene((300, 300)), "PNG"))
        shop.start()
        weights = []
        with Connection(shop.port) as browser:
            path = address_in(browser)
            for name, data in from_phones():
                (shop.folder / "owner").write_bytes(data)
                shop.reload()
                before = path
                path = wait_until(lambda: other_address(browser, before), "the new picture")
                status, headers, picture = browser.fetch("GET", path)
                expect(status == 200 and "immutable" in headers["Cache-Control"], f"{path}: {status} {dict(headers)}")
                expect_shown(picture, name)
                weights.append(f"{name} {len(data) / 1e6:.1f} MB: {len(picture)} bytes")
                expect(ask_again(browser, path, headers["ETag"]) == (304, b""), "the picture was sent once more")
        print("     " + ", ".join(weights))


def address_in(browser):
    return re.search(r'src="(/owner-photo\?v=\w+)" alt="Picture of Olga"', browser.ask("GET", "/")[2])[1]


def other_address(browser, before):
    return path if (path := address_in(browser)) != before else None


def ask_again(browser, path, tag):
    browser.http.request("GET", path, headers={"If-None-Match": tag})
    answer = browser.http.getresponse()
    return answer.status, answer.read()


def unreadable_pictures(_):
    """A picture that cannot be shown is warned of, with what to do, and customers see the initial meanwhile"""
    whole = written(scene((400, 400)), "JPEG")
    for_print = written(scene((400, 400)).convert("CMYK"), "JPEG")
    frames = [scene((200, 200)), Image.new("RGB", (200, 200))]
    moving = written(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    bomb = written(Image.new("1", (12_000, 12_000)), "PNG")
    with Shop() as shop:
        shop.write_settings()
        shop.settings.write_text(shop.settings.read_text().replace("[owner]", '[owner]\nphoto = "owner"'))
        for data, said in ((b"GIF89a", "write the path of a JPEG, PNG or WebP"), (whole[:-3000], "save it once more"),
                           (bomb, "save a smaller copy"), (for_print, "(RGB)"), (moving, "save one picture of it"), (b"\0\0\0\x18ftypheic" + bytes(12), "save it as a JPEG")):
            (shop.folder / "owner").write_bytes(data)
            done = shop.command("check-config")
            expect(done.returncode == 0 and said in done.stdout + done.stderr, f"{done.returncode}: {done.stdout}{done.stderr}")
            expect("heard.toml:5:9: warning: `photo`" in done.stdout + done.stderr, done.stdout + done.stderr)
        shop.start()
        with Connection(shop.port) as browser:
            expect("/owner-photo" not in browser.ask("GET", "/")[2], "the broken picture is shown")
