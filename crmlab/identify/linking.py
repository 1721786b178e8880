"""Which records are the same customer: met in DuckDB, in memory, and compared and weighed there."""
from .. import words
from . import clusters, comparing, learning, reasons, weighing
from .standardise import FIELDS, check, standardise

LARGEST_MEETING = 60  # records that share one value, like a telephone number; larger meetings say little and cost much
LEARN_FROM = 1_000_000  # pairs
DRAWN = 200_000  # pairs
ASSUMED_PEOPLE = 500  # beside the records, for how rare a value is
WORTH_A_LOOK = 0.01
SHOW_PROGRESS_FROM = 100_000


def pairs(records, *, columns=None, kinds=None, threshold=0.5):
    """Pairs of records that are probably one customer: one row per pair, most probable first.

    ``record_l``, ``record_r``; ``probability``; ``reason``, a sentence; and what each field adds to the evidence, in bits: ``weight_start`` (before anything is
    compared), ``weight_name``, ``weight_phone`` … Their sum w gives the probability 2^w / (1 + 2^w). An unknown field weighs 0.

    Parameters
    ----------
    records : table with record_id, raw or standardised
    columns : {field: column} for columns of another name, {"phone": "sdt"}
    kinds : {column: kind} to link any table: "name", "phone", "email", "address", "date", "code" or "text"
    threshold : smallest probability that is kept

    Raises
    ------
    ValueError
        no record_id, two rows with one record_id, no field to compare, a threshold outside 0 to 1; or Splink is not installed
    """
    with _Linking(records, columns, kinds, threshold) as work:
        return work.pairs(threshold)


def link(records, *, threshold=0.9, columns=None, kinds=None):
    """Which customer each record belongs to: one row per record, sorted by record_id.

    ``customer_id`` "C00001" … numbered by the customer's first record_id; ``confidence``: for a record with others the probability of its best pair
    among them, for a single record that it has no partner; ``reason``, a sentence. Pairs of at least the threshold connect records;
    where the members of a connected group contradict each other, it is divided by the average evidence between its parts.

    Parameters
    ----------
    records : table with record_id, raw or standardised
    threshold : smallest probability of a pair that is accepted as one customer, 0.01 to 1; with less, records that met by chance would all be one
    columns : {field: column} for columns of another name, {"phone": "sdt"}
    kinds : {column: kind} to link any table: "name", "phone", "email", "address", "date", "code" or "text"

    Raises
    ------
    ValueError
        as for pairs
    """
    with _Linking(records, columns, kinds, threshold, lowest=WORTH_A_LOOK) as work:
        return work.customers(threshold)


