"""check.py OUT SECONDS LEAST: what a recording in the guest must have kept, and its summary in OUT/summary."""
import json
import sys

folder, seconds, least = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
record = json.load(open(f"{folder}/record.json"))
verify = json.load(open(f"{folder}/verify.json"))
gaps = record["gaps"]
away = sum(g["frames_n"] for g in gaps)
problems = []
if record["frames_n"] < least:
    problems.append(f"only {record['frames_n']} frames, {least} wanted")
if len(gaps) != 1:
    problems.append(f"{len(gaps)} gaps where one cable was pulled once: {gaps}")
if record["lost_n"] != away:
    problems.append(f"{record['lost_n']} frames lost, {away} of them in gaps")
if not verify["ok"]:
    problems.append("the store does not verify")
for problem in problems:
    print(problem, file=sys.stderr)
with open(f"{folder}/summary", "w") as summary:
    where = f"one gap of {gaps[0]['frames_n']} frames at {gaps[0]['at_s']:.1f} s" if gaps else "no gap"
    summary.write(f"{record['frames_n']} frames in {record['duration_s']:.1f} s, {where}\n")
sys.exit(bool(problems))
