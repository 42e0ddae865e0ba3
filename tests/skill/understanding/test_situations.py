"""Which situations somebody's words tell of, and what is said first because of them.

Every sentence is written by hand, and was written before the patterns that find it.
"""

import re

import pytest

from skill.content.guidance import Guide
from skill.content.passage import Passage, Sentence
from skill.understanding.choosing import choose
from skill.understanding.signs import signs_in
from skill.understanding.words import words_of
from tests.support.guides import guide_in

GUIDE: Guide = guide_in()
SITUATIONS = {key: sign for key, sign in GUIDE.signs.items() if sign.rank == "situation"}

# What is said, and the ids of all the situations in it.
SAID = {
    # child
    "my seven year old's back hurts can i give her anything": "child",
    "can kids use ice on their back": "child",
    "my son pulled something in his back at practice": "child",
    "my teenage daughter has a back spasm": "child",
    "is ibuprofen okay for a ten year old": "child",
    "our little boy can't bend his back what do we do": "child",
    "how long should a child keep the ice on": "child",
    # child_speaking
    "i'm thirteen and my back hurts": "child_speaking",
    "i am ten years old can i take tylenol": "child_speaking",
    "i'm in seventh grade and i hurt my back": "child_speaking",
    "i'm only 12 what do i do for my back": "child_speaking",
    # pregnant
    "i'm thirty weeks along and my back is in knots": "pregnant",
    "my wife's expecting and her lower back hurts": "pregnant",
    "is a hot bath safe when you're pregnant": "pregnant",
    "can i take tylenol in my third trimester": "pregnant",
    "does pregnancy cause back spasms": "pregnant",
    "we're trying for a baby can i take naproxen": "pregnant",
    "i think i might be pregnent what can i take": "pregnant",
    # breastfeeding
    "i'm nursing can i take aleve": "breastfeeding",
    "is codeine okay while breast feeding": "breastfeeding",
    "i'm still feeding my newborn what painkiller is allowed": "breastfeeding",
    "my wife is breastfeeding can she have ibuprofen": "breastfeeding",
    # older_adult
    "i'm seventy four what can i take": "older_adult",
    "my grandmother put her back out": "older_adult",
    "my dad is 81 can he use a heating pad": "older_adult",
    "mom is in her seventies and her back is sore": "older_adult",
    "should seniors stretch a bad back": "older_adult",
    "i'm an old man now is an adjustment safe": "older_adult",
    # first_after_fifty
    "i'm fifty six and i've never had back trouble before": "first_after_fifty",
    "first time my back has gone out and i'm over fifty": "first_after_fifty",
    "this is my first back spasm at 59": "first_after_fifty",
    "my husband is sixty two and never had a bad back until now": "first_after_fifty older_adult",
    # blood_thinner
    "can i take advil while i'm on eliquis": "blood_thinner",
    "my mum takes warfarin and pulled her back": "blood_thinner",
    "i'm on a blood thinner": "blood_thinner",
    "i bleed easily can i take aspirin": "blood_thinner",
    "is massage safe on plavix": "blood_thinner",
    # kidney
    "my kidneys aren't great can i take advil": "kidney",
    "i've only got one kidney": "kidney",
    "ckd stage three what painkiller is safe": "kidney",
    "my father has kidney failure": "kidney",
    # liver
    "i have hepatitis c can i take tylenol": "liver",
    "fatty liver what can i take for my back": "liver",
    "my liver enzymes are high": "liver",
    "he's got cirrhosis is paracetamol all right": "liver",
    # stomach_ulcer
    "i had a bleeding ulcer last year": "stomach_ulcer",
    "i've got acid reflux is ibuprofen all right": "stomach_ulcer",
    "ibuprofen upsets my stomach": "stomach_ulcer",
    "my sister has gastritis what can she take": "stomach_ulcer",
    # heart
    "i have high blood pressure can i take ibuprofen": "heart",
    "i had a heart attack two years ago": "heart",
    "i've got a pacemaker can i use ice": "heart",
    "my husband has a stent is advil safe for him": "heart",
    "mother has angina can she use a heat pack": "heart",
    # asthma
    "can asthmatics take advil": "asthma",
    "i use an inhaler is aspirin safe": "asthma",
    "my boyfriend has copd and his back is out": "asthma",
    "my daughter has asthma can she take ibuprofen": "asthma child",
    # diabetes_or_numb_skin
    "i'm diabetic is a heating pad okay": "diabetes_or_numb_skin",
    "can i ice my back with neuropathy": "diabetes_or_numb_skin",
    "i've got really bad circulation": "diabetes_or_numb_skin",
    "i can't feel hot and cold very well on my skin": "diabetes_or_numb_skin",
    # raynauds
    "i have raynaud's can i ice": "raynauds",
    "i'm allergic to the cold": "raynauds",
    "what if somebody with reynauds uses an ice pack": "raynauds",
    # surgery_or_implant
    "i have rods in my back": "surgery_or_implant",
    "i had back surgery ten years ago can i stretch": "surgery_or_implant",
    "i've got a spinal cord stimulator is heat all right": "surgery_or_implant",
    "there's metal in my spine can i use a heating pad": "surgery_or_implant",
    # back_condition
    "i have a herniated disc which exercises are okay": "back_condition",
    "can i stretch with spinal stenosis": "back_condition",
    "my wife has scoliosis should she see a chiropractor": "back_condition",
    "i've been told i have degenerative disc disease": "back_condition",
    "i've got arthritis in my spine": "back_condition",
    # fused_spine
    "i have ankylosing spondylitis": "fused_spine",
    "my spine is fused should i see a chiropractor": "fused_spine",
    "two of my vertebrae are fused together is an adjustment okay": "fused_spine",
    "i had a spinal fusion in my forties": "surgery_or_implant fused_spine",
    # hip_replacement
    "i had a hip replacement can i do the hamstring stretch": "hip_replacement",
    "i've got an artificial hip": "hip_replacement",
    "both my hips have been replaced is the knee hug okay": "hip_replacement",
    # sciatica
    "i've got sciatica can i walk": "sciatica",
    "the pain shoots down my right leg": "sciatica",
    "it runs from my hip down to my calf": "sciatica",
    "it's a stabbing pain into my left buttock": "sciatica",
    # long_lasting
    "it's been two months": "long_lasting",
    "my back has hurt since christmas": "long_lasting",
    "i've had back pain for years": "long_lasting",
    "still sore after five weeks should i rest": "long_lasting",
    "i have chronic back pain": "long_lasting",
    "it just won't go away": "long_lasting",
    # keeps_coming_back
    "it keeps coming back": "keeps_coming_back",
    "this is the third time this year my back has gone": "keeps_coming_back",
    "i get these spasms every winter": "keeps_coming_back",
    "my back goes out again and again": "keeps_coming_back",
    # inflammatory
    "i'm stiff for an hour every morning and it eases when i move": "inflammatory",
    "my back is stiff each morning until i walk about": "inflammatory",
    "it's worst when i wake up and better once i get moving every day": "inflammatory",
    # other_medicines
    "i take sertraline can i have ibuprofen": "other_medicines",
    "can i take it with my other pills": "other_medicines",
    "i'm on lithium": "other_medicines",
    "i already took tylenol can i take advil too": "other_medicines",
    "does advil mix with my thyroid medicine": "other_medicines",
    # opioid_medicine
    "i'm on oxycodone what else can i take": "opioid_medicine",
    "i take gabapentin for my nerves": "opioid_medicine",
    "my doctor gave me tramadol": "opioid_medicine",
    "i took a flexeril can i use a heating pad": "opioid_medicine",
    # alcohol
    "can i have a glass of wine with it": "alcohol",
    "i had a few beers is the heating pad okay": "alcohol",
    "i drink every day can i take tylenol": "alcohol",
    "i'm hungover can i take paracetamol": "alcohol",
    "is it okay to drink on muscle relaxers": "alcohol opioid_medicine",
    # allergy
    "i'm allergic to aspirin": "allergy",
    "i had a bad reaction to naproxen once": "allergy",
    "what can i take if i'm alergic to nsaids": "allergy",
    "my son is allergic to ibuprofen what can he have": "allergy child",
    # skin
    "i have eczema on my back can i use ice": "skin",
    "the skin is broken there": "skin",
    "i've got a nasty sunburn is ice all right": "skin",
    "there are stitches in my back can i use heat": "skin",
    # medicine_patch
    "i'm wearing a pain patch": "medicine_patch",
    "can i use a heating pad with my lidocaine patch": "medicine_patch",
    "i've got a nicotine patch on is a hot bath okay": "medicine_patch",
    "i have a fentanyl patch": "medicine_patch opioid_medicine",
    # muscle_rub
    "i rubbed icy hot on it can i use heat": "muscle_rub",
    "i just put tiger balm on my back": "muscle_rub",
    "can i put a hot water bottle over deep heat": "muscle_rub",
    # driving
    "i drive a truck for a living": "driving",
    "i'm a bus driver": "driving",
    "i've got a six hour drive tomorrow": "driving",
    "i took a muscle relaxant and have to drive home": "driving opioid_medicine",
    # work_or_caring
    "i'm a nurse and lift patients all day": "work_or_caring",
    "i have a desk job": "work_or_caring",
    "i can't take time off": "work_or_caring",
    "i carry my baby around all day": "work_or_caring",
    "i take care of my husband he needs lifting": "work_or_caring",
    # period
    "i'm on my period and my back aches": "period",
    "pms gives me a sore back": "period",
    "she gets back pain with her time of the month": "period",
    "period cramps and a sore back": "period",
    # worried
    "i'm scared": "worried",
    "could it be cancer": "worried",
    "am i going to be paralysed": "worried",
    "what if it never goes away": "worried",
    "i'm really anxious about my back": "worried",
    # dehydrated
    "i've had diarrhea all day can i take ibuprofen": "dehydrated",
    "i've got a stomach bug what can i take for my back": "dehydrated",
    "i've been throwing up since last night is advil okay": "dehydrated",
    "i'm really dehydrated": "dehydrated",
    # should_i_stop
    "should i stop my heart tablets before i take this": "should_i_stop other_medicines heart",
    "can i skip my steroids for a day to take ibuprofen": "should_i_stop",
    "do i need to come off my medication to have an adjustment": "should_i_stop",
    "should i stop warfarin": "should_i_stop blood_thinner",
    # tried_ice
    "i already iced it and nothing changed": "tried_ice",
    "the ice did nothing what else is there": "tried_ice",
    "ice hasn't helped me": "tried_ice",
    # tried_heat
    "heat did nothing": "tried_heat",
    "i've been using a heating pad for two days with no luck": "tried_heat",
    "hot baths aren't helping": "tried_heat",
    # tried_medicine
    "the ibuprofen didn't make a dent": "tried_medicine",
    "tylenol isn't working what else helps": "tried_medicine",
    "i took advil and it still hurts": "tried_medicine",
    # tried_rest
    "i've been resting for three days and it's no better": "tried_rest",
    "i tried lying on the floor and it didn't help": "tried_rest",
    "bed rest did nothing for me": "tried_rest",
    # tried_stretching
    "i've tried stretching": "tried_stretching",
    "the stretches aren't helping": "tried_stretching",
    "i did all the stretches and it still hurts": "tried_stretching",
    # tb_risk
    "i live with somebody who has tb": "tb_risk",
    "my uncle had tuberculosis and now my back aches": "tb_risk",
    "i drank raw milk on a farm and my back's been sore": "tb_risk",
}  # fmt: skip

