"""What the dialog of copies says: before, meanwhile, afterwards."""

from gridsne_desktop.organize.execute import Outcome
from gridsne_desktop.organize.plan import Plan
from gridsne_desktop.progress import Progress
from gridsne_desktop.qt.dialogs.words import counted, data_size
from gridsne_desktop.qt.words import duration

_SECONDS_TO_TRUST_A_RATE = 1.0
_BETWEEN = "  ·  "


def button_text(plan: Plan | None) -> str:
    """What the button will do."""
    if plan is None or not plan.steps:
        return "&Copy"
    return f"&Copy {counted(len(plan.steps), 'photo')} ({data_size(plan.bytes_to_copy)})"


def totals(plan: Plan, free: int) -> str:
    """How many photos, how much they take, how much room there is, what is left out."""
    facts = [f"{counted(len(plan.steps), 'photo')} to copy, {data_size(plan.bytes_to_copy)}"]
    if plan.already_there:
        facts.append(f"{len(plan.already_there):,} already there")
    if plan.problems:
        facts.append(f"{len(plan.problems):,} cannot be copied")
    room = f"{data_size(free)} free there"
    facts.append(room if plan.bytes_to_copy <= free else f"only {room}: not enough")
    return _BETWEEN.join(facts)


def progress_text(progress: Progress, plan: Plan) -> str:
    """How far it is, how fast, how long it takes yet."""
    share = progress.done / progress.total if progress.total else 0.0
    done = round(share * len(plan.steps))
    facts = [f"{done:,} of {counted(len(plan.steps), 'photo')}"]
    if progress.seconds >= _SECONDS_TO_TRUST_A_RATE:
        facts.append(f"{data_size(round(share * plan.bytes_to_copy / progress.seconds))} a second")
        if progress.seconds_left is not None and progress.done < progress.total:
            facts.append(f"{duration(progress.seconds_left)} left")
    return _BETWEEN.join(facts)


def totals_after(plan: Plan, outcome: Outcome) -> str:
    """How many of the photos are in the folder now."""
    there = len(outcome.done) + len(outcome.already_there)
    of = there + len(outcome.problems)
    if there == of:
        return f"All {counted(there, 'photo')} are in {plan.into} now." if of > 1 else ""
    return f"{there:,} of {counted(of, 'photo')} are in {plan.into} now."


def result(outcome: Outcome, plan: Plan) -> str:
    """What was done, in one sentence for each thing."""
    sentences = [f"{counted(len(outcome.done), 'photo')} copied into {plan.into.name}."]
    if outcome.already_there:
        sentences.append(f"{len(outcome.already_there):,} were already there.")
    if outcome.problems:
        sentences.append(
            f"{counted(len(outcome.problems), 'photo')} could not be copied; see below."
        )
    return " ".join(sentences)


def stopped(done: int, total: int) -> str:
    """What there is after Cancel."""
    return f"Stopped. {done:,} of {total:,} copied; run it again to continue."
