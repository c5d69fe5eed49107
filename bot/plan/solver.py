"""The roster that no other one beats, level by level of the goal, proven as far as time allows.

CP-SAT of OR-Tools (docs/decisions/0012): integer quarter hours for each pair that fits. A level is
solved with all earlier ones held, from the last solution on. Deterministic: the same problem and
effort give the same roster, whatever else the machine does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from bot.plan.problem import Given, Goal, Level, Person, Problem, Roster
from bot.plan.rules import (
    Pair,
    dearness,
    exclusive,
    goal_of,
    greedy,
    neighbourhoods,
    pairs,
    restrict,
    sums,
)

WORKERS = 1  # several race, and each run ends elsewhere
GAP = 0.01  # of a level's bound: so close is close enough, and the next level matters more
NAMES = Goal._fields
WHOLE = 5_000  # pairs: solved whole in every level; more take minutes beyond the first
PART_EFFORT = 0.4
EFFORT = 4.0  # some 2 s on a quiet core
LARGE_EFFORT = 20.0
# Of all effort, in deterministic seconds of CP-SAT's own counting: how much a level may take.
SHARES = (0.5, 0.3, 0.1, 0.1)


@dataclass(frozen=True, slots=True)
class Progress:
    """A better roster was found while a level was being solved."""

    level: str
    value: int
    bound: int


class _Listener(cp_model.CpSolverSolutionCallback):
    """Tells of each better roster, and stops when asked to."""

    def __init__(self, level: str, tell: Callable[[Progress], bool]) -> None:
        super().__init__()
        self._level = level
        self._tell = tell
        self.stopped = False

    def on_solution_callback(self) -> None:
        value, bound = round(self.objective_value), round(self.best_objective_bound)
        if not self._tell(Progress(self._level, value, bound)):
            self.stopped = True
            self.stop_search()


class _Model:
    """The problem as CP-SAT has it, and the solution so far."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pairs = pairs(problem)
        self.model = cp_model.CpModel()
        self.chosen = [self.model.new_bool_var(f"x{i}") for i in range(len(self.pairs))]
        self.quarters = [self._quarters(i, pair) for i, pair in enumerate(self.pairs)]
        self._by_person = self._grouped(lambda pair: pair.person.id)
        self._by_turn = self._grouped(lambda pair: pair.turn.id)
        self._heads: dict[int, cp_model.IntVar] = {}  # by turn
        self._parts: dict[int, list[cp_model.IntVar]] = {}  # by person, one for each dearness
        self._keep_rules()
        self.goals = (
            self._covered(),
            self._fairness(),
            sum(x for x, p in zip(self.chosen, self.pairs, strict=True) if p.fit.again),
            sum(
                x * p.fit.likes for x, p in zip(self.chosen, self.pairs, strict=True) if p.fit.likes
            ),
        )

    def _grouped(self, key: Callable[[Pair], int]) -> dict[int, list[int]]:
        groups: dict[int, list[int]] = defaultdict(list)
        for index, pair in enumerate(self.pairs):
            groups[key(pair)].append(index)
        return groups

    def _quarters(self, index: int, pair: Pair) -> cp_model.IntVar:
        """0, or from the least to the most of the pair."""
        quarters = self.model.new_int_var(0, pair.most, f"q{index}")
        self.model.add(quarters <= pair.most * self.chosen[index])
        self.model.add(quarters >= pair.least * self.chosen[index])
        return quarters

    def _keep_rules(self) -> None:
        people = {person.id: person for person in self.problem.people}
        turns = {turn.id: turn for turn in self.problem.turns}
        for key, mine in self._by_person.items():
            self.model.add(sum(self.quarters[i] for i in mine) <= people[key].left)
        for key, all_of in self._by_turn.items():
            self.model.add(sum(self.quarters[i] for i in all_of) <= turns[key].need)
            self.model.add(sum(self.chosen[i] for i in all_of) <= turns[key].most)
        for group in exclusive(self.pairs, self.problem.rest):
            self.model.add_at_most_one(self.chosen[i] for i in group)

    def _covered(self) -> cp_model.LinearExprT:
        turns = {turn.id: turn for turn in self.problem.turns}
        for key, all_of in self._by_turn.items():
            heads = self.model.new_int_var(0, turns[key].least, f"h{key}")
            self.model.add(heads <= sum(self.chosen[i] for i in all_of))
            self._heads[key] = heads
        return sum(self.quarters) + sum(self._heads.values())

    def _fairness(self) -> cp_model.LinearExprT:
        """Convex, so that the cheapest hours are used up first by themselves."""
        people = {person.id: person for person in self.problem.people}
        costs = []
        for key, mine in self._by_person.items():
            parts = self._parts[key] = []
            for tier, (room, each) in enumerate(dearness(people[key])):
                part = self.model.new_int_var(0, room, f"t{key}_{tier}")
                parts.append(part)
                costs.append(part * each)
            self.model.add(sum(parts) == sum(self.quarters[i] for i in mine))
        return -sum(costs)

    def hint(self, given: Sequence[Given]) -> None:
        """Begin from this roster: with a value for every variable, else CP-SAT begins elsewhere."""
        lines = {(line.person, line.turn): line.quarters for line in given}
        self.model.clear_hints()  # type: ignore[no-untyped-call]  # the SDK's
        for index, pair in enumerate(self.pairs):
            quarters = lines.get((pair.person.id, pair.turn.id), 0)
            self.model.add_hint(self.quarters[index], quarters)
            self.model.add_hint(self.chosen[index], quarters > 0)
        per_person, _, heads = sums(given)
        for turn in self.problem.turns:
            if turn.id in self._heads:
                self.model.add_hint(self._heads[turn.id], min(heads[turn.id], turn.least))
        for person in self.problem.people:
            self._hint_parts(person, per_person[person.id])

    def _hint_parts(self, person: Person, quarters: int) -> None:
        for part, (room, _) in zip(self._parts.get(person.id, ()), dearness(person), strict=False):
            taken = min(room, quarters)
            self.model.add_hint(part, taken)
            quarters -= taken

    def read(self, solver: cp_model.CpSolver) -> tuple[Given, ...]:
        """The roster that was found."""
        found = ((pair, solver.value(q)) for pair, q in zip(self.pairs, self.quarters, strict=True))
        return tuple(Given(pair.person.id, pair.turn.id, q) for pair, q in found if q)


