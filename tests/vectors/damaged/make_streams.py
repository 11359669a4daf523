#!/usr/bin/env python3
"""Damaged streams of every amplifier, and what a right decoder must say of them.

Written from the published packet layouts (docs/devices.md), in another language than the decoders and without any of their
code. What is expected follows from what is done to a stream here; nothing is decoded.

    tests/vectors/damaged/make_streams.py > tests/vectors/damaged/streams.json

Of each case: the bytes, the packets whose samples must come out, in order, and the counts of losses, resynchronisations,
checksum errors and repeated packets. `place` is where each frame must stand, counted from the first.
"""
import json
import random

EDGES = {10: (0, 1023, 512), 24: (-(2**23), 2**23 - 1, 0), 6: (0, 63, 32)}


def sample(packet, channel, bits, seed):
    r = random.Random(seed * 1_000_003 + packet * 131 + channel)
    if r.random() < 0.2:
        return r.choice(EDGES[bits])
    return r.randrange(-(2**23), 2**23) if bits == 24 else r.randrange(2**bits)


def big24(v):
    return (v & 0xFFFFFF).to_bytes(3, "big")


def crc4(data):
    """The table of the device's own documentation, nibble by nibble."""
    table = [0, 3, 6, 5, 12, 15, 10, 9, 11, 8, 13, 14, 7, 4, 1, 2]
    crc = 0
    for i, byte in enumerate(data):
        crc = table[crc] ^ (byte >> 4)
        crc = table[crc] ^ (byte & 0xF if i + 1 < len(data) else 0)
    return crc


class Device:
    bits, sync_byte, counted, whole_frames = 10, 0, True, True

    def __init__(self, driver, channels, seed):
        self.driver, self.channels, self.seed = driver, channels, seed

    def values(self, i):
        return [sample(i, c, self.bits, self.seed) for c in range(self.channels)]


class Cyton(Device):
    bits = 24

    def packet(self, i):
        return bytes([0xA0, i & 255]) + b"".join(big24(v) for v in self.values(i)) + bytes([0, 1, 2, 3, 4, 5, 0xC0])


class Chords(Device):
    def packet(self, i):
        return bytes([0xC7, 0x7C, i & 255]) + b"".join(v.to_bytes(2, "big") for v in self.values(i)) + b"\x01"


class OpenEeg(Device):
    def packet(self, i):
        return bytes([0xA5, 0x5A, 2, i & 255]) + b"".join(v.to_bytes(2, "big") for v in self.values(i)) + b"\x01"


