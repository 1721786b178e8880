"""Lines of invoices put together: one order per invoice, its amount the sum of quantity times unit price."""
from . import distinct
from .rawfile import note, texts


def notes(raw, chosen):
    """What is done with the lines: how many invoices they are, how many are cancelled, how many lines name no customer."""
    invoices = distinct.of(raw, chosen["order_id"])
    cancelled = sum(value[:1] in "Cc" for value in invoices.values if value)
    nobody = int((texts(raw.cells[chosen["customer_id"]]) == "").sum())
    made = note("imports.note_lines", quantity=chosen["quantity"], price=chosen["unit_price"], lines=len(raw.cells), invoices=len(invoices.values))
    return [made, note("imports.note_cancelled", count=cancelled), note("imports.note_nobody", column=chosen["customer_id"], count=nobody)]


def orders(lines, mapping):
    """One row per invoice and customer: amount, items, lines, the first time; and their columns that are the same on all its lines."""
    import pandas as pd

    keys = ["order_id", "customer_id"]
    groups = lines.assign(amount=lines["quantity"] * lines["unit_price"]).groupby(keys, sort=False)
    made = groups.agg(date=("date", "min"), amount=("amount", "sum"), items=("quantity", "sum"), lines=("quantity", "size"))
    same = [name for name in mapping.kept if name in lines and (groups[name].nunique() <= 1).all()]
    if same:
        made = pd.concat([made, groups[same].first()], axis=1)
    made["amount"] = made["amount"].round(6)
    return made.reset_index()[["customer_id", "date", "amount", "order_id", "items", "lines", *same]]
