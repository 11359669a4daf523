#!/usr/bin/env python3
"""Writes sound.csv: what the parts of the patient's sound must be, from their formulas and nothing of Tonus's code.

Columns: sample index at 48 kHz, tone (220 Hz, full volume, from the start), bell (struck at 0), rain, surf, stream
(each from its seed). Every 61st sample of the first 1.5 s.
"""
import math
import os

RATE = 48000
N = int(1.5 * RATE)
STEP = 61


def share(hz):
    return 1 - math.exp(-2 * math.pi * hz / RATE)


class Noise:
    def __init__(self):
        self.state = 2463534242

    def __call__(self):
        s = self.state
        s ^= (s << 13) & 0xFFFFFFFF
        s ^= s >> 17
        s ^= (s << 5) & 0xFFFFFFFF
        self.state = s
        return s / 2147483648 - 1


def tone():
    out = []
    for n in range(N):
        gain = min(1, (n + 1) / (0.040 * RATE))
        turns = 220 * n / RATE
        wave = sum(a * math.sin(2 * math.pi * k * turns) for k, a in ((1, 0.70), (2, 0.22), (3, 0.08)))
        out.append(0.25 * gain * wave)
    return out


def bell():
    out = []
    for n in range(N):
        t = n / RATE
        x = sum(a * math.exp(-t / d) * math.sin(2 * math.pi * 523.25 * r * t)
                for r, a, d in ((1, 0.60, 0.70), (2, 0.20, 0.45), (2.756, 0.15, 0.25), (5.404, 0.05, 0.10)))
        out.append(x * min(1, t / 0.008) * min(1, (2.4 - t) / 0.1))
    return out


def rain():
    noise, low, band, drop, out = Noise(), 0.0, 0.0, 0.0, []
    for _ in range(N):
        x = noise()
        low += share(400) * (x - low)
        band += share(5000) * (x - low - band)
        if (noise() + 1) / 2 < 40 / RATE:
            drop = 1.0
        drop *= 1 - 1 / (0.006 * RATE)
        out.append(0.6 * band + 0.6 * drop * x)
    return out


def surf():
    noise, a, b, out = Noise(), 0.0, 0.0, []
    for n in range(N):
        place = (n / (9 * RATE)) % 1
        swell = math.sin(place / 0.35 * math.pi / 2) if place < 0.35 else math.cos((place - 0.35) / 0.65 * math.pi / 2)
        height = 0.25 + 0.75 * swell * swell
        a += share(500 + 2000 * height) * (noise() - a)
        b += share(80) * (a - b)
        out.append(2.6 * height * (a - b))
    return out


def stream():
    noise, a, b, out = Noise(), 0.0, 0.0, []
    gurgles = [{'hz': 500.0, 'want': 500.0, 'y1': 0.0, 'y2': 0.0, 'left': 0} for _ in range(3)]
    r = 0.9985
    for _ in range(N):
        x = noise()
        a += share(1500) * (x - a)
        b += share(300) * (a - b)
        total = 0.8 * (a - b)
        for g in gurgles:
            due = g['left'] <= 0
            g['left'] -= 1
            if due:
                g['left'] = int(0.12 * RATE * (1 + 0.8 * noise()))
                g['want'] = 700 + 400 * noise()
            g['hz'] += share(6) * (g['want'] - g['hz'])
            y = 0.0009 * x + 2 * r * math.cos(2 * math.pi * g['hz'] / RATE) * g['y1'] - r * r * g['y2']
            g['y2'], g['y1'] = g['y1'], y
            total += 1.5 * y
        out.append(total)
    return out


parts = [tone(), bell(), rain(), surf(), stream()]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'sound.csv'), 'w') as f:
    f.write('sample,tone,bell,rain,surf,stream\n')
    for n in range(0, N, STEP):
        f.write(str(n) + ''.join(f',{p[n]:.9g}' for p in parts) + '\n')
for name, p in zip(('tone', 'bell', 'rain', 'surf', 'stream'), parts):
    print(f'{name}: peak {max(map(abs, p)):.3f} rms {math.sqrt(sum(x * x for x in p) / N):.3f}')