class _Linking:
    """One linking: its records, its connection and its learned model; closed and forgotten at the end."""

    def __init__(self, records, columns, kinds, threshold, lowest=0):
        if isinstance(threshold, bool) or not isinstance(threshold, (int, float)) or not lowest <= threshold <= 1:
            raise ValueError(words.t("identify.threshold", value=threshold, lowest=lowest))
        weighing.need_splink()
        self.bar = _bar(len(records) if hasattr(records, "columns") else 0)
        self.kinds, self.by_kind, table = _read(records, columns, kinds)
        self.table = table.sort_values("record_id", ignore_index=True)
        self.fields = list(self.kinds)
        self.bar.update()

    def __enter__(self):
        import duckdb

        self.database = duckdb.connect(":memory:")
        self.database.execute("set enable_progress_bar = false")
        return self

    def __exit__(self, *error):
        self.database.close()
        self.bar.close()

    def pairs(self, threshold):
        """The table of pairs."""
        found, ids = self._scored(threshold), self.table["record_id"]
        reason = reasons.of_pairs(found, self.comparisons)
        weights = {f"weight_{field}": found.get(f"weight_{field}", 0.0) for field in self.fields}
        ends = {"record_l": ids.iloc[found["l"]].array, "record_r": ids.iloc[found["r"]].array}
        return found[[]].assign(**ends, probability=found["probability"], reason=reason, weight_start=self.start, **weights)

    def customers(self, threshold):
        """The table of records with their customers."""
        found = self._scored(min(threshold, WORTH_A_LOOK))
        groups = self._groups(found, threshold) if len(found) else self.table.index.to_numpy()
        self.bar.update()
        return reasons.of_records(self.table["record_id"], groups, found, self.comparisons)

    def _scored(self, threshold):
        """The pairs of at least this probability, best first: l, r, weight, probability, and per field its level and weight."""
        import pandas as pd

        self.start, self.comparisons = 0.0, []
        if len(self.table) < 2 or not self._prepare():
            return pd.DataFrame({"l": [], "r": [], "weight": [], "probability": []}).astype({"l": "int64", "r": "int64"})
        self._meet()
        self.bar.update()
        self.model = self._learn()
        self.start = learning.bits(self.model.share)
        self.bar.update()
        return self._weigh("met", threshold)

    def _prepare(self):
        """The table of what is compared, in DuckDB, c0_… for the first field; False where nothing is known."""
        import pandas as pd

        prepared = {field: comparing.prepare(kind, comparing.read(field, kind, self.table, self.by_kind)) for field, kind in self.kinds.items()}
        self.kinds = {field: kind for field, kind in self.kinds.items() if next(iter(prepared[field].values())).notna().any()}
        self.comparisons = [(field, comparing.LEVELS[kind]) for field, kind in self.kinds.items()]
        nodes = {f"c{place}_{part}": values for place, field in enumerate(self.kinds) for part, values in prepared[field].items()}
        self.database.register("prepared", pd.DataFrame(nodes).assign(unique_id=range(len(self.table))))
        columns = [f"string_split({column}, ' ') as {column.removesuffix('_list')}" if column.endswith("_list") else column for column in [*nodes, "unique_id"]]
        self.database.execute(f"create table nodes as select {', '.join(columns)} from prepared")
        self.database.unregister("prepared")
        return bool(self.kinds)

    def _meet(self):
        """The pairs that share the value of some key, once each."""
        keys = comparing.meeting_keys(list(self.kinds.values()))
        rules = [f"select unique_id, hash({place}, key) as meeting from (select unique_id, {key} as key from nodes) where key is not null" for place, key in enumerate(keys)]
        self.database.execute(f"""
            create table meetings as select distinct * from ({" union all ".join(rules)});
            create table met as
            with small as (select meeting from meetings group by meeting having count(*) between 2 and {LARGEST_MEETING}),
                 kept as (select meetings.* from meetings semi join small using (meeting))
            select distinct a.unique_id as join_key_l, b.unique_id as join_key_r, '0' as match_key
            from kept a join kept b on a.meeting = b.meeting and a.unique_id < b.unique_id;
            drop table meetings""")

    def _learn(self):
        """The model learned from the pairs that met and from pairs drawn from all others."""
        number, size = self.database.sql("select count(*) from met").fetchall()[0][0], len(self.table)
        every = number // LEARN_FROM + 1
        self.database.execute(f"create table sample as select * from met where hash(join_key_l, join_key_r) % {every} = 0")
        self.database.register("pairs_drawn", _drawn(size))
        self.database.execute("create table drawn as select *, '0' as match_key from pairs_drawn anti join met using (join_key_l, join_key_r)")
        model = learning.start(self.comparisons, size)
        levels, counts = self._patterns("sample", model)
        return learning.learn(self.comparisons, size, (levels, counts * every), self._patterns("drawn", model))

    def _patterns(self, name, model):
        """(levels, counts) of the pairs of a table, each pattern of agreement once."""
        import numpy as np

        scored = weighing.weighed(self.database, name, self.kinds.values(), model)
        columns = ", ".join(f"mw_c{place}" for place in range(len(self.kinds)))
        counted = self.database.sql(f"select {columns}, count(*) as number from {scored} group by all order by all").df()
        levels = [learning.level_of(counted[f"mw_c{place}"].to_numpy(), model, place) for place in range(len(self.kinds))]
        return np.stack(levels, axis=1), counted["number"].to_numpy(dtype=float)

    def _weigh(self, name, threshold=None):
        """The pairs of a table with their probability, and per field its level and weight; best first."""
        scored = weighing.weighed(self.database, name, self.kinds.values(), self.model, self._rarities(), threshold)
        columns = []
        for place, (_, levels) in enumerate(self.comparisons):
            rare = f"coalesce(mw_tf_adj_c{place}, 0)" if any(level.tf for level in levels) else "0"
            columns.append(f"mw_c{place} as level_{place}, mw_c{place} + {rare} as weight_{place}")
        found = self.database.sql(
            f"select unique_id_l as l, unique_id_r as r, match_weight as weight, match_probability as probability, {', '.join(columns)} from {scored} order by match_weight desc, l, r"
        ).df()
        for place in range(len(self.kinds)):
            found[f"level_{place}"] = learning.level_of(found[f"level_{place}"].to_numpy(), self.model, place)
        return found.rename(columns={f"{part}_{place}": f"{part}_{field}" for place, field in enumerate(self.kinds) for part in ("level", "weight")})

    def _rarities(self):
        """Tables of the share of people who have each value, for the columns that count by rarity."""
        made = {}
        for place, (_, levels) in enumerate(self.comparisons):
            for part in sorted({level.tf for level in levels if level.tf}):
                column = f"c{place}_{part}"
                self.database.execute(f"create or replace table rarity_{column} as {self._rarity(place, part)}")
                made[column] = f"rarity_{column}"
        return made

    def _rarity(self, place, part):
        """SQL of such a table: people are counted, not records, as far as another field tells them apart."""
        kinds, column = list(self.kinds.values()), f"c{place}_{part}"
        first = next(number for number, level in enumerate(self.comparisons[place][1]) if level.tf == part)
        usual, size = float(self.model.u[place][first]), len(self.table)
        if part == "given":
            return f"""with counted as (select {column}, count(*)::double / sum(count(*)) over () as share from nodes where {column} is not null group by all)
                select {column}, least(1, share / (select sum(share * share) from counted) * {usual}) as tf_{column} from counted"""
        name = kinds.index("name") if "name" in kinds else None
        others = [f"c{other}_value" for other, kind in enumerate(kinds) if kind in ("phone", "email", "id", "tax")] if place == name else [f"c{name}_key"] * (name is not None)
        further = f"greatest(0, count(distinct coalesce({', '.join([*others, 'null'])})) - 1)" if others else "count(*)" if kinds[place] == "text" else "0.2 * (count(*) - 1)"
        first = 0.5 if place == name else 0
        return f"select {column}, ({further} + {first} + {ASSUMED_PEOPLE * usual}) / {size + ASSUMED_PEOPLE} as tf_{column} from nodes where {column} is not null group by all"

    def _groups(self, found, threshold):
        """The group of each record: the records that accepted pairs connect, divided where their members contradict each other."""
        edges = found.loc[found["probability"] >= threshold, ["l", "r"]]
        self.database.register("edges", edges)
        self.database.execute("create table accepted as select l as unique_id_l, r as unique_id_r from edges")
        groups = weighing.connected(self.database, "accepted")
        for parts in self._divided(groups):
            for members in parts:
                groups[members] = min(members)
        return groups

    def _divided(self, groups):
        """The parts of each connected group of three records and more, all of whose pairs are weighed for this."""
        import pandas as pd

        table = pd.DataFrame({"unique_id": range(len(groups)), "whole": groups})
        size = table.groupby("whole")["whole"].transform("size")
        self.database.register("grouped", table[size > 2])
        self.database.execute("""
            create table within_groups as select a.unique_id as join_key_l, b.unique_id as join_key_r, '0' as match_key
            from grouped a join grouped b on a.whole = b.whole and a.unique_id < b.unique_id""")
        if not (size > 2).any():
            return
        weighed = self._weigh("within_groups")
        for _, rows in weighed.groupby(groups[weighed["l"]]):
            evidence = dict(zip(zip(rows["l"], rows["r"], strict=True), rows["weight"], strict=True))
            if min(evidence.values()) < 0:
                yield clusters.split(sorted({*rows["l"], *rows["r"]}), evidence)


