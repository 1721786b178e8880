"""What the table functions cost: against lifetimes, pymc-marketing, and SQL or Polars written by hand for the same result.

    .venv/bin/python benchmarks/tables.py [--rows 1e6 1e7] [--rounds 3] [--pymc VENV] [--huge] [--picture out.png] [--spark]

VENV is the folder of a virtual environment with pymc-marketing and pyarrow, which is never part of the course's own. Every measurement is a process of its
own, which loads the orders, runs the function once on a few rows (imports are not counted) and then once for the clock; the competitors take turns, and
the figure is the median of the rounds. Memory is the peak of the process. On a busy machine read the ratio, and the CPU seconds rather than the wall clock.

The orders are invented by one query of DuckDB: eleven orders a customer, two years, money with two decimals. --huge writes 50 and 100 million of them to
Parquet, in pieces, and measures memory: DuckDB through us beside pandas (100 million through us only);
DuckDB takes the memory that is there unless it is given a limit, so it runs with and without one. --picture draws time against rows.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

END = "2026-01-01"
QUERY = """SELECT (hash(i * 2654435761 + 1) % {customers})::BIGINT AS customer_id, TIMESTAMP '2024-01-01' + to_days((hash(i * 40503 + 7) % 730)::INTEGER) AS date,
(hash(i + 13) % 10000000)::BIGINT / 100.0 AS amount, (hash(i * 31 + 5) % 12)::INTEGER AS brand, (hash(i * 77 + 3) % 24)::BIGINT AS period, i AS line FROM range({start}, {stop}) AS t(i)"""

DAILY = "WITH d AS (SELECT customer_id, date::DATE AS day, sum(amount) AS money FROM o WHERE date < TIMESTAMP '2026-01-02' GROUP BY ALL)"
RANKED = "((row_number() OVER (ORDER BY {} , customer_id) - 1) * 5 // count(*) OVER () + 1) AS {}"
BY_HAND = {
    "purchase_summary": DAILY
    + """ SELECT customer_id, count(*) - 1 AS x, (max(day) - min(day))::DOUBLE AS t_x, (DATE '2026-01-01' - min(day))::DOUBLE AS T,
    CASE WHEN count(*) > 1 THEN round(sum(money) - arg_min(money, day), 6) / (count(*) - 1) END AS monetary FROM d GROUP BY customer_id""",
    "rfm": f"""WITH c AS (SELECT customer_id, DATE '2026-01-01' - max(date)::DATE AS recency, count(*) AS frequency, round(sum(amount), 6) AS monetary
    FROM o WHERE date < TIMESTAMP '2026-01-02' GROUP BY customer_id), s AS (SELECT *, {RANKED.format("recency", "R")}, {RANKED.format("frequency DESC", "F")},
    {RANKED.format("monetary DESC", "M")} FROM c) SELECT *, concat(R, F, M) AS rfm FROM s""",
    "inter_purchase_time": """SELECT customer_id, count(*) AS purchases, min(date)::DATE AS first, max(date)::DATE AS last,
    CASE WHEN count(*) > 1 THEN (max(date)::DATE - min(date)::DATE) / (count(*) - 1) END AS mean_days FROM o GROUP BY customer_id""",
    "p_active": """WITH c AS (SELECT customer_id, count(*) AS n, min(date)::DATE AS first, max(date)::DATE AS last FROM o WHERE date < TIMESTAMP '2026-01-02' GROUP BY customer_id),
    t AS (SELECT customer_id, CASE WHEN DATE '2026-01-01' > first THEN (last - first) / (DATE '2026-01-01' - first) END AS T, n FROM c) SELECT *, T ** n AS p_active FROM t""",
    "cohort_survival": """WITH s AS (SELECT DISTINCT customer_id, date_trunc('month', date)::DATE AS month FROM o WHERE date < TIMESTAMP '2026-01-02'),
    f AS (SELECT *, min(month) OVER (PARTITION BY customer_id) AS cohort, max(month) OVER (PARTITION BY customer_id) AS last FROM s),
    c AS (SELECT cohort, date_diff('month', cohort, month) AS age, count(*) AS active, count_if(month = last) AS leaves FROM f GROUP BY ALL),
    g AS (SELECT cohort, unnest(range(date_diff('month', cohort, DATE '2026-01-01') + 1)) AS age FROM (SELECT DISTINCT cohort FROM c)),
    j AS (SELECT g.cohort, g.age, coalesce(active, 0) AS active, coalesce(leaves, 0) AS leaves FROM g LEFT JOIN c USING (cohort, age)),
    v AS (SELECT *, sum(leaves) OVER (PARTITION BY cohort) AS customers, sum(leaves) OVER (PARTITION BY cohort ORDER BY age DESC) AS survivors FROM j)
    SELECT cohort, age, customers, active, survivors, survivors / customers AS survival_rate,
    survivors / nullif(lag(survivors) OVER (PARTITION BY cohort ORDER BY age), 0) AS retention_rate FROM v""",
    "past_customer_value": "SELECT customer_id, round(sum(amount * 1.01 ** (23 - period)), 6) AS past_customer_value FROM o WHERE period <= 23 GROUP BY customer_id",
    "share_of_wallet": """SELECT customer_id, round(sum(amount), 6) AS wallet, round(sum(CASE WHEN brand = 3 THEN amount ELSE 0 END), 6) AS spending,
    round(sum(CASE WHEN brand = 3 THEN amount ELSE 0 END), 6) / nullif(round(sum(amount), 6), 0) AS share_of_wallet FROM o GROUP BY customer_id""",
    "transitions": """WITH n AS (SELECT brand, lead(brand) OVER (PARTITION BY customer_id ORDER BY date, line) AS next_brand FROM o),
    c AS (SELECT brand, next_brand, count(*) AS count FROM n WHERE next_brand IS NOT NULL GROUP BY ALL) SELECT *, count / sum(count) OVER (PARTITION BY brand) AS share FROM c""",
    "tiers": """WITH r AS (SELECT line, amount, row_number() OVER (ORDER BY amount DESC, line) AS rank, count(*) OVER () AS n FROM o) SELECT line, amount, rank,
    CASE WHEN rank <= floor(n * 0.01 + 0.5) THEN 'super' WHEN rank <= floor(n * 0.05 + 0.5) THEN 'large' WHEN rank <= floor(n * 0.2 + 0.5) THEN 'medium' ELSE 'small' END AS tier FROM r""",
}
OURS = f"""
from crmlab import measure, differentiate
ours = {{
    "purchase_summary": lambda t: measure.purchase_summary(t, as_of="{END}"),
    "rfm": lambda t: measure.rfm(t, as_of="{END}"),
    "inter_purchase_time": measure.inter_purchase_time,
    "p_active": lambda t: measure.p_active(t, as_of="{END}"),
    "cohort_survival": lambda t: measure.cohort_survival(t, as_of="{END}"),
    "past_customer_value": lambda t: measure.past_customer_value(t, discount_rate=0.01, as_of=23, contribution="amount"),
    "share_of_wallet": lambda t: measure.share_of_wallet(t, firm=3, firms="brand"),
    "transitions": lambda t: measure.transitions(t, order="line"),
    "tiers": lambda t: differentiate.tiers(t, by="amount", customer="line"),
}}[name]
"""
POLARS_BY_HAND = """
from datetime import datetime, date
def by_hand(o):
    day = pl.col("day")
    if name == "purchase_summary":
        d = o.filter(pl.col("date") < datetime(2026, 1, 2)).group_by("customer_id", pl.col("date").dt.date().alias("day")).agg(pl.col("amount").sum().alias("money"))
        c = d.group_by("customer_id").agg((pl.len().cast(pl.Int64) - 1).alias("x"), (day.max() - day.min()).dt.total_days().alias("t_x"), (pl.lit(date(2026, 1, 1)) - day.min()).dt.total_days().alias("T"),
                                          (pl.col("money").sum() - pl.col("money").sort_by("day").first()).round(6).alias("m"))
        return c.with_columns(pl.when(pl.col("x") > 0).then(pl.col("m") / pl.col("x")))
    c = o.filter(pl.col("date") < datetime(2026, 1, 2)).group_by("customer_id").agg((pl.lit(date(2026, 1, 1)) - pl.col("date").max().dt.date()).dt.total_days().alias("recency"), pl.len().cast(pl.Int64).alias("frequency"), pl.col("amount").sum().round(6).alias("monetary"))
    for code, column in (("R", pl.col("recency")), ("F", -pl.col("frequency")), ("M", -pl.col("monetary"))):
        c = c.with_columns(column.alias("by")).sort("by", "customer_id").with_columns((pl.int_range(pl.len()) * 5 // pl.len() + 1).alias(code))
    return c.with_columns(pl.concat_str("R", "F", "M").alias("rfm"))
"""
# competitor: the lines that make `few` and `many`, tables of few rows and of all, and `work`, what is measured on each
LOAD = {
    "pandas": "import pandas as pd\nmany = pd.read_parquet(path.removesuffix('*.parquet')); few = many.head(1000)\n",
    "polars": "import polars as pl\nmany = pl.read_parquet(path).lazy(); few = many.head(1000)\n",
    "relation": "import duckdb\nc = duckdb.connect(); c.sql(f\"CREATE TABLE o AS FROM '{path}'\")\nmany = c.table('o'); few = many.limit(1000)\n",
    "frame": "import duckdb, pandas as pd\nc = duckdb.connect(); o = pd.read_parquet(path.removesuffix('*.parquet')); few = c.from_df(o.head(1000)); many = c.from_df(o)\n",
    "parquet": "import duckdb\nc = duckdb.connect(); c.sql(f\"SET preserve_insertion_order = false; SET temp_directory = '{path}.tmp'\")\nmany = c.sql(f\"FROM '{path}'\"); few = many.limit(1000)\n",
    "spark": "from pyspark.sql import SparkSession\ns = SparkSession.builder.master('local[2]').config('spark.ui.enabled', 'false').config('spark.sql.shuffle.partitions', '4').config('spark.driver.memory', '6g')"
    ".config('spark.sql.session.timeZone', 'UTC').config('spark.driver.bindAddress', '127.0.0.1').config('spark.sql.warehouse.dir', path + '.warehouse').getOrCreate()\nmany = s.read.parquet(path); few = many.limit(1000)\n",
}
DONE = {"pandas": "", "polars": ".collect()", "relation": ".to_arrow_table()", "frame": ".to_arrow_table()", "parquet": ".to_arrow_table()", "spark": ".write.format('noop').mode('overwrite').save()"}
LIFETIMES = f"import warnings; warnings.filterwarnings('ignore')\nfrom lifetimes.utils import summary_data_from_transaction_data as f\nwork = lambda t: f(t, 'customer_id', 'date', 'amount', observation_period_end='{END}')\n"
PYMC = f"from pymc_marketing.clv.utils import rfm_segments as f\nwork = lambda t: f(t, 'customer_id', 'date', 'amount', observation_period_end='{END}', time_unit='D')\n"
PLAIN_PANDAS = f"""
def work(t):
    t = t[t["date"] <= "{END}"][["customer_id", "date", "amount"]].assign(day=lambda t: t["date"].dt.normalize())
    d = t.groupby(["customer_id", "day"], as_index=False)["amount"].sum()
    g = d.groupby("customer_id")
    c = g["day"].agg(["min", "max", "size"]).assign(x=lambda c: c["size"] - 1, t_x=lambda c: (c["max"] - c["min"]).dt.days, T=lambda c: (pd.Timestamp("{END}") - c["min"]).dt.days)
    return c.assign(monetary=(g["amount"].sum() - g["amount"].first()) / c["x"].where(c["x"] > 0))
"""
RUN = """
import sys, time, json, resource
name, path = sys.argv[1:3]
{load}
{work}
work(few)
begun = time.perf_counter(), time.process_time()
work(many)
print(json.dumps([time.perf_counter() - begun[0], time.process_time() - begun[1], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20]))
"""


def ours(where):
    """The code that measures our function on a kind of table."""
    return LOAD[where], f"{OURS}\nwork = lambda t: ours(t){DONE[where]}"


def by_hand(where, name):
    """The code that measures the same, written by hand for that engine."""
    if where == "polars":
        return LOAD[where], f"{POLARS_BY_HAND}\nwork = lambda t: by_hand(t).collect()"
    return LOAD[where], f"sql = {BY_HAND[name]!r}\nwork = lambda t: t.query('o', sql).to_arrow_table()" if where != "relation" else f"sql = {BY_HAND[name]!r}\nwork = lambda t: t.query('p', sql.replace(' o ', ' p ')).to_arrow_table()"


def measured(name, path, code, python=sys.executable):
    """(seconds, CPU seconds, GB) of one process; None, said aloud, if it fails."""
    load, work = code
    done = subprocess.run([python, "-c", RUN.format(load=load, work=work), name, str(path)], capture_output=True, text=True, encoding="utf-8", env=os.environ | {"PYTHONWARNINGS": "ignore"}, check=False)
    if done.returncode:
        print(f"  {name} failed: {done.stderr.strip().splitlines()[-1][:200]}", flush=True)
        return None
    return json.loads(done.stdout.strip().splitlines()[-1])


def race(title, name, path, runners, rounds):
    """Let the runners take turns; print the medians and the ratio of the first to each of the others."""
    runs = {who: [] for who in runners}
    for _ in range(rounds):
        for who, (code, python) in runners.items():
            runs[who].append(measured(name, path, code, python))
    medians = {who: [statistics.median(run[place] for run in done) for place in range(3)] for who, done in runs.items() if None not in done}
    print(f"{title}: {name}", flush=True)
    base = next(iter(medians.values()), None)
    for who, (wall, cpu, memory) in medians.items():
        ratios = f"   ours = {base[0] / wall:.2f} × (CPU {base[1] / cpu:.2f} ×, memory {base[2] / memory:.2f} ×)" if medians[who] is not base else ""
        print(f"  {who:34s} {wall:8.3f} s  CPU {cpu:8.3f} s  peak {memory:6.2f} GB{ratios}", flush=True)
    return medians


def races(rows, options):
    """(function, runners) of every comparison."""
    here = sys.executable
    yield "purchase_summary", {"ours on pandas": (ours("pandas"), here), "lifetimes": ((LOAD["pandas"], LIFETIMES), here), "plain pandas": ((LOAD["pandas"], PLAIN_PANDAS), here)}
    if options.pymc:
        load = LOAD["pandas"].replace("head(1000)", "head(len(many) // 2)")  # quartiles of few customers are refused there
        yield "rfm", {"ours on pandas": ((load, ours("pandas")[1]), here), "pymc-marketing rfm_segments": ((load, PYMC), f"{options.pymc}/bin/python")}
    for where in ("frame", "parquet"):
        yield "purchase_summary", {f"ours on DuckDB, {where}": (ours(where), here), "SQL by hand": (by_hand(where, "purchase_summary"), here)}
    for name in ("purchase_summary", "rfm"):
        yield name, {"ours on Polars": (ours("polars"), here), "Polars by hand": (by_hand("polars", name), here)}
    for name in BY_HAND:
        yield name, {"ours on DuckDB": (ours("relation"), here), "SQL by hand": (by_hand("relation", name), here)}
    if options.spark:
        yield "purchase_summary", {"ours on Spark": (ours("spark"), here), "ours on DuckDB, parquet": (ours("parquet"), here)}


def invent(path, rows):
    """Write so many orders as Parquet, five million at a time."""
    import duckdb

    connection = duckdb.connect()
    path.mkdir()
    step = 5_000_000
    for start in range(0, rows, step):
        query = QUERY.format(customers=max(rows // 11, 1), start=start, stop=min(start + step, rows))
        connection.sql(f"COPY ({query}) TO '{path}/{start // step:03d}.parquet'")
    return path / "*.parquet" if rows > step else path / "000.parquet"


def huge(folder):
    """Peak memory at 50 and 100 million orders from Parquet."""
    here = sys.executable
    load, work = ours("parquet")
    limited = load.replace("SET preserve", "SET memory_limit = '3GB'; SET preserve")
    runners = {"ours on DuckDB, parquet": ((load, work), here), "the same, memory_limit = '3GB'": ((limited, work), here)}
    pandas = LOAD["pandas"].replace("'))", "'), columns=['customer_id', 'date', 'amount'])")
    for rows, more in ((50_000_000, {"plain pandas": ((pandas, PLAIN_PANDAS), here), "ours on pandas": ((pandas, ours("pandas")[1]), here)}), (100_000_000, {})):
        race(f"{rows:,} orders", "purchase_summary", invent(folder / f"huge{rows}", rows), runners | more, 1)


def draw(path, folder, rounds):
    """Measure the purchase summary at four sizes, and draw it."""
    here = sys.executable
    runners = {
        "crmlab, pandas": (ours("pandas"), here), "lifetimes": ((LOAD["pandas"], LIFETIMES), here), "plain pandas": ((LOAD["pandas"], PLAIN_PANDAS), here),
        "crmlab, DuckDB from Parquet": (ours("parquet"), here), "crmlab, Polars": (ours("polars"), here),
    }  # fmt: skip
    sizes = [10_000, 100_000, 1_000_000, 10_000_000]
    found = [race(f"{rows:,} orders", "purchase_summary", invent(folder / f"picture{rows}", rows), runners, rounds) for rows in sizes]
    plot(path, sizes, {who: [medians[who][0] if who in medians else float("nan") for medians in found] for who in runners})


def plot(path, sizes, seconds):
    """Time against rows, both axes logarithmic; the lines are told apart by marks and labels too."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5), layout="constrained")
    label = 0.0
    looks = dict(zip(seconds, zip("osD^v", ("#0072B2", "#D55E00", "#000000", "#009E73", "#CC79A7"), strict=True), strict=True))
    for who in sorted(seconds, key=lambda who: seconds[who][-1]):
        mark, colour = looks[who]
        label = max(seconds[who][-1], label * 1.4)  # labels keep apart
        axes.plot(sizes, seconds[who], marker=mark, color=colour)
        axes.annotate(who, (sizes[-1], seconds[who][-1]), (sizes[-1] * 1.3, label), va="center", color=colour, fontsize=9)
    axes.set(xscale="log", yscale="log", xlim=(sizes[0] * 0.8, sizes[-1] * 40), xlabel="orders", ylabel="seconds", title="Purchase summary: time against orders")
    axes.set_xticks(sizes)
    axes.grid(which="major", alpha=0.3)
    figure.savefig(path, dpi=150)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=float, nargs="*", default=[1e6, 1e7])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pymc", help="folder of a virtual environment with pymc-marketing")
    parser.add_argument("--huge", action="store_true", help="memory at 50 and 100 million orders; needs 6 GB of disk")
    parser.add_argument("--spark", action="store_true", help="a local Spark session too")
    parser.add_argument("--picture", type=pathlib.Path, help="write time against rows to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for rows in map(int, options.rows):
            path = invent(folder / str(rows), rows)
            for function, runners in races(rows, options):
                race(f"{rows:,} orders", function, path, runners, options.rounds)
        if options.huge:
            huge(folder)
        if options.picture:
            draw(options.picture, folder, options.rounds)


if __name__ == "__main__":
    main()
