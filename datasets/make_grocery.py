"""Make grocery.csv: a year of 150 invented households that shop at three invented stores.

    python datasets/make_grocery.py

Only random.Random(seed).random() is drawn, whose stream Python keeps the same on every machine and version.
"""
import datetime
import pathlib
import random

HERE = pathlib.Path(__file__).parent
SEED, HOUSEHOLDS = 20250101, 150
FIRST_DAY, LAST_DAY = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)
STORES = ("Sông Xanh", "Đồi Chè", "Gió Nam")
SWITCHING = ((0.70, 0.20, 0.10), (0.10, 0.80, 0.10), (0.25, 0.15, 0.60))
LOYAL_HOUSEHOLDS, LOYALTY = 0.4, 0.9


def pick(draw, shares):
    """The position of one of the shares, each as likely as it is large."""
    left = draw()
    for position, share in enumerate(shares[:-1]):
        left -= share
        if left < 0:
            return position
    return len(shares) - 1


def trips(draw, household):
    """One household's rows: it has its own rhythm, its own basket, and switches stores in its own way."""
    loyal = draw() < LOYAL_HOUSEHOLDS
    longest_gap = 6 + int(draw() * 50)
    usual_amount = 80_000 * 12 ** draw()
    store = pick(draw, (0.40, 0.40, 0.20))
    day = FIRST_DAY + datetime.timedelta(days=int(draw() * 60))
    while day <= LAST_DAY:
        amount = round(usual_amount * (0.4 + 1.2 * draw()) / 1000) * 1000
        yield day.isoformat(), household, STORES[store], amount
        day += datetime.timedelta(days=1 + int(draw() * longest_gap))
        stays = loyal and draw() < LOYALTY
        store = store if stays else pick(draw, SWITCHING[store])


def text():
    """The whole file, sorted by date and household."""
    draw = random.Random(SEED).random
    rows = sorted(row for number in range(HOUSEHOLDS) for row in trips(draw, 1001 + number))
    lines = [f"{customer},{day},{store},{amount}\n" for day, customer, store, amount in rows]
    return "customer_id,date,firm,amount\n" + "".join(lines)


if __name__ == "__main__":
    (HERE / "grocery.csv").write_text(text(), encoding="utf-8", newline="\n")
