#!/usr/bin/env python3
"""Draw the demo clip's picture: raw RGB frames on standard output.

What for: the clip behind "Try the demo clip" must be ours, small, and show each pipeline something:
five shots (three hard cuts and one fade through black), people who move, and two passages of speech
(see make-demo.sh, the only caller). Standard library only, and no randomness: the same frames every
time. It draws at twice the size and lets ffmpeg shrink the picture, which smooths the edges.
"""

import math
import sys

WIDTH, HEIGHT, RATE = 1280, 720, 25
FRAMES = 12 * RATE
# First frame of each shot; the fade to black and back lies round the fourth.
SHOTS = [0, 62, 118, 185, 245]
FADE_OUT, BLACK, FADE_IN, LIGHT = 160, 180, 190, 210
FLOOR = 9


class Canvas:
    """One picture; every shape is filled row by row."""

    def __init__(self, pixels=None):
        self.pixels = bytearray(pixels) if pixels else bytearray(WIDTH * HEIGHT * 3)

    def span(self, y, x0, x1, colour):
        x0, x1 = max(0, int(x0)), min(WIDTH, int(x1))
        if 0 <= y < HEIGHT and x1 > x0:
            start = (y * WIDTH + x0) * 3
            self.pixels[start : start + (x1 - x0) * 3] = bytes(colour) * (x1 - x0)

    def rect(self, x0, y0, x1, y1, colour):
        for y in range(max(0, int(y0)), min(HEIGHT, int(y1))):
            self.span(y, x0, x1, colour)

    def ellipse(self, cx, cy, rx, ry, colour):
        for y in range(int(cy - ry), int(cy + ry) + 1):
            rest = 1 - ((y + 0.5 - cy) / ry) ** 2
            if rest > 0:
                half = rx * math.sqrt(rest)
                self.span(y, cx - half, cx + half, colour)

    def polygon(self, points, colour):
        ys = [p[1] for p in points]
        for y in range(int(min(ys)), int(max(ys)) + 1):
            hits = []
            for (xa, ya), (xb, yb) in zip(points, points[1:] + points[:1]):
                if (ya <= y + 0.5) != (yb <= y + 0.5):
                    hits.append(xa + (y + 0.5 - ya) * (xb - xa) / (yb - ya))
            hits.sort()
            for left, right in zip(hits[::2], hits[1::2]):
                self.span(y, left, right, colour)

    def limb(self, x0, y0, x1, y1, width, colour):
        length = math.hypot(x1 - x0, y1 - y0) or 1
        dx, dy = (y1 - y0) / length * width / 2, (x0 - x1) / length * width / 2
        self.polygon([(x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x0 - dx, y0 - dy)], colour)
        self.ellipse(x0, y0, width / 2, width / 2, colour)
        self.ellipse(x1, y1, width / 2, width / 2, colour)

    def gradient(self, y0, y1, top, bottom):
        for y in range(y0, y1):
            t = (y - y0) / (y1 - y0)
            self.span(y, 0, WIDTH, tuple(round(a + (b - a) * t) for a, b in zip(top, bottom)))


SKIN_A, SKIN_B = (226, 178, 140), (150, 102, 74)
SHIRT_A, SHIRT_B = (196, 62, 58), (246, 190, 66)
DARK = (46, 42, 54)


def face(c, x, y, r, skin, hair, talk, look=0.0):
    """A head: `talk` opens the mouth (0 to 1), `look` turns the eyes (-1 to 1)."""
    c.ellipse(x, y - r * 0.18, r * 1.08, r * 1.02, hair)
    c.ellipse(x, y, r * 0.94, r, skin)
    for side in (-1, 1):
        ex = x + side * r * 0.36
        c.ellipse(ex, y - r * 0.12, r * 0.15, r * 0.12, (250, 250, 250))
        c.ellipse(ex + look * r * 0.07, y - r * 0.11, r * 0.075, r * 0.085, DARK)
        c.rect(ex - r * 0.17, y - r * 0.36, ex + r * 0.17, y - r * 0.30, hair)
    c.ellipse(x + look * r * 0.05, y + r * 0.16, r * 0.09, r * 0.11, tuple(v - 22 for v in skin))
    c.ellipse(x, y + r * 0.5, r * 0.28, r * (0.05 + 0.2 * talk), (122, 38, 44))


