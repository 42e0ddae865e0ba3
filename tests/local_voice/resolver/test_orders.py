"""Orders to a timer: what is understood of each, by the words alone and by the whole resolver."""

import pytest

from local_voice.resolver import Resolved
from local_voice.resolver.orders import order_in
from local_voice.resolver.understanding import Understanding
from skill.understanding.words import words_of

START, HEAT = "StartIceTimerIntent", "StartHeatTimerIntent"
CANCEL, STATUS = "CancelIceTimerIntent", "IceTimerStatusIntent"
PAUSE, RESUME = "PauseIceTimerIntent", "ResumeIceTimerIntent"
LONGER, SHORTER, TO = "ExtendIceTimerIntent", "ShortenTimerIntent", "ChangeTimerIntent"
TO_ICE, TO_MOVE = "RemindToIceIntent", "RemindToMoveIntent"
REMINDERS, NO_REMINDERS = "ReminderStatusIntent", "CancelRemindersIntent"
LEAVE, HELP = "LeaveTimerIntent", "TimerHelpIntent"

ORDERS = {
    # ended, though a length is said
    "scrap my eight minute timer": (CANCEL, "named PT8M"),
    "kill the fifteen minute ice timer": (CANCEL, "named PT15M timer ice"),
    "i'm finished with the ten minute timer": (CANCEL, "named PT10M"),
    "i don't need the six minute timer any more": (CANCEL, "named PT6M"),
    "turn the twelve minute timer off": (CANCEL, "named PT12M"),
    "please get rid of my half hour timer": (CANCEL, "named PT30M"),
    "shut off the 25 minute one": (CANCEL, "named PT25M"),
    "delete 20 minute timer": (CANCEL, "duration PT20M"),
    "cancel both timers": (CANCEL, "timer both"),
    "stop all my timers": (CANCEL, "timer both"),
    "switch off the heat timer": (CANCEL, "timer heat"),
    "never mind the timer": (CANCEL, ""),
    # asked about
    "how much longer on the eight minute timer": (STATUS, "named PT8M"),
    "when will my quarter hour timer ring": (STATUS, "named PT15M"),
    "what time does the ten minute timer end": (STATUS, "named PT10M"),
    "is the fifteen minute timer still going": (STATUS, "named PT15M"),
    "how long is left on the heat timer": (STATUS, "timer heat"),
    "did you start the timer": (STATUS, ""),
    "have you set my ice timer": (STATUS, "timer ice"),
    "check the timer": (STATUS, ""),
    "is there a timer on": (STATUS, ""),
    # complaints
    "why did the timer stop": (STATUS, ""),
    "the timer never rang": (STATUS, ""),
    "my ice timer didn't go off": (STATUS, "timer ice"),
    "who cancelled the timer": (STATUS, ""),
    "why is the timer not working": (STATUS, ""),
    "i didn't hear the timer": (STATUS, ""),
    "the timer is too loud": (STATUS, ""),
    # shorter
    "knock three minutes off the timer": (SHORTER, "duration PT3M"),
    "shave two minutes off": (SHORTER, "duration PT2M"),
    "reduce my ice timer by five minutes": (SHORTER, "duration PT5M timer ice"),
    "make it four minutes shorter": (SHORTER, "duration PT4M"),
    "subtract ten minutes from the timer": (SHORTER, "duration PT10M"),
    "shorten the twenty minute timer by five minutes": (SHORTER, "duration PT5M named PT20M"),
    "take ninety seconds off the clock": (SHORTER, "duration PT90S"),
    "five minutes less": (SHORTER, "duration PT5M"),
    "lower the timer by six minutes": (SHORTER, "duration PT6M"),
    "end it three minutes early": (SHORTER, "duration PT3M"),
    "shorten the timer": (SHORTER, ""),
    # longer
    "add six minutes to the ten minute timer": (LONGER, "duration PT6M named PT10M"),
    "give me three more minutes": (LONGER, "duration PT3M"),
    "push the timer back four minutes": (LONGER, "duration PT4M"),
    "make the fifteen minute timer five minutes longer": (LONGER, "duration PT5M named PT15M"),
    "let it run another two minutes": (LONGER, "duration PT2M"),
    "increase the heat timer by five minutes": (LONGER, "duration PT5M timer heat"),
    "could i get eight more minutes on the timer": (LONGER, "duration PT8M"),
    "extend my timer": (LONGER, ""),
    # to a length; of two lengths the one meant
    "make it twelve minutes": (TO, "duration PT12M"),
    "make it eight": (TO, "duration PT8M"),
    "change the ten minute timer to twenty minutes": (TO, "duration PT20M named PT10M"),
    "make the ten minute timer fifteen": (TO, "duration PT15M named PT10M"),
    "set my fifteen minute timer to a quarter of an hour": (TO, "duration PT15M named PT15M"),
    "make the timer eight minutes instead of fifteen": (TO, "duration PT8M"),
    "switch it to half an hour": (TO, "duration PT30M"),
    "cut the timer to ten minutes": (TO, "duration PT10M"),
    "extend the timer to twenty five minutes": (TO, "duration PT25M"),
    "change it from ten minutes to twelve minutes": (TO, "duration PT12M"),
    # one corrects oneself
    "set a timer for ten no twenty minutes": (START, "duration PT20M"),
    "start an ice timer for five minutes sorry fifteen minutes": (
        START, "duration PT15M timer ice",
    ),
    "timer for twelve minutes i mean twenty minutes": (START, "duration PT20M"),
    "ice timer twenty minutes wait make that ten minutes": (START, "duration PT10M timer ice"),
    "set a timer for six minutes not sixteen minutes": (START, "duration PT6M"),
    "set a timer for eight minutes or rather nine": (START, "duration PT9M"),
    # ranges take the smaller
    "set a timer for ten to fifteen minutes": (START, "duration PT10M"),
    "set a timer for between five and eight minutes": (START, "duration PT5M"),
    "set an ice timer for 15-20 minutes": (START, "duration PT15M timer ice"),
    "start a timer for ten or twelve minutes": (START, "duration PT10M"),
    # numbers as people say and write them
    "set a timer for 7 and a 1/2 minutes": (START, "duration PT7M30S"),
    "set a timer for 1,500 seconds": (START, "duration PT1500S"),
    "set a timer for .5 hours": (START, "duration PT30M"),
    "set a timer for a sixth of an hour": (START, "duration PT10M"),
    "set a timer for two thirds of an hour": (START, "duration PT40M"),
    "start a timer for half a dozen minutes": (START, "duration PT6M"),
    "set a timer for a dozen minutes": (START, "duration PT12M"),
    "set a timer for 12:30": (START, "duration PT12M30S"),
    "set a timer for twelve or so minutes": (START, "duration PT12M"),
    "remind me in eighteen": (START, "duration PT18M"),
    "set a timer for 1 hour twenty": (START, "duration PT1H20M"),
    "set a timer for two hours and fifteen": (START, "duration PT2H15M"),
    "set a timer for one thousand two hundred seconds": (START, "duration PT1200S"),
    "set a timer for twelve hundred seconds": (START, "duration PT1200S"),
    "a good twenty minute timer please": (START, "duration PT20M"),
    "timer for fifteen full minutes": (START, "duration PT15M"),
    "set a timer for 2½ minutes": (START, "duration PT2M30S"),
    "set a timer for a hundred and fifty seconds": (START, "duration PT150S"),
    "set a timer for a couple of minutes": (START, "duration PT2M"),
    # a new one
    "wake me in nine minutes": (START, "duration PT9M"),
    "beep after eleven minutes": (START, "duration PT11M"),
    "count down from six minutes": (START, "duration PT6M"),
    "start it over with twelve minutes": (START, "duration PT12M"),
    "stop the timer and start a new one for ten minutes": (START, "duration PT10M"),
    "give me seventeen minutes": (START, "duration PT17M"),
    "set up a kitchen timer for eight minutes": (START, "duration PT8M"),
    "start a timer": (START, ""),
    "set the five minute timer": (START, "duration PT5M named PT5M"),
    # heat
    "start a heat timer": (HEAT, "timer heat"),
    "set a heat timer for twelve minutes": (HEAT, "duration PT12M timer heat"),
    "set a fifteen minute timer for my heating pad": (HEAT, "duration PT15M timer heat"),
    "pause the heat timer": (PAUSE, "timer heat"),
    "resume the heat one": (RESUME, "timer heat"),
    "hold the ice timer": (PAUSE, "timer ice"),
    "take the timer off hold": (RESUME, ""),
    # the time of day, and what cannot be read, is asked about
    "set a timer for 7 pm": (START, "time 19:00"),
    "set an ice timer until half past four": (START, "time 04:30 timer ice"),
    "wake me up at 6": (START, "time 06:00"),
    "set an alarm for 17:45": (START, "time 17:45"),
    "set a timer until noon": (START, "time 12:00"),
    "ice my back until ten o'clock": (START, "time 10:00 timer ice"),
    "set a timer for quarter to nine": (START, "time 08:45"),
    "set a timer for a while": (START, "duration ?"),
    "start an ice timer for a little bit": (START, "duration ? timer ice"),
    "set a timer for zero minutes": (START, "duration PT0S"),
    "set a -5 minute timer": (START, "duration ?"),
    # reminders
    "remind me to ice again in three hours": (TO_ICE, "duration PT3H timer ice"),
    "remind me to ice my back at four": (TO_ICE, "time 04:00 timer ice"),
    "set a reminder to ice in ninety minutes": (TO_ICE, "duration PT90M timer ice"),
    "remind me about the next round": (TO_ICE, ""),
    "remind me to take the ice off in fifteen minutes": (START, "duration PT15M timer ice"),
    "remind me to get up every hour": (TO_MOVE, "every PT1H"),
    "remind me to move every forty five minutes": (TO_MOVE, "every PT45M"),
    "remind me to stand up every half hour until five pm": (TO_MOVE, "every PT30M time 17:00"),
    "nudge me to walk around every hour for five hours": (TO_MOVE, "every PT1H span PT5H"),
    "set hourly reminders to stretch": (TO_MOVE, "every PT1H"),
    "what reminders do i have": (REMINDERS, ""),
    "when is my next reminder": (REMINDERS, ""),
    "cancel all my reminders": (NO_REMINDERS, "timer both"),
    "stop reminding me": (NO_REMINDERS, ""),
    "don't remind me any more": (NO_REMINDERS, ""),
    # no order at all: it is confirmed, or told how
    "don't stop the timer": (LEAVE, ""),
    "please don't cancel my ten minute timer": (LEAVE, "named PT10M"),
    "i don't want to pause it": (LEAVE, ""),
    "don't start a timer yet": (LEAVE, ""),
    "i never asked you to stop the timer": (LEAVE, ""),
    "i don't want a heat timer": (LEAVE, "timer heat"),
    "leave the timer running": (LEAVE, ""),
    "keep the timer on": (LEAVE, ""),
    "don't add five minutes to the timer": (LEAVE, "duration PT5M"),
    "don't turn it off": (LEAVE, ""),
    "do not set a timer for ten minutes": (LEAVE, "duration PT10M"),
    "how do i cancel a timer": (HELP, ""),
    "how can i add five minutes to the timer": (HELP, "duration PT5M"),
    "tell me how to pause the timer": (HELP, ""),
    "what do i say to stop the timer": (HELP, ""),
    "how does the heat timer work": (HELP, "timer heat"),
    "is it possible to have two timers": (HELP, ""),
    "what happens if i pause the timer": (HELP, ""),
    "should i set a timer": (HELP, ""),
}  # fmt: skip

