"""Force: whether a provision obliges, forbids, permits, aims, or states. Words of force are data."""

from __future__ import annotations

from evidencescan.values import FORCES, Force

from .annotation import Annotation
from .compiled import Compiled


def force_of(compiled: Compiled, annotation: Annotation, sentence: tuple[int, int], at: int) -> tuple[Force, str]:
    """Return the force of a sentence as a match at ``at`` sees it, and the words that say so.

    The words nearest to the match decide; of words that overlap ("shall not", "shall") the longer. A list item
    without words of its own takes the force of its lead-in.
    """
    best: tuple[tuple[int, int], Force, str] | None = None
    text = annotation.passage.text
    for force in FORCES:
        number = compiled.lexicon.number.get(f"force:{force}")
        for start, end in annotation.cues.get(number, ()) if number is not None else ():
            if not sentence[0] <= start < sentence[1] or _covered(compiled, annotation, start, end):
                continue
            # what follows the match says less about it than what precedes it
            distance = at - start if start <= at else 3 * (start - at)
            rank = (distance, -(end - start))
            if best is None or rank < best[0]:
                best = (rank, force, text[start:end])
    if best is not None:
        return best[1], best[2]
    if annotation.lead is not None:
        lead = annotation.lead
        whole = (0, len(lead.passage.text))
        return force_of(compiled, lead, whole, whole[1])
    return "statement", ""


def _covered(compiled: Compiled, annotation: Annotation, start: int, end: int) -> bool:
    """Return whether a longer word of force covers this one."""
    for force in FORCES:
        number = compiled.lexicon.number.get(f"force:{force}")
        for first, last in annotation.cues.get(number, ()) if number is not None else ():
            if first <= start and end <= last and last - first > end - start:
                return True
    return False
