"""The simulation of the learning relationship against the straightforward loop over customers, and against mesa where it is installed.

    .venv/bin/python benchmarks/learning.py [customers] [periods] [rounds]

All three tell the same story with the same chance, and the ends are compared before the times are. Rounds are interleaved; what
counts is the ratio of medians, not the milliseconds. Mesa is no dependency of crmlab: run this with a Python that has both, or see "-".
"""
import importlib.util
import math
import pathlib
import statistics
import sys
import time

HOUSE = pathlib.Path(__file__).parents[1]
sys.path.insert(0, str(HOUSE))

from crmlab import relationships


def plain_loop(firm, draws):
    """Customer after customer, each with her own little object: what one would write first."""
    standard, profit, stayed = firm.options / (firm.options + 1), 0.0, 0
    for person, (tells, buys) in enumerate(zip(draws.tells.tolist(), draws.buys.tolist())):
        willing = firm.willingness + firm.willingness_spread * (tells ** ((1 - firm.willingness) / firm.willingness) - firm.willingness)
        customer = Customer(firm, willing, math.exp(firm.size_spread * buys - firm.size_spread**2 / 2), standard)
        for luck in draws.luck[:, person].tolist():
            profit += customer.buy()
            stayed += 1
            if not customer.decide(luck):
                break
    return stayed, profit


class Customer:
    """One customer of the simulation, with her state."""

    def __init__(self, firm, willing, size, standard):
        self.firm, self.size, self.heard, self.bought = firm, size, 0.0, 0
        self.told = willing * firm.trust * firm.elicitation
        self.worth, self.unsure, self.ahead = firm.worth * (1 - standard) * size, float(firm.options - 1), firm.product_advantage
        self.look()

    def look(self):
        """What is known of her now, and what it is worth."""
        firm = self.firm
        self.known = 1 - (1 - firm.learning_rate) ** self.heard
        better = self.worth * firm.responding * self.known
        self.premium = firm.premium_share * (1 - firm.rival_capability) * better
        self.advantage = better + firm.minute_value * firm.option_minutes * self.unsure * firm.responding * self.known

    def buy(self):
        """What one period with her brings."""
        firm = self.firm
        cost = firm.service_cost * (1 - firm.service_saving * self.known) + firm.push_cost * (1 - self.known) + firm.memory_cost
        return self.size * (firm.margin + self.ahead) + self.premium - firm.price_cut - cost

    def decide(self, luck):
        """She tells, we remember, a rival may make an offer: does she stay?"""
        firm = self.firm
        self.heard = firm.remembering * (self.heard + self.told)
        self.bought += 1
        self.unsure *= 1 - firm.customer_learning
        self.ahead *= 1 - firm.copying
        self.look()
        if luck >= firm.offer_rate:
            return True
        cut = firm.price_cut * (1 - firm.copying) ** self.bought
        retold = firm.rival_capability * firm.horizon * self.advantage - self.heard * firm.minutes * firm.minute_value
        lead = firm.horizon * (self.advantage - self.premium + cut) - max(retold, 0)
        return lead >= firm.temptation * (math.log(firm.offer_rate) - math.log(luck))


def with_mesa(firm, draws):
    """The same customers as agents of mesa, activated period by period."""
    import mesa

    class Guest(mesa.Agent):
        def __init__(self, model, customer, lucks):
            super().__init__(model)
            self.customer, self.lucks = customer, iter(lucks)

        def step(self):
            self.model.profit += self.customer.buy()
            self.model.stayed += 1
            if not self.customer.decide(next(self.lucks)):
                self.remove()

    class Firm(mesa.Model):
        def __init__(self):
            super().__init__()
            self.profit, self.stayed, standard = 0.0, 0, firm.options / (firm.options + 1)
            for person, (tells, buys) in enumerate(zip(draws.tells.tolist(), draws.buys.tolist())):
                willing = firm.willingness + firm.willingness_spread * (tells ** ((1 - firm.willingness) / firm.willingness) - firm.willingness)
                size = math.exp(firm.size_spread * buys - firm.size_spread**2 / 2)
                Guest(self, Customer(firm, willing, size, standard), draws.luck[:, person].tolist())

        def step(self):
            self.agents.do("step")

    model = Firm()
    for _ in range(len(draws.luck)):
        model.step()
    return model.stayed, model.profit


def ours(firm, draws):
    """The vectorised simulation."""
    table = relationships.simulate_learning_relationship(firm, draws=draws)
    return int(table["customers"].sum()), float(table["cumulative"].iloc[-1])


def main(customers=10_000, periods=60, rounds=5):
    firm, draws = relationships.LearningRelationship(), relationships.draw_customers(customers, periods, seed=1)
    ways = {"crmlab": ours, "plain Python": plain_loop}
    if importlib.util.find_spec("mesa"):
        ways["mesa"] = with_mesa
    ends = {name: way(firm, draws) for name, way in ways.items()}
    stayed, profit = ends["crmlab"]
    assert all(end[0] == stayed and math.isclose(end[1], profit, rel_tol=1e-9) for end in ends.values()), ends
    times = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.perf_counter()
            way(firm, draws)
            times[name].append(time.perf_counter() - start)
    middle = {name: statistics.median(seconds) for name, seconds in times.items()}
    print(f"{customers:,} customers x {periods} periods, {stayed:,} purchases, median of {rounds}")
    for name, seconds in middle.items():
        print(f"  {name:<14}{seconds * 1000:9.1f} ms   {seconds / middle['crmlab']:7.1f} x")
    if "mesa" not in ways:
        print("  mesa                  -")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