class Bitalino(Device):
    sync_byte = None  # known by its checksum alone

    def values(self, i):
        return [sample(i, c, 10 if c < 4 else 6, self.seed) for c in range(self.channels)]

    def packet(self, i):
        number, bits = 0, 4  # the digital lines, then channel after channel, from the last byte but one backwards
        for c, v in enumerate(self.values(i)):
            width = 10 if c < 4 else 6
            number, bits = number << width | v, bits + width
        number <<= -bits % 8
        body = number.to_bytes((bits + 7) // 8, "big")[::-1]
        last = (i & 15) << 4
        return body + bytes([last | crc4(body + bytes([last]))])


class BioSemi(Device):
    bits, counted = 24, False

    def packet(self, i):
        words = b"".join(b"\x00" + (v & 0xFFFFFF).to_bytes(3, "little") for v in self.values(i))
        return b"\x00\xff\xff\xff" + b"\x00\x00\x00\x98" + words


def garbage_for(device, n, around):
    """Below 0x70, so that no packet begins in it; for a device known by its checksum, such that no piece of it passes."""
    r = random.Random(n)
    size = len(device.packet(0))
    while True:
        made = bytes(r.randrange(1, 0x70) for _ in range(n))
        if device.sync_byte is not None:
            return made
        whole = made + around
        pieces = [whole[at:at + size] for at in range(n)]
        if all(crc4(p[:-1] + bytes([p[-1] & 0xF0])) != p[-1] & 0xF for p in pieces):
            return made


def packet_cases(device):
    def join(numbers):
        return b"".join(device.packet(i) for i in numbers)

    def case(name, data, kept, lost=0, resyncs=0, crc=0, duplicates=0, place=None):
        return {"name": name, "hex": data.hex(), "frames": list(kept), "place": place or list(kept), "lost_n": lost,
                "resyncs_n": resyncs, "crc_errors_n": crc, "duplicates_n": duplicates}

    checksummed = device.sync_byte is None
    any_crc = None if checksummed else 0  # how often its checksum fails on the way back is not the point
    n = 16
    every = list(range(n))
    size = len(device.packet(0))
    yield case("clean", join(every), every)
    for lost in (1, 2, 13):
        rest = [0, 1, 2, 3, 4] + list(range(5 + lost, 10 + lost))
        if device.counted:
            yield case(f"{lost}_lost", join(rest), rest, lost=lost)
        else:  # nothing in the stream can show it
            yield case(f"{lost}_lost_unseen", join(rest), rest, place=list(range(len(rest))))
    if device.counted:
        yield case("one_twice", join([0, 1, 2, 3, 3, 4, 5, 6]), range(7), duplicates=1)
    others = [i for i in every if i != 7]
    whole = join(every)
    for missing in (0, size // 2, size - 1):
        data = whole[:7 * size + missing] + whole[7 * size + missing + 1:]
        yield case(f"byte_{missing}_missing", data, others, lost=1, resyncs=1, crc=any_crc)
    at = 7 * size + (device.sync_byte if device.sync_byte is not None else 1)
    flipped = bytearray(whole)
    flipped[at] ^= 0x04
    yield case("bit_flipped", bytes(flipped), others, lost=1, resyncs=None if checksummed else 1, crc=1 if checksummed else 0)
    noise = garbage_for(device, 9, whole)
    yield case("garbage_before", noise + whole, every, resyncs=1, crc=any_crc)
    if device.counted:
        noise = garbage_for(device, 21, join(range(8, n)))
        yield case("garbage_between", join(range(8)) + noise + join(range(8, n)), every, resyncs=1, crc=any_crc)
    yield case("begins_in_a_packet", whole[size // 2 + 1:], range(1, n), resyncs=1, crc=any_crc, place=list(range(n - 1)))


class Daisy(Cyton):
    """An odd packet and the even one behind it are a frame; packet 0 has no odd one before it."""
    frames = 8

    def cases(self):
        def case(name, numbers, kept, lost=0, duplicates=0, cut=None):
            data = b"".join(self.packet(i) for i in numbers)
            if cut is not None:
                data = data[:cut] + data[cut + 1:]
            return {"name": name, "hex": data.hex(), "frames": list(kept), "place": list(kept), "lost_n": lost,
                    "resyncs_n": 1 if cut is not None else 0, "crc_errors_n": 0, "duplicates_n": duplicates}

        every = list(range(2 * self.frames + 1))
        yield case("clean", every, range(self.frames))
        without = [f for f in range(self.frames) if f != 3]
        yield case("first_half_lost", [i for i in every if i != 7], without, lost=1)
        yield case("second_half_lost", [i for i in every if i != 8], without, lost=1)
        yield case("frame_lost", [i for i in every if i not in (7, 8)], without, lost=1)
        yield case("second_and_next_first_lost", [i for i in every if i not in (8, 9)],
                   [f for f in range(self.frames) if f not in (3, 4)], lost=2)
        yield case("half_twice", every[:8] + [7] + every[8:], range(self.frames), duplicates=1)
        yield case("byte_missing", every, without, lost=1, cut=7 * 33 + 11)

    def samples(self, f):
        return self.values(2 * f + 1) + self.values(2 * f + 2)


class SpikerBox(Device):
    """Two bytes a channel, bit 7 on a frame's first byte alone. No counter: a broken stretch counts as the frames that fit
    into it, one at least."""

    def packet(self, i):
        out = bytearray()
        for c, v in enumerate(self.values(i)):
            out += bytes([(v >> 7) | (0x80 if c == 0 else 0), v & 0x7F])
        return bytes(out)

    def cases(self):
        n, size = 31 * 3, 2 * self.channels
        whole = b"".join(self.packet(i) for i in range(n))

        def case(name, data, kept, lost=0, resyncs=0, events=(), place=None):
            return {"name": name, "hex": self.wrap(data).hex(), "frames": list(kept), "place": place or list(kept), "lost_n": lost,
                    "resyncs_n": resyncs, "crc_errors_n": 0, "duplicates_n": 0,
                    "events": [{"at_frame_n": at, "text": text} for at, text in events]}

        event = b"\xff\xff\x01\x01\x80\xffEVNT:3;\xff\xff\x01\x01\x81\xff"
        others = [i for i in range(n) if i != 20]
        yield case("clean", whole, range(n))
        yield case("event", whole[:40 * size] + event + whole[40 * size:], range(n), events=[(40, "EVNT:3;")])
        for missing in (0, size - 1):
            data = whole[:20 * size + missing] + whole[20 * size + missing + 1:]
            yield case(f"byte_{missing}_missing", data, others, lost=1, resyncs=1)
        flipped = bytearray(whole)
        flipped[20 * size] ^= 0x80
        yield case("mark_flipped", bytes(flipped), others, lost=1, resyncs=1)
        yield case("garbage_before", bytes([5, 7, 9]) + whole, range(n), resyncs=1)
        middle = [i if i < 50 else i + 2 for i in range(n)]
        yield case("garbage_between", whole[:50 * size] + bytes([5] * (2 * size)) + whole[50 * size:], range(n), lost=2, resyncs=1,
                   place=middle)
        if self.driver == "byb-hid":
            # The end of frame 15 and fifteen frames: the stream shows one broken frame. The clock tells the rest.
            yield case("report_lost", whole[:62] + whole[124:], [i for i in range(n) if not 15 <= i < 31], lost=1, resyncs=1,
                       place=[i if i < 15 else i - 15 for i in range(n) if not 15 <= i < 31])

    def wrap(self, data):
        if self.driver != "byb-hid":
            return data
        parts = [data[at:at + 62] for at in range(0, len(data), 62)]
        return b"".join(bytes([0x3F, len(p)]) + p + bytes(62 - len(p)) for p in parts)


def main():
    devices = [Cyton("openbci-cyton", 8, 1), Daisy("openbci-cyton-daisy", 8, 2), Chords("chords", 6, 3),
               OpenEeg("openeeg-p2", 6, 4), Bitalino("bitalino", 6, 5), BioSemi("biosemi-activetwo", 10, 6),
               SpikerBox("byb-serial", 1, 7), SpikerBox("byb-serial", 4, 8), SpikerBox("byb-hid", 2, 9)]
    out = []
    for d in devices:
        cases = list(d.cases() if hasattr(d, "cases") else packet_cases(d))
        used = sorted({f for c in cases for f in c["frames"]})
        samples = getattr(d, "samples", d.values)
        channels = d.channels * (2 if isinstance(d, Daisy) else 1)
        out.append({"driver": d.driver, "channels_n": channels, "samples": {str(f): samples(f) for f in used}, "cases": cases})
    print(json.dumps(out, separators=(",", ":")).replace('{"name"', '\n{"name"').replace('{"driver"', '\n{"driver"'))


if __name__ == "__main__":
    main()