# Words of a situation that tell of none, or of another one.
LOOKALIKES = {
    "when i was a kid i did gymnastics": "",
    "i'm just kidding": "",
    "i picked up my toddler and my back went": "",
    "i hurt my back lifting my daughter out of the bath": "",
    "i was playing with my kids and it seized up": "",
    "the pain is ten out of ten": "",
    "i'm fifteen minutes in": "",
    "i'm twelve weeks pregnant": "pregnant",
    "i'm not pregnant": "",
    "i'm nursing a sore back": "",
    "i'm so stiff i feel a hundred years old": "",
    "should i exercise at my age": "",
    "set a timer for sixty minutes": "",
    "is it kidney beans or peas that make a good ice pack": "",
    "can ibuprofen harm the liver": "",
    "does aspirin cause ulcers": "",
    "weak stomach muscles": "",
    "i know the steps by heart": "",
    "does ibuprofen raise your blood pressure": "",
    "my back is numb from the ice": "",
    "how can i avoid surgery": "",
    "is arthritis a risk factor": "",
    "what is spinal stenosis": "",
    "what is sciatica": "",
    "rest your legs on a chair": "",
    "how many weeks does a back spasm last": "",
    "it's been two hours": "",
    "how do i stop it from coming back": "",
    "my back is stiff this morning": "",
    "can i take codeine": "",
    "what about muscle relaxants": "",
    "can i put rubbing alcohol in the ice pack": "",
    "should i drink more water": "",
    "i have hay fever": "",
    "will the ice burn my skin": "",
    "are heat patches any good": "",
    "does icy hot work": "",
    "can i drive with a back spasm": "",
    "my back started hurting on a long drive": "",
    "this pain drives me crazy": "",
    "can i go to work": "",
    "what works best": "",
    "it happened at work": "",
    "rest for a short period of time": "",
    "should i be worried": "",
    "does dehydration cause back spasms": "",
    "when should i stop taking ibuprofen": "",
    "should i stop the ice": "",
    "what if ice doesn't help": "",
    "what if the heat does nothing": "",
    "can i ice it again": "",
    "i don't have diabetes": "",
}  # fmt: skip


