"""oracle.py DIRECTORY: what our writer wrote, read by MNE-Python and libbiosig. Ends with 1 at the first difference.

The files come from tests/fuzz/recordings_seeds.cpp; the values are those of invented_recording.h.
"""
import json
import os
import subprocess
import sys

import mne
import numpy as np

MASK = (1 << 64) - 1


def value(frame, channel, low=-2048, high=2047):
    mixed = ((frame * 64 + channel + 1) * 0x9E3779B97F4A7C15) & MASK
    if mixed & 0x3F == 0:
        return high if mixed & 0x40 else low
    return low + (mixed >> 16) % (high - low + 1)


def require(held, what):
    if not held:
        sys.exit("difference: " + what)


def read(path):
    reader = mne.io.read_raw_bdf if path.endswith(".bdf") else mne.io.read_raw_edf
    return reader(path, preload=True, verbose="error")


def check_mne(path, rate_hz, channels_n, frames):
    raw = read(path)
    require(abs(raw.info["sfreq"] - rate_hz) < 1e-9 * rate_hz, "rate in " + path)
    require(raw.ch_names == ["emg %d" % c for c in range(channels_n)], "names in " + path)
    data_uv = raw.get_data() * 1e6
    recorded = [i for i, frame in enumerate(frames) if frame is not None]
    require(data_uv.shape == (channels_n, len(frames)), "size of " + path)
    for c in range(channels_n):
        expected = np.array([0.1 * value(frames[i], c) for i in recorded])
        require(np.allclose(data_uv[c][recorded], expected, rtol=1e-6, atol=1e-6 * 204.8), "values of " + path)
    texts = [a["description"] for a in raw.annotations]
    require("button" in texts and "caf\u00e9" in texts, "annotations of " + path)
    blank = sum(a["duration"] for a in raw.annotations if a["description"] == "BAD_not_recorded")
    require(abs(blank * rate_hz - (len(frames) - len(recorded))) < 1e-3, "what is marked as not recorded in " + path)


def check_biosig(path, rate_hz, frames_n):
    out = subprocess.run(["save2gdf", "-JSON", path], capture_output=True, check=True).stdout.decode("utf-8", "replace")
    head = json.JSONDecoder().raw_decode(out[out.index("{"):])[0]
    require(abs(head["Samplingrate"] - rate_hz) < 1e-6 * rate_hz, "libbiosig's rate of " + path)
    require(head["NumberOfSamples"] == frames_n, "libbiosig's length of " + path)


def main(directory):
    def at(name):
        return os.path.join(directory, name)
    check_mne(at("whole.edf"), 100, 2, list(range(300)))
    check_mne(at("whole.bdf"), 12.8, 3, list(range(128)))
    # MNE lays the records of a +D file end to end, so only their content can be compared.
    check_mne(at("gaps.bdf"), 250, 1, list(range(250)) + list(range(500, 750)))
    check_biosig(at("whole.edf"), 100, 300)
    print("MNE", mne.__version__, "and libbiosig read what was written")


main(sys.argv[1])
