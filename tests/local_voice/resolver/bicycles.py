"""A small model and lexicon of another domain, for limits that must not move with the guide's own.

The real code compiles them, in a fraction of a second.
"""

from local_voice.model.interaction_model import TypeValue
from local_voice.resolver.lexicon import Lexicon
from tests.support.plant_model import model_of

_SAMPLES = {
    "PunctureIntent": (
        "how do i mend a puncture",
        "my tire is flat",
        "how do i patch the tube",
        "what do i do about a flat tire",
        "there is a hole in my tube",
        "can i ride with a puncture",
        "how do i find the hole in a tube",
        "fix a flat tire",
    ),
    "PressureIntent": (
        "how hard should i pump my tires",
        "what pressure does a tire need",
        "is my tire too soft",
        "how often should i pump a tire",
        "pump up the tires",
        "how much air goes into a tire",
        "which pump fits my tire",
    ),
    "ChainIntent": (
        "how do i oil the chain",
        "which oil is good for a chain",
        "my chain is squeaking",
        "how often should i oil my chain",
        "when do i need a new chain",
        "the chain fell off",
        "is my chain worn out",
        "how do i clean the chain",
    ),
    "BrakeIntent": (
        "my brakes are squeaking",
        "how do i adjust the brakes",
        "when do i need new brake pads",
        "are my brakes worn out",
        "the brake rubs on the rim",
        "how hard should a brake grip",
        "my brakes do not grip",
        "can i change the brake pads myself",
    ),
    "GearIntent": (
        "how do i adjust the gears",
        "my gears slip",
        "which gear should i take uphill",
        "the gears do not shift",
        "how do i shift gears",
        "what gear is best on the flat",
        "the gear cable is broken",
    ),
    "SaddleIntent": (
        "how high should the saddle be",
        "my saddle is too hard",
        "how do i raise the saddle",
        "which saddle is best for long rides",
        "why does my saddle hurt",
        "can i tilt the saddle",
        "change the saddle",
    ),
    "LightIntent": (
        "which light do i need at night",
        "my light does not work",
        "how do i charge the light",
        "is a light required by law",
        "how bright should a bike light be",
        "fix the light on my bike",
    ),
    "WashIntent": (
        "how do i clean my bike",
        "can i hose down the bike",
        "how often should i wash a bike",
        "what do i use to wash the frame",
        "wash the bike",
        "is soap bad for the frame",
    ),
    "ServiceIntent": (
        "when does my bike need a service",
        "how much does a service cost",
        "should i take the bike to the shop",
        "book a service for my bike",
        "what do you do at a service",
        "how long does a service take",
    ),
    "RemindIntent": (
        "remind me in {delay}",
        "set a reminder for {delay}",
        "tell me again in {delay}",
        "remind me to oil the chain in {delay}",
    ),
    "FaultIntent": (
        "my bike {fault}",
        "my bike is {fault}",
        "i can not {fault}",
        "what is wrong",
        "something is wrong with my bike",
    ),
    "PartIntent": ("do you have {part}", "do you sell {part}", "a new {part}"),
    "AMAZON.StopIntent": (),
    "AMAZON.HelpIntent": (),
    "AMAZON.FallbackIntent": (),
}
_SLOTS = {
    "RemindIntent": {"delay": "AMAZON.DURATION"},
    "FaultIntent": {"fault": "AMAZON.SearchQuery"},
    "PartIntent": {"part": "PART"},
}
MODEL = model_of(
    "bicycle friend",
    _SAMPLES,
    _SLOTS,
    {
        "PART": (
            TypeValue("bell", "bell", ("horn",)),
            TypeValue("basket", "basket", ()),
            TypeValue("mudguard", "mudguard", ("fender",)),
        )
    },
)
LEXICON = Lexicon(
    fillers=("please", "ok", "well", "thanks", "hey"),
    courtesies="",
    plain_words=(
        *("a", "the", "i", "my", "is", "do", "does", "how", "what", "which", "when", "to", "in"),
        *("of", "on", "for", "it", "should", "can", "you", "not", "are", "with", "at", "be", "me"),
    ),
    phrases={
        "AMAZON.StopIntent": (
            *("stop", "i have to go", "that is all for now", "leave me alone", "enough for now"),
            *("i am done", "go away", "i want to stop", "stop talking", "be quiet", "never mind"),
        ),
        "AMAZON.HelpIntent": ("help", "what can you do", "how does this work"),
    },
    strict=frozenset(("AMAZON.StopIntent",)),
    out_of_scope=(
        "what is the weather like",
        "how do i bake a cake",
        "play some music",
        "tell me a joke",
        "who is the president",
        "how much does a house cost",
        "how do i clean the oven",
        "which oil is good for frying",
        "turn the light off in the kitchen",
        "turn on the lights",
        "how often should i wash my hair",
        "when do i need a new passport",
        "is the shop open today",
        "how long does rice take to cook",
        "what gear do i need for camping",
        "is my {vehicle} insured",
        "how do i change the oil of a {vehicle}",
        "which tires does a {vehicle} need",
        "my {vehicle} does not start",
        "book a service for my {vehicle}",
        "why does my tooth hurt",
        "do you sell milk",
        "what time is it",
        "i can not sleep",
    ),
    concepts={
        "tire": ("tire", "tyre", "tube", "puncture", "flat", "wheel"),
        "chain": ("chain",),
        "brake": ("brake", "rim", "brake pad"),
        "gear": ("gear", "shift"),
        "saddle": ("saddle", "seat"),
        "bike": ("bike", "bicycle", "frame"),
        "light": ("light", "lamp"),
        "wash": ("wash", "clean", "hose", "soap", "rinse"),
        "worn": ("worn", "worn out", "old", "broken"),
    },
    in_scope_concepts=frozenset(("tire", "chain", "brake", "gear", "saddle", "bike")),
    out_of_scope_concepts={"vehicle": ("car", "truck", "van", "tractor", "train")},
    overriding_concepts=frozenset(("bike",)),
)