# How the situation is named in what is said of it.
NAMED = {
    "child_speaking": "at your age",
    "child": "child",
    "pregnant": "pregnancy",
    "breastfeeding": "breastfeeding",
    "older_adult": "older age",
    "first_after_fifty": "after fifty",
    "blood_thinner": "blood thinner",
    "kidney": "kidney",
    "liver": "liver",
    "stomach_ulcer": "ulcer or stomach",
    "heart": "heart trouble",
    "asthma": "asthma",
    "diabetes_or_numb_skin": "diabetes",
    "raynauds": "raynaud's",
    "surgery_or_implant": "surgery or with an implant",
    "fused_spine": "fused spine",
    "back_condition": "back condition",
    "hip_replacement": "hip replacement",
    "allergy": "allergy",
    "skin": "sore skin",
    "other_medicines": "other medicines",
    "opioid_medicine": "opioid",
    "medicine_patch": "medicine patch",
    "muscle_rub": "muscle rub",
    "alcohol": "alcohol",
    "should_i_stop": "prescribed medicine",
    "dehydrated": "vomiting",
    "sciatica": "pain down one leg",
    "inflammatory": "mornings are stiff",
    "tb_risk": "tb contact",
    "long_lasting": "more than a few weeks",
    "keeps_coming_back": "keeps coming back",
    "period": "period",
    "worried": "worry",
    "driving": "drive",
    "work_or_caring": "at work",
}
WHAT_TO_DO = re.compile(
    r"\b(ask|see|call|tell|don't|never|skip|lie|have \w+ \w+ \w+ checked|appointment|keep"
    r"|needs a doctor)\b"
)
SPOKEN = [(key, topic) for key, sign in SITUATIONS.items() if sign.passage.sentences
          for topic in GUIDE.topics if sign.touches_topic(topic)]  # fmt: skip


