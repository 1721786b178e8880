"""From pairs to customers: who belongs together when A is like B and B like C, but A and C contradict each other."""
STRONGEST = 15.0  # bits: one sure pair does not outweigh a contradiction for ever


def split(members, weights):
    """The groups of a set of connected records: the two groups with the strongest average evidence are joined first.

    ``weights`` has the evidence in bits for every pair of members, {(smaller, larger): bits}; groups are joined while the average over all pairs
    between them speaks for one customer (is not below 0). So a shared telephone does not glue a family together through one record that has only the number.
    """
    groups = {member: [member] for member in members}
    between = {pair: (min(max(bits, -STRONGEST), STRONGEST), 1) for pair, bits in weights.items()}
    while between:
        (left, right), (total, size) = min(between.items(), key=lambda item: (-item[1][0] / item[1][1], item[0]))
        if total < 0:
            break
        groups[left] += groups.pop(right)
        between = _joined(between, left, right)
    return list(groups.values())


def _joined(between, left, right):
    """The evidence between groups after the right one has become part of the left one."""
    after = {}
    for (one, other), (total, size) in between.items():
        pair = tuple(sorted({left if group == right else group for group in (one, other)}))
        if len(pair) == 2:
            before = after.get(pair, (0.0, 0))
            after[pair] = (before[0] + total, before[1] + size)
    return after
