"""Make moc_*.csv: all tables of Mộc, a chain of tea houses that crmlab invented.

    python datasets/make_firm.py [--scale 1] [--seed 2026] [-o FOLDER]

moc_links.csv is not made here: it is what crmlab.identify finds in moc_records.csv.
"""
import argparse
import pathlib

HERE = pathlib.Path(__file__).parent


def write(folder, scale=1, seed=2026):
    """One file per table: UTF-8, dates as 2025-12-31, unknown empty."""
    from firm import firm  # the folder beside this file

    for name, table in firm(scale, seed).items():
        table.to_csv(pathlib.Path(folder, f"{name}.csv"), index=False, encoding="utf-8", lineterminator="\n", date_format="%Y-%m-%d")
        yield name, len(table)


if __name__ == "__main__":
    command = argparse.ArgumentParser(description="Make the tables of Mộc.")
    command.add_argument("--scale", type=float, default=1, help="1: about 3,000 people and companies")
    command.add_argument("--seed", type=int, default=2026)
    command.add_argument("-o", dest="folder", type=pathlib.Path, default=HERE)
    asked = command.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name, rows in write(asked.folder, asked.scale, asked.seed):
        print(f"{name}.csv: {rows}")
