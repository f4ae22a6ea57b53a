"""How a question becomes an answer: read this list from top to bottom."""

from __future__ import annotations

from assistant.pipeline import Step
from assistant.steps.announce import announce
from assistant.steps.answer_of_office import answer_of_office
from assistant.steps.clarify import clarify
from assistant.steps.compare import compare
from assistant.steps.compose import compose
from assistant.steps.compose_with_model import compose_with_model
from assistant.steps.decline import decline
from assistant.steps.follow_up import follow_up
from assistant.steps.hide_personal_data import hide_personal_data
from assistant.steps.judge import judge
from assistant.steps.look_up import look_up
from assistant.steps.look_up_event import look_up_event
from assistant.steps.parts import each_part
from assistant.steps.pause import pause
from assistant.steps.read_question import read_question
from assistant.steps.rerank import rerank
from assistant.steps.retrieve import retrieve
from assistant.steps.rewrite import rewrite
from assistant.steps.small_talk import small_talk
from assistant.steps.understand import understand

PART_STEPS: tuple[Step, ...] = (
    follow_up, answer_of_office, understand, retrieve, rerank, announce, compare, look_up, look_up_event, judge, compose,
)  # fmt: skip

ANSWER_STEPS: tuple[Step, ...] = (
    hide_personal_data,  # what tells who somebody is goes no further
    pause,  # staff have paused the service or this channel: their notice
    read_question,  # clean the text; empty, unreadable and overlong questions end here
    small_talk,  # greetings, thanks, "who are you"
    decline,  # questions that no document can answer for a person: verdicts, votes, diagnoses, private data
    follow_up,  # "còn đến năm 2030?" is read with the turn before it
    rewrite,  # with a language model: the same as one fluent question
    answer_of_office,  # what the office itself wrote and approved for this very question
    understand,  # which documents are named, which facts are asked, whether a list is wanted
    retrieve,  # passages by meaning and by words; documents in force first
    clarify,  # "ai ký?" with no document in sight: ask back, once, with choices to tap
    rerank,  # by how much of the question each passage holds
    each_part(PART_STEPS),  # two questions in one: what is answered, and an honest word on the rest
    announce,  # the events of a period: "tháng này có hội thảo nào"
    compare,  # two documents or two years side by side
    look_up,  # facts of one document: its number, date, signer, validity
    look_up_event,  # when, where and by whom one event is held
    judge,  # do the passages support an answer? If not, say so
    compose_with_model,  # with a language model: retell the quotes, each sentence checked
    compose,  # quote the clause that answers, then the sources
)
