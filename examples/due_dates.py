"""Add a due date to every ticket of a CSV file, under a published support policy."""

import csv
import sys
from datetime import datetime
from pathlib import Path

from slaclock import SlaPolicy

HERE = Path(__file__).parent

policy = SlaPolicy.load(HERE / "policies" / "byteztech.yaml")
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["ticket", "plan", "priority", "target", "opened", "due"])

with (HERE / "tickets.csv").open(encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        opened = datetime.fromisoformat(row["opened"])
        promised = {"plan": row["plan"], "priority": row["priority"]}
        target, due = policy.target(**promised), policy.due(opened, **promised)
        out.writerow([row["ticket"], row["plan"], row["priority"], target, opened.isoformat(), due.isoformat()])
