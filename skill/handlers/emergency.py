"""A sign of an emergency: the call comes first, and no question follows."""

from skill.conversation import showing
from skill.conversation.replies import ending
from skill.conversation.turn import Reply, Services, Turn

SLOT = "emergency_sign"


def emergency(turn: Turn, services: Services) -> Reply:
    words = services.guide.emergency
    sign = turn.slots.get(SLOT)
    if sign and sign.id is None:
        # Alexa fills an open slot with anything; these words tell when to call, whatever was said.
        return ending(turn, services.guide.topics["see_doctor"].answer.text)
    if sign:
        why = words.about.get(sign.id or "", words.answer)
    elif turn.dialog.subject == "routine":  # a yes to its safety check
        why = words.answer
    else:
        why = words.signs
    display = showing.emergency(services.guide, why)
    return ending(turn, f"{words.call} {why.text}")._replace(display=display)