def solve(
    problem: Problem,
    effort: float | None = None,
    tell: Callable[[Progress], bool] = lambda _: True,
    begun: Callable[[Callable[[], None]], None] = lambda _: None,
) -> Roster:
    """The best roster found with so much effort, in CP-SAT's deterministic seconds.

    `tell` hears of each better one, and returns False to have the best so far; `begun` gets what
    ends the search under way, for whoever cannot wait for a better one. A large
    problem is proven in its first level only; the others are improved piece by piece.
    """
    small = len(pairs(problem)) <= WHOLE
    effort = effort or (EFFORT if small else LARGE_EFFORT)
    if small:
        return _solve_levels(problem, greedy(problem), effort, _Ears(tell, begun))
    ears = _Ears(tell, begun)
    first = _solve_levels(problem, greedy(problem), effort, ears, levels=1)
    best = _improve(problem, first.given, ears)
    covered = goal_of(problem, best).covered
    return Roster(best, tuple(replace(level, value=covered) for level in first.levels))


class _Ears:
    """Hears for the whole solving whether it is to go on."""

    def __init__(
        self, tell: Callable[[Progress], bool], begun: Callable[[Callable[[], None]], None]
    ) -> None:
        self._tell = tell
        self.begun = begun
        self.stopped = False

    def __call__(self, progress: Progress) -> bool:
        self.stopped = self.stopped or not self._tell(progress)
        return not self.stopped


def _solve_levels(
    problem: Problem,
    best: tuple[Given, ...],
    effort: float,
    ears: _Ears,
    levels: int = len(NAMES),
) -> Roster:
    """From a roster on, level by level."""
    model = _Model(problem)
    done: list[Level] = []
    for number, (name, goal) in enumerate(zip(NAMES[:levels], model.goals, strict=False)):
        if not model.pairs:
            break
        held = goal_of(problem, best)[number]
        model.hint(best)
        model.model.maximize(goal)
        listener = _Listener(name, ears)
        solver = _solver(problem.seed, effort * SHARES[number])
        ears.begun(solver.stop_search)
        status = solver.solve(model.model, listener)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        found = model.read(solver)
        value = goal_of(problem, found)[number]
        if value >= held:
            best = found
        done.append(Level(name, max(value, held), round(solver.best_objective_bound)))
        if listener.stopped or not ears(Progress(name, value, done[-1].bound)):
            break
        model.model.add(goal >= max(value, held))
    return Roster(best, tuple(done))


def _improve(problem: Problem, given: tuple[Given, ...], ears: _Ears) -> tuple[Given, ...]:
    """Turns of one duty after the other, with all who fit them, are solved anew beside the rest.

    What is better there is better for the whole: every level of the goal is a sum.
    """
    best = {(line.person, line.turn): line for line in given}
    for turns in neighbourhoods(problem):
        if ears.stopped:
            break
        part = restrict(problem, best.values(), turns)
        before = tuple(line for line in best.values() if line.turn in turns)
        after = _solve_levels(part, before, PART_EFFORT, ears).given
        if goal_of(part, after) > goal_of(part, before):
            for line in before:
                del best[line.person, line.turn]
            best |= {(line.person, line.turn): line for line in after}
    return tuple(sorted(best.values()))


def _solver(seed: int, effort: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = WORKERS
    parameters.max_deterministic_time = effort
    parameters.random_seed = seed
    parameters.relative_gap_limit = GAP
    parameters.cp_model_probing_level = 0  # half of the time on 43,000 pairs, for nothing
    parameters.symmetry_level = 0
    return solver