def person(c, x, ground, size, skin, shirt, hair, step=0.0, arm=0.3, talk=0.0, look=0.0):
    """A whole figure: `step` swings the legs, `arm` raises the right arm (radians from straight down)."""
    hip, neck = ground - size * 0.42, ground - size * 0.78
    swing = math.sin(step) * size * 0.14
    for side in (-1, 1):
        c.limb(x + side * size * 0.05, hip, x + side * (size * 0.06 + swing), ground - size * 0.03, size * 0.09, DARK)
    left, right = math.pi / 2 + 0.35 - math.sin(step) * 0.3, math.pi / 2 - arm
    for side, angle in ((-1, left), (1, right)):
        sx = x + side * size * 0.11
        c.limb(sx, neck + size * 0.06, sx + math.cos(angle) * size * 0.3, neck + size * 0.06 + math.sin(angle) * size * 0.3, size * 0.065, shirt)
        c.ellipse(sx + math.cos(angle) * size * 0.32, neck + size * 0.06 + math.sin(angle) * size * 0.32, size * 0.042, size * 0.042, skin)
    c.polygon([(x - size * 0.15, neck + size * 0.03), (x + size * 0.15, neck + size * 0.03), (x + size * 0.12, hip + size * 0.04), (x - size * 0.12, hip + size * 0.04)], shirt)
    face(c, x, ground - size * 0.89, size * 0.115, skin, hair, talk, look)


def ball(c, x, y, r, turn):
    c.ellipse(x, y, r, r, (232, 78, 52))
    for k in range(3):
        a = turn + k * 2 * math.pi / 3
        c.ellipse(x + math.cos(a) * r * 0.55, y + math.sin(a) * r * 0.55, r * 0.2, r * 0.2, (252, 236, 210))


def speaking(frame, start, end):
    """How far a speaker's mouth is open: two sines of unlike period look like syllables."""
    if not start <= frame < end:
        return 0.0
    return abs(math.sin(frame * 0.95) * math.cos(frame * 0.37))


def backdrop(shot):
    c = Canvas()
    if shot == 0:  # a bright room
        c.gradient(0, 500, (190, 220, 236), (214, 232, 240))
        c.gradient(500, HEIGHT, (176, 132, 92), (150, 108, 74))
        c.rect(120, 90, 400, 330, (250, 250, 246))
        c.rect(136, 106, 384, 314, (128, 190, 240))
        c.rect(254, 106, 266, 314, (250, 250, 246))
        c.rect(900, 120, 1120, 270, (96, 120, 150))
        c.rect(914, 134, 1106, 256, (240, 214, 160))
    elif shot == 1:  # close: the child
        c.gradient(0, HEIGHT, (60, 92, 74), (28, 52, 44))
        c.ellipse(1080, 150, 120, 120, (78, 120, 92))
    elif shot == 2:  # outdoors
        c.gradient(0, 430, (238, 222, 180), (246, 238, 214))
        c.ellipse(1020, 150, 70, 70, (255, 250, 226))
        c.polygon([(0, 430), (330, 250), (640, 430)], (150, 176, 120))
        c.polygon([(420, 430), (860, 210), (1280, 430)], (130, 160, 104))
        c.gradient(430, HEIGHT, (146, 174, 116), (112, 146, 90))
    elif shot == 3:  # evening, by the lamp
        c.gradient(0, 520, (84, 66, 56), (128, 100, 82))
        c.gradient(520, HEIGHT, (92, 70, 60), (64, 48, 42))
        c.rect(150, 80, 390, 320, (60, 54, 58))
        c.ellipse(270, 180, 60, 60, (226, 216, 190))
        c.ellipse(298, 166, 54, 54, (60, 54, 58))
        c.rect(880, 420, 1160, 450, (150, 112, 88))
        c.rect(900, 450, 925, 600, (120, 88, 70))
        c.rect(1115, 450, 1140, 600, (120, 88, 70))
    else:  # close: the adult
        c.gradient(0, HEIGHT, (244, 232, 214), (226, 204, 178))
        c.rect(90, 60, 330, 520, (200, 120, 84))
        for row in range(4):
            c.rect(104, 76 + row * 110, 316, 168 + row * 110, (236, 214, 186))
    return c.pixels