NO_ORDERS = [
    "how long should i ice my back",
    "i have iced for twenty minutes and it still hurts",
    "can i take ibuprofen every six hours",
    "my back has been bad for two weeks",
    "add milk to my shopping list",
    "remind me to call my mother at six",
    "is it cool if i have a beer or two tonight",
    "don't make it worse",
    "how do i stop the pain",
    "can i stop taking it after ten days",
    "i want to cancel my appointment",
    "take two pills off the shelf",
    "what time is it",
    "how long does a spasm last",
    "how long should i set the timer for",
    "is twenty minutes of heat too long",
    "start the exercises",
    "keep my back warm",
    "should i keep it on",
    "can i take it off now",
    "how long do i leave it on",
    "is it ok to leave it on",
    "when should i stop it",
    "i want to end it",
    "take it off",
    "what if i put it back on",
]


def shown(slots: dict[str, str]) -> str:
    names = ("duration", "named", "every", "span", "time", "timer")
    kept = {name: slots[name] for name in names if name in slots}
    return " ".join(f"{name} {value}" for name, value in kept.items())


@pytest.mark.parametrize("said", ORDERS)
def test_the_verb_and_its_object_decide(said: str) -> None:
    order = order_in(words_of(said))
    assert order
    assert (order.intent, shown(dict(order.slots))) == ORDERS[said]


@pytest.mark.parametrize("said", NO_ORDERS)
def test_a_number_alone_is_no_order(said: str) -> None:
    assert order_in(words_of(said)) is None


@pytest.mark.parametrize("said", ORDERS)
def test_the_whole_understanding_says_the_same(understanding: Understanding, said: str) -> None:
    heard = understanding.resolve(said)
    assert isinstance(heard, Resolved)
    slots = {name: match.value for name, match in heard.slots.items() if match}
    assert (heard.intent, shown(slots)) == ORDERS[said]


def test_a_slip_of_the_pen_is_forgiven(understanding: Understanding) -> None:
    heard = understanding.resolve("cansel the twenty minuts timer")
    assert isinstance(heard, Resolved)
    assert heard.intent == CANCEL
