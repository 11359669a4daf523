"""Times SciPy on our cases, in processor time as ours. Input, a line each: JOB NANOSECONDS; answer: nanoseconds per
call. Ends with its input."""
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
import scipy
from scipy import signal

RATE_HZ = 2000.0
sections = np.vstack(
    [signal.butter(4, [20, 450], "bandpass", fs=RATE_HZ, output="sos")]
    + [signal.tf2sos(*signal.iirnotch(f, 30, fs=RATE_HZ)) for f in (50, 100, 150)]
)
random = np.random.default_rng(1)
block = random.standard_normal((20, 8)) * 50
state = np.zeros((len(sections), 2, 8))
short = random.standard_normal(1024) * 50
long = random.standard_normal(8000) * 50


def sosfilt():
    global state
    _, state = signal.sosfilt(sections, block, axis=0, zi=state)


def welch1024():
    signal.welch(short, RATE_HZ, nperseg=1024)


def welch4s():
    signal.welch(long, RATE_HZ, nperseg=1024, noverlap=512)


JOBS = {"sosfilt": sosfilt, "welch1024": welch1024, "welch4s": welch4s}
print("SciPy", scipy.__version__, flush=True)
per_call = {}
for line in sys.stdin:
    name, about = line.split()
    job = JOBS[name]
    if name not in per_call:
        job()
        began = time.thread_time_ns()
        job()
        per_call[name] = max(1, time.thread_time_ns() - began)
    calls = max(1, int(about) // per_call[name])
    began = time.thread_time_ns()
    for _ in range(calls):
        job()
    took = time.thread_time_ns() - began
    per_call[name] = max(1, took // calls)
    print(took / calls, flush=True)
