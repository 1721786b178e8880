"""All that is Splink's: pairs of records are weighed by a model, and accepted pairs connect records. The records are the table ``nodes``."""
import logging

from .. import words
from . import comparing


def need_splink():
    """Refuse with what to type where Splink is not installed; keep it quiet where it is."""
    try:
        import splink  # noqa: F401
    except ImportError:
        raise ValueError(words.t("identify.no_splink")) from None
    logging.getLogger("splink").setLevel(logging.ERROR)


def weighed(database, pairs, kinds, model, rarities=None, threshold=None):
    """The name of Splink's table of scored pairs, for a table of pairs of ours; by rarity, too, where {column: table} says how rare values are."""
    from splink import Linker, SettingsCreator

    engine = _engine(database)
    comparisons = [_comparison(f"c{place}", kind, model.m[place], model.u[place], rarities is not None) for place, kind in enumerate(kinds)]
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=["l.unique_id = r.unique_id"],
        probability_two_random_records_match=model.share, retain_matching_columns=False, retain_intermediate_calculation_columns=True,
    )  # fmt: skip
    linker = Linker(engine.register("nodes"), settings, log_level=None, validate_settings=False)
    for column, table in (rarities or {}).items():
        linker.table_management.register_term_frequency_lookup(engine.register(table), column)
    linker.table_management.register_blocked_pairs_for_predict(engine.register(pairs))
    return linker.inference.predict(threshold_match_probability=threshold or None).physical_name


def connected(database, pairs):
    """The group of each record: the number of the first record that it is connected with."""
    from splink.clustering import cluster_pairwise_predictions_at_threshold as connect

    engine = _engine(database)
    found = connect(engine.register("nodes"), engine.register(pairs), engine, node_id_column_name="unique_id")
    return database.sql(f"select cluster_id from {found.physical_name} order by unique_id").df()["cluster_id"].to_numpy(dtype="int64", copy=True)


def _engine(database):
    """Splink's face of our database. It opens another one that it never uses: it is closed, or ten threads stay for each."""
    from splink import DuckDBAPI

    engine = DuckDBAPI(database)
    super(DuckDBAPI, engine).duckdb_con.close()
    return engine


def _comparison(column, kind, m, u, by_rarity):
    """A comparison as Splink wants it."""
    levels = [{"sql_condition": comparing.EMPTY[kind].format(c=column), "label_for_charts": "unknown", "is_null_level": True}]
    for level, yes, no in zip(comparing.LEVELS[kind], m, u, strict=True):
        made = {"sql_condition": level.sql.format(c=column), "label_for_charts": level.word, "m_probability": yes, "u_probability": no}
        if by_rarity and level.tf:
            made |= {"tf_adjustment_column": f"{column}_{level.tf}", "tf_adjustment_weight": 1.0, "disable_tf_exact_match_detection": True}
        levels.append(made)
    return {"output_column_name": column, "comparison_levels": levels}