def situations(utterance: str) -> set[str]:
    return {sign.id for sign in signs_in(GUIDE, words_of(utterance)) if sign.id in SITUATIONS}


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!]) ", text)


def passages(topic: str) -> list[Passage]:
    told = GUIDE.topics[topic]
    return [
        told.answer,
        told.more,
        *told.about.values(),
        *(a.passage for a in told.aspects.values()),
    ]


@pytest.mark.parametrize(("utterance", "ids"), SAID.items())
def test_a_situation_is_found_wherever_it_is_said(utterance: str, ids: str) -> None:
    assert situations(utterance) == set(ids.split())


@pytest.mark.parametrize(("utterance", "ids"), LOOKALIKES.items())
def test_words_that_only_look_like_a_situation_are_none(utterance: str, ids: str) -> None:
    assert situations(utterance) == set(ids.split())


def test_every_situation_that_is_spoken_of_has_its_name_here() -> None:
    assert {key for key, sign in SITUATIONS.items() if sign.passage.sentences} == NAMED.keys()


@pytest.mark.parametrize(("key", "topic"), SPOKEN)
def test_the_first_two_sentences_name_the_situation_and_what_to_do(key: str, topic: str) -> None:
    told = choose(GUIDE, topic, GUIDE.topics[topic].answer, now=[SITUATIONS[key]]).text
    first = " ".join(sentences(told)[:2]).lower()
    assert NAMED[key] in first
    assert WHAT_TO_DO.search(first)


@pytest.mark.parametrize("key", NAMED)
def test_what_is_said_of_a_situation_is_heard_in_one_breath(key: str) -> None:
    sign = SITUATIONS[key]
    for passage in (sign.passage, *sign.about.values()):
        assert len(passage.text.split()) <= 40
        assert max(len(sentence.split()) for sentence in sentences(passage.text)) <= 25


@pytest.mark.parametrize("key", SITUATIONS)
def test_nobody_hears_nothing_because_all_was_left_out(key: str) -> None:
    for topic in GUIDE.topics:
        for passage in passages(topic):
            assert choose(GUIDE, topic, passage, heard=[key], anew=False).text or not passage.text


@pytest.mark.parametrize("key", ["tried_ice", "tried_heat", "tried_medicine", "tried_rest"])
def test_what_was_tried_is_not_advised_again_and_is_still_answered_when_asked(key: str) -> None:
    sign = SITUATIONS[key]
    advice = Passage((Sentence("Try it.", tuple(sign.forbids)[:1]), Sentence("Move.", ("F17",))))
    assert choose(GUIDE, "treatment", advice, now=[sign]).text == "Move."
    assert choose(GUIDE, "ice", advice, now=[sign]).text == "Try it. Move."


def test_a_situation_heard_once_is_told_again_before_what_it_touches() -> None:
    answer = GUIDE.topics["medication"].answer
    told = choose(GUIDE, "medication", answer, heard=["blood_thinner"]).text
    assert told.startswith("On a blood thinner, don't add ibuprofen or aspirin")
    assert "often recommended" not in told
