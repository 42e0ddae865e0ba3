"""What the guide says and shows beside its advice: one field a key of `[phrases]`, `[captions]`."""

from typing import NamedTuple

PHRASE_VALUES = frozenset({
    "added", "aspect", "command", "count", "duration", "every", "left", "minutes",
    "name", "names", "timer", "topic",
})  # fmt: skip
"""What a phrase may leave open, in braces, to be filled in while talking."""

CAPTION_VALUES = frozenset({"number", "count"})
"""What a caption may leave open, in braces, to be filled in while showing."""


class Phrases(NamedTuple):
    """What keeps a talk going."""

    disclaimer: str
    disclaimer_short: str
    welcome_first: str
    welcome_offer: str
    welcome: str
    welcome_question: str
    welcome_reprompt: str
    more_question: str
    else_question: str
    reprompt: str
    no_more: str
    no_topic: str
    about_what: str
    nothing_on: str
    who_says: str
    also_question: str
    unknown_symptom: str
    crisis_question: str
    crisis_goodbye: str
    help: str
    fallback: str
    fallback_again: str
    small_talk_hello: str
    small_talk_ouch: str
    small_talk_ouch_in_steps: str
    small_talk_thanks: str
    small_talk_record: str
    small_talk_person: str
    nothing_to_repeat: str
    no_problem: str
    goodbye: str
    trouble: str
    go_on_question: str
    not_in_routine: str
    routine_question: str
    take_your_time: str
    timer_instead_question: str
    timer_which_duration: str
    timer_which_duration_question: str
    timer_already_running: str
    timer_already_paused: str
    timer_start_over_question: str
    timer_left: str
    timer_paused: str
    timer_resume_question: str
    timer_resumed: str
    timer_still_running: str
    timer_runs_on: str
    timer_silent: str
    timer_cancelled: str
    timer_none: str
    timer_extended: str
    timer_extended_to_longest: str
    timer_at_longest: str
    timer_shortened: str
    timer_shortened_to_nothing: str
    timer_cancel_question: str
    timer_changed: str
    timer_changed_to_longest: str
    timer_kept: str
    timers_kept: str
    timer_which_question: str
    reminder_ice_text: str
    reminder_move_text: str
    reminder_offer_question: str
    reminder_plan: str
    reminders_plan: str
    reminder_question: str
    reminder_set: str
    reminders_set: str
    reminders_set_in_part: str
    reminder_waiting: str
    reminders_waiting: str
    reminders_none: str
    reminders_cancelled: str
    reminder_consent: str
    reminder_not_permitted: str
    reminder_not_supported: str
    reminder_too_many: str
    reminder_offline: str
    reminder_unavailable: str
    reminder_native: str
    reminder_native_start: str
    reminder_native_cancel: str
    timer_counts_minutes: str
    timer_how: str
    timer_which_extension_question: str
    timer_which_shortening_question: str
    timer_consent: str
    timer_not_permitted: str
    timer_offline: str
    timer_too_many: str
    timer_not_supported: str
    timer_unavailable: str
    timer_native_start: str
    timer_native_control: str
    timer_command_status: str
    timer_command_pause: str
    timer_command_resume: str
    timer_command_cancel: str
    timer_command_extend: str
    elsewhere_record: str
    elsewhere_set: str
    elsewhere_control: str

    def away_from_alexa(self) -> "Phrases":
        """The same for a speaker that is not called Alexa."""
        return self._replace(
            small_talk_record=self.elsewhere_record,
            timer_native_start=self.elsewhere_set,
            timer_native_control=self.elsewhere_control,
            reminder_native=self.elsewhere_set,
            reminder_native_start=self.elsewhere_set,
            reminder_native_cancel=self.elsewhere_control,
        )


class TimerWords(NamedTuple):
    """What is said and shown of one kind of timer.

    `label` and `announcement` are the device's to show and to say; `label_changed` is the label of
    one that takes the place of another.
    """

    name: str
    label: str
    label_changed: str
    announcement: str
    started: str
    over: str
    too_long: str
    default_question: str
    start_question: str
    title: str
    note: str
    start: str


class Captions(NamedTuple):
    """What is only ever seen."""

    name: str
    note: str
    say: str
    emergency_number: str
    emergency_next: str
    crisis_number: str
    crisis: str
    floor: str
    chair: str
    progress: str
    back: str
    next: str
    yes: str
    no: str
    more: str
    timer_running: str
    timer_paused: str
    pause: str
    resume: str
    cancel: str
    extend: str


class Saying(NamedTuple):
    """Something to say, and the intent it means."""

    say: str
    intent: str
