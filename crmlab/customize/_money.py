"""Money of a table: whole đồng stay whole."""
from .. import tables


def money(table, column, table_name):
    """A column as an array of finite numbers; whole numbers where all of them are whole."""
    values = tables.numbers(table, column, table_name)
    return values.astype("int64") if (values % 1 == 0).all() and (abs(values) < 2**53).all() else values
