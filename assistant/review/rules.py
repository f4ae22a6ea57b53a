"""Which turns a person should look at, and when something that was handled comes back.

    unanswered   nobody could answer, or something broke
    unsure       answered, but the evidence was hardly enough
    down         👎
    reported     👎 with a reason

A group that was handled stays so while what comes in is what the person knew of: see `comes_back`.
"""

from __future__ import annotations

UNANSWERED, UNSURE, DOWN, REPORTED = "unanswered", "unsure", "down", "reported"
REASONS = (REPORTED, DOWN, UNANSWERED, UNSURE)
RIGHT, WRONG, OUT_OF_SCOPE, NEEDS_DOCUMENT, ANSWERED = "right", "wrong", "out_of_scope", "needs_document", "answered"
VERDICTS = (RIGHT, WRONG, OUT_OF_SCOPE, NEEDS_DOCUMENT, ANSWERED)
# An answer is unsure when its evidence is above the threshold by less than this.
MARGIN = 0.08
# So many people who object bring back what somebody found to be right.
_OBJECTIONS = 3


def comes_back(verdict: str, reason: str, *, since: int, newer_release: bool) -> bool:
    """Whether one more turn, for this reason, opens a handled group again. `since`: how many came since, this one included;
    `newer_release`: whether documents were published since.

    right, out_of_scope    only when several people object
    needs_document         when documents came and still nobody is answered
    wrong                  when documents came and it is still objected to, or several people object
    answered               at once: the answer that was written does not reach these people
    """
    objection = reason in (DOWN, REPORTED)
    if verdict == ANSWERED:
        return True
    if verdict == NEEDS_DOCUMENT:
        return newer_release
    return objection and (since >= _OBJECTIONS or (verdict == WRONG and newer_release))