def _read(records, columns, kinds):
    """({field: kind}, whether the columns are the reader's own, the records)."""
    if kinds is None:
        fields = check(records, FIELDS, columns)
        done = all(FIELDS[field].note in records.columns for field in fields)
        return {field: comparing.KIND_OF[field] for field in fields}, False, records if done else standardise(records, columns=columns)
    strange = [kind for kind in kinds.values() if kind not in comparing.LEVELS]
    if strange:
        raise ValueError(words.t("identify.no_such_kind", kind=strange[0], known=", ".join(comparing.LEVELS)))
    check(records, dict.fromkeys(kinds), {field: field for field in kinds})
    return dict(kinds), True, records


def _drawn(size):
    """Pairs of rows drawn at random, always the same; all pairs of a small table."""
    import numpy as np
    import pandas as pd

    if size * (size - 1) // 2 <= DRAWN:
        left, right = np.triu_indices(size, 1)
    else:
        ends = np.random.default_rng(0).integers(0, size, (2, DRAWN))
        left, right = np.unique(np.sort(ends[:, ends[0] != ends[1]], axis=0), axis=1)
    return pd.DataFrame({"join_key_l": left, "join_key_r": right})


def _bar(records):
    """A bar of progress for long work."""
    from tqdm import tqdm

    return tqdm(total=5, desc=words.t("identify.linking"), disable=records < SHOW_PROGRESS_FROM, leave=False)