def draw(c, shot, frame):
    t = frame - SHOTS[shot]
    if shot == 0:
        wave = 2.2 + 0.5 * math.sin(t * 0.55)
        person(c, 430 + t * 0.6, 640, 470, SKIN_A, SHIRT_A, DARK, 0.0, wave, speaking(frame, 20, 62), 1)
        person(c, 1180 - t * 6.4, 650, 300, SKIN_B, SHIRT_B, (30, 24, 26), t * 0.5, 0.5, 0.0, -1)
    elif shot == 1:
        sway = math.sin(t * 0.16) * 34
        c.ellipse(620 + sway * 0.5, 800, 330, 260, SHIRT_B)
        face(c, 620 + sway, 370 + abs(math.sin(t * 0.2)) * 12, 205, SKIN_B, (30, 24, 26), 0.1, math.sin(t * 0.13))
    elif shot == 2:
        ball(c, 330 + t * 13, 610 - abs(math.sin(t * 0.28)) * 90, 42, t * 0.3)
        person(c, 90 + t * 12, 650, 320, SKIN_B, SHIRT_B, (30, 24, 26), t * 0.62, 0.9, 0.0, 1)
    elif shot == 3:
        person(c, 520, 650, 460, SKIN_A, SHIRT_A, DARK, 0.0, 0.9 + 0.25 * math.sin(t * 0.2), 0.0, 0.6)
        person(c, 800 + t * 1.2, 655, 300, SKIN_B, SHIRT_B, (30, 24, 26), t * 0.3, 1.3, 0.0, -0.6)
        ball(c, 1020, 380 - abs(math.sin(t * 0.14)) * 40, 38, t * 0.1)
    else:
        nod = math.sin(t * 0.22) * 16
        c.ellipse(730, 860, 380, 300, SHIRT_A)
        face(c, 730 + nod * 0.6, 360 + nod, 215, SKIN_A, DARK, speaking(frame, 245, 287), -0.6)


def brightness(frame):
    """1 in the light, 0 in the black of the fade."""
    if frame < FADE_OUT or frame >= LIGHT:
        return 1.0
    if frame < BLACK:
        return (1 - (frame - FADE_OUT + 1) / (BLACK - FADE_OUT)) ** 1.4
    return 0.0 if frame < FADE_IN else ((frame - FADE_IN) / (LIGHT - FADE_IN)) ** 1.4


def main():
    backdrops = [backdrop(shot) for shot in range(len(SHOTS))]
    for frame in range(FRAMES):
        shot = max(k for k, first in enumerate(SHOTS) if first <= frame)
        canvas = Canvas(backdrops[shot])
        draw(canvas, shot, frame)
        light = brightness(frame)
        if light < 1:
            # Towards a very dark grey, not pure black: colour leaves gradually, as in a filmed fade,
            # so that the ends of the fade are no cuts of hue and saturation.
            canvas.pixels = canvas.pixels.translate(
                bytes(round(v * light + FLOOR * (1 - light)) for v in range(256))
            )
        sys.stdout.buffer.write(canvas.pixels)


if __name__ == "__main__":
    main()
