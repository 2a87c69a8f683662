"""Draw a spot check again, with nothing but Python and what is published about it.

    python3 draw_spot_check.py LIST.csv SEED [PERCENT]

LIST.csv is the published list (case,employer,lots), SEED the hash of the checkpoint it names, PERCENT 20 unless said
otherwise. Prints the SHA-256 of the list, to be compared with the published one, and then the cases drawn.
"""

import csv
import hashlib
import sys


def main(path: str, seed: str, percent: int = 20) -> None:
    with open(path, "rb") as file:
        content = file.read()
    print("list", hashlib.sha256(content).hexdigest())
    rows = list(csv.DictReader(content.decode().splitlines()))
    size = -(-len(rows) * percent // 100)  # rounded up
    for row in rows:
        lots = range(1, int(row["lots"]) + 1)
        row["number"] = min(hashlib.sha256(f"{seed}|{row['case']}|{lot}".encode()).hexdigest() for lot in lots)
    rows.sort(key=lambda row: (row["number"], row["case"]))

    all_lots = sum(int(row["lots"]) for row in rows)
    lots_of: dict[str, int] = {}
    taken: dict[str, int] = {}
    drawn: set[str] = set()
    for row in rows:
        lots_of[row["employer"]] = lots_of.get(row["employer"], 0) + int(row["lots"])

    # First one of each employer, then its share by lots, then whoever is left; always the lowest draw number first.
    for turn in (1, 2, 3):
        for row in rows:
            employer = row["employer"]
            limit = {1: 1, 2: size * lots_of[employer] // all_lots, 3: size}[turn]
            if len(drawn) < size and row["case"] not in drawn and taken.get(employer, 0) < limit:
                drawn.add(row["case"])
                taken[employer] = taken.get(employer, 0) + 1

    for row in rows:
        if row["case"] in drawn:
            print(row["case"], row["number"])


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2].strip(), *map(int, sys.argv[3:]))
