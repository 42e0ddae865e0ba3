"""The signs that outrank a question, heard in what people say: hand-written sentences."""

import pytest

from skill.content.guidance import Guide
from skill.understanding.signs import signs_in, weighed
from skill.understanding.words import words_of
from tests.support.guides import guide_in

OUTRANKING = ("emergency", "crisis", "urgent")

SAID = {
    "both_legs": (
        "both of my legs have gone weak",
        "there's tingling going down each leg since my back went",
        "my legs keep giving out under me",
        "grandpa says he can't feel either foot",
        "pain is shooting from my spine into both thighs",
    ),
    "saddle_numbness": (
        "it feels like i'm sitting on cotton wool",
        "my private parts have gone numb",
        "i can't feel the toilet paper when i wipe",
        "pins and needles around my bottom and inner thighs",
    ),
    "peeing": (
        "i haven't been able to pee since last night",
        "it takes ages for my pee to start",
        "i have to push hard to get any pee out",
        "dad's bladder won't empty and his back is killing him",
        "the pee only comes in a dribble now",
    ),
    "bladder_control": (
        "i have to wear pads since yesterday",
        "the pads i need now",
        "i wet myself on the sofa this morning",
        "my wife can't hold her pee any more",
        "i don't feel when i need to pee until it's too late",
        "urine just leaks out when i stand up",
    ),
    "bowel_control": (
        "i pooped myself without noticing",
        "i've got no control over my bowels",
        "she can't tell when she needs to poo since her back went",
        "stool leaks out and my back aches",
    ),
    "sexual_change": (
        "since my back went i can't get an erection",
        "sex feels numb now and my back hurts",
        "i can't orgasm any more since the back pain began",
    ),
    "chest_pain": (
        "there's a tightness across my chest and my back aches",
        "my chest feels like someone is standing on it",
        "my jaw and left arm ache as well as my back",
        "back pain with a cold sweat and feeling sick",
        "i reckon i'm having a heart attack",
    ),
    "tearing_or_faint": (
        "a ripping pain between my shoulders came out of nowhere",
        "i passed out and now my back hurts",
        "i can feel my belly pulsing and my back aches",
        "dad has an aneurysm and his back is sore",
        "i'm about to faint, my back is that bad",
    ),
    "serious_accident": (
        "i was in a car crash yesterday and my back hurts",
        "i came off my motorbike",
        "my brother fell from the roof",
        "my son was thrown from a horse and his back hurts",
        "a truck hit me while i was crossing",
    ),
    "stroke": (
        "one side of my face is drooping",
        "mum's speech is slurred and her arm is weak",
        "worst headache of my life after the chiropractor cracked my neck",
    ),
    "breathless": (
        "it hurts in my back when i breathe in deeply",
        "i'm coughing up blood and my back hurts",
        "i suddenly can't catch my breath",
        "she's gasping for air with back pain",
    ),
    "belly_through_to_back": (
        "stomach pain goes right through to my back and i keep throwing up",
        "my belly hurts through to my back and i have a fever",
        "pain from my tummy into my back and i feel faint",
    ),
    "early_pregnancy": (
        "my period is late and i have pain on one side of my belly",
        "positive test last week and now i'm spotting with back pain",
        "i'm six weeks pregnant and bleeding heavily",
        "i'm pregnant and the tip of my shoulder hurts",
    ),
    "testicle": (
        "my right testicle suddenly hurts and so does my back",
        "sudden pain in one of my balls",
    ),
    "sepsis": (
        "grandma has a fever and she's confused",
        "high temperature and a stiff neck with back pain",
        "my skin looks mottled and i'm shivering with back pain",
        "a rash that doesn't fade when i press a glass on it",
    ),
    "overdose": (
        "i took too many painkillers by accident",
        "my toddler swallowed some of my tylenol",
        "i've had more paracetamol than the packet says",
        "i accidentally doubled up my pain pills",
    ),
    "intentional_overdose": (
        "i swallowed the whole bottle of pills",
        "i took all my tablets on purpose",
        "my daughter took an overdose",
    ),
    "sedation": (
        "my husband took his oxycodone and won't wake up",
        "his lips are blue and he is hardly breathing",
        "she is breathing really slowly after her morphine",
    ),
    "allergic_reaction": (
        "my lips are swelling after the ibuprofen",
        "my throat is closing up since i took that pill",
        "i broke out in hives and i'm wheezing after the aspirin",
        "my skin is peeling since i took the tablets",
    ),
    "stomach_bleeding": (
        "my poop is black and sticky",
        "i just threw up blood",
        "vomit that looks like coffee grounds after ibuprofen",
    ),
    "child_emergency": (
        "my four year old won't walk and says her back hurts",
        "my little boy's legs are weak and his back hurts",
        "our baby is floppy and hard to wake",
        "my daughter is seven and has started wetting herself with back pain",
    ),
    "call_for_help": (
        "call 911",
        "please dial 999 for me",
        "can you get me an ambulance",
        "i need an ambulance for my wife",
        "send help",
        "call the emergency services",
    ),
    "stuck_long": (
        "i've been on the floor for five hours",
        "i'm alone on the kitchen floor and can't reach my phone",
        "mum has been lying on the bathroom floor all night",
    ),
    "fall_and_weak_bones": (
        "i'm on eliquis and i slipped in the kitchen",
        "i have osteoporosis and i fell this morning",
        "my mother is eighty five and she fell",
        "i have ankylosing spondylitis and tripped over the dog",
    ),
    "fever_and_legs": (
        "i have a fever and my left leg is weak",
        "i inject heroin and now i've got a fever and back pain",
    ),
    "procedure_and_legs": (
        "i had back surgery last week and my right leg has gone weak",
        "since the epidural on monday my left foot drags",
    ),
    "cancer_and_legs": (
        "i have bone cancer and my right leg has gone weak",
        "he's on chemo and running a temperature with a sore back",
    ),
    "thinner_and_leg": ("i take warfarin and my leg has suddenly gone weak",),
    "over_sixty_and_belly": (
        "my father is seventy four and has pain from his belly to his back",
        "i'm sixty eight with belly and back pain all of a sudden",
    ),
    "suicidal": (
        "i want to die",
        "i don't want to be here any more",
        "everyone would be better off without me",
        "i wish i wouldn't wake up tomorrow",
        "this pain makes me want to end it all",
        "i'm thinking about suicide",
    ),
    "suicide_plan": (
        "i'm going to take all my pills tonight",
        "i know how i'm going to kill myself",
        "i've written my goodbye note",
        "i'm about to end my life",
    ),
    "suicidal_other": (
        "my husband says he wants to die because of his back",
        "i'm afraid my sister is going to kill herself",
        "my friend keeps talking about suicide",
    ),
    "suicidal_young": (
        "i'm fourteen and i want to kill myself",
        "i'm in eighth grade and i don't want to live",
    ),
    "self_harm": (
        "i've been cutting myself",
        "i feel like hurting myself",
    ),
    "hurt_by_somebody": (
        "my husband pushed me down the stairs",
        "my carer hits me",
        "my boyfriend kicked me in the back",
        "i don't feel safe at home",
    ),
    "child_hurt": (
        "my stepdad hits me and i'm ten",
        "someone is hurting my grandson, his back has bruises",
        "the baby has bruises on her back and she can't even crawl",
    ),
    "worn_out": (
        "i can't take this pain any longer",
        "i just can't go on like this",
        "i'm at the end of my rope with this back",
        "i've had enough of this pain i just want it to stop",
    ),
    "fever": (
        "i've had a temperature since yesterday and my back hurts",
        "my wife is shivering and her back aches",
        "i've got the flu and a bad back",
        "i feel hot and feverish and my back is sore",
    ),
    "urine_signs": (
        "it burns when i pee and my back hurts",
        "my pee is pink",
        "i think it's a kidney stone",
        "there's pain in my side just under the ribs",
    ),
    "cancer": (
        "i had breast cancer five years ago and now my back hurts",
        "my dad has myeloma and a sore back",
        "i'm on chemo and my back aches",
    ),
    "thin_bones": (
        "i have osteoporosis and my back suddenly hurts",
        "i've taken prednisone for years and my back hurts",
        "the doctor says my bones are brittle",
    ),
    "fall": (
        "i slipped on ice and landed on my back",
        "i fell over in the garden yesterday",
        "i landed on my tailbone",
        "someone tackled me and now my back hurts",
        "i tripped and hit my back on the table",
    ),
    "one_leg": (
        "my left foot is dragging",
        "i can't lift my toes on one side",
        "my right leg has gone numb",
        "my leg keeps buckling",
        "i keep tripping over my own foot since my back went",
    ),
    "unsteady": (
        "my hands have got clumsy and my back hurts",
        "i walk like i'm drunk lately",
        "there's a tight band around my ribs",
        "electric shocks run down my spine when i bend my neck",
    ),
    "upper_back": (
        "the pain is between my shoulder blades",
        "my upper back is killing me",
        "it hurts just under my right shoulder blade",
        "it's sore at the top of my spine",
    ),
    "weight_loss": (
        "i've lost a stone without trying and my back hurts",
        "my clothes hang off me and my back aches",
        "i keep losing weight for no reason",
    ),
    "night_pain": (
        "the back pain wakes me every night",
        "my back is worse at night",
        "i lie awake from the pain as soon as i'm in bed",
        "it hurts more when i lie down at night",
    ),
    "no_better_with_rest": (
        "resting makes no difference to my back",
        "it hurts just as much when i lie still",
        "the pain never lets up even when i rest",
    ),
    "lump": (
        "there's a lump on my spine",
        "i found a swelling on my lower back",
        "something is sticking out of my back",
    ),
    "shape_change": (
        "my spine looks crooked all of a sudden",
        "my mother's back has changed shape",
        "my back has started to curve",
    ),
    "cough_sneeze": (
        "it hurts when i cough",
        "sneezing sends a bolt through my back",
        "my back hurts whenever i poop",
        "coughing makes my back worse",
    ),
    "rash": (
        "there's a stripe of blisters on one side of my back",
        "i have a rash where my back hurts",
        "i think i've got shingles",
    ),
    "weak_immune": (
        "i have hiv and my back hurts",
        "i've had a kidney transplant and now my back aches",
        "i inject drugs and my back is sore",
    ),
    "child_warning": (
        "my four year old says her back hurts",
        "my son limps and his back hurts",
        "the back pain keeps my daughter awake at night, she's nine",
    ),
    "pregnancy_warning": (
        "i'm thirty weeks pregnant and my back cramps come and go",
        "i'm pregnant and my waters broke",
        "the baby isn't moving as much and my back aches",
        "is this labor, the pain in my back comes in waves",
    ),
    "severe": (
        "the pain is unbearable",
        "my back pain is ten out of ten",
        "i'm screaming with pain",
        "my back is getting worse every day",
    ),
    "cannot_move": (
        "i can't get up off the floor",
        "i can't move",
        "i'm stuck in bed and can't get out",
        "my husband can't get up",
    ),
    "surgery_recent": (
        "i had a spinal fusion three weeks ago and it hurts more now",
        "i had an epidural yesterday and my back is killing me",
        "they did a lumbar puncture on monday and my back is sore",
    ),
    "belly_to_back": (
        "my stomach hurts through to my back",
        "pain goes from my belly around to my back",
        "i've got belly pain and back pain together",
    ),
    "leg_clot": (
        "my calf is hot and swollen",
        "one calf is red and puffy since the long flight",
    ),
    "burn_or_frostbite": (
        "the heating pad burned my back",
        "my skin went white and hard from the ice",
        "i've got blisters from the hot water bottle",
    ),
    "sickle_cell": (
        "i have sickle cell and my back hurts",
        "sickle cell crisis in my back",
    ),
    "serotonin": (
        "i'm shaking and sweating since i took tramadol with my sertraline",
        "i feel agitated on tramadol and prozac",
    ),
    "patch_and_heat": (
        "can i use a heating pad with my fentanyl patch",
        "i wear a buprenorphine patch, is a hot bath ok",
    ),
}

PLAYED_DOWN = (
    ("it's probably nothing but both my feet have been tingling", "both_legs"),
    ("i'm sure it's fine but i can't really feel it when i wipe", "saddle_numbness"),
    ("not a big deal but i have to strain a bit to pee", "peeing"),
    ("silly question but i've had a few little accidents with my bladder", "bladder_control"),
    ("don't want to make a fuss but my chest is a bit tight too", "chest_pain"),
    ("i only fainted for a second and my back hurts", "tearing_or_faint"),
    ("it was just a small car accident", "serious_accident"),
    ("i may have had a couple too many tylenol today", "overdose"),
    ("it's nothing really i just slipped on the stairs", "fall"),
    ("just a little fever with the sore back", "fever"),
    ("i guess my left leg is a tiny bit weak", "one_leg"),
    ("i might have lost some weight without meaning to", "weight_loss"),
    ("only a tiny lump next to my spine", "lump"),
    ("sometimes i think i'd be better off dead but never mind", "suicidal"),
    ("he didn't mean to but he hit me", "hurt_by_somebody"),
)

FROM_FORUMS = (
    ("today when i sat on the loo i noticed i couldn't feel the seat properly", "saddle_numbness"),
    ("is it normal that my lady parts feel like they've been to the dentist", "saddle_numbness"),
    ("husband says he can't feel it when he washes down below", "saddle_numbness"),
    ("since last night there is no sensation in my private area", "saddle_numbness"),
    ("patches around my back passage have gone numb after lifting a fridge", "saddle_numbness"),
    ("been sat on the toilet half an hour and i can only manage a few drips", "peeing"),
    ("have to really bear down to get a stream going these days", "peeing"),
    ("mother is unable to pass urine since night", "peeing"),
    ("i can't seem to get started at the urinal", "peeing"),
    ("so embarrassing but i've started wetting when i stand up", "bladder_control"),
    ("i don't get any warning now, it just comes out before the bathroom", "bladder_control"),
    ("woke up in a puddle last night, my back has been terrible", "bladder_control"),
    ("there was poo in my underwear and i didn't know", "bowel_control"),
    ("grandpa soiled the bed and says he didn't feel a thing", "bowel_control"),
    ("both my calves have gone to jelly", "both_legs"),
    ("from the hips down everything feels dead", "both_legs"),
    ("my legs won't do what i tell them since i bent over", "both_legs"),
    ("i stood up and neither leg would hold me", "both_legs"),
    ("sciatica in the two legs now, left first and then the other one", "both_legs"),
    ("nothing happens in the bedroom any more since my back went", "sexual_change"),
    ("got this squeezing behind the breastbone that goes to my back", "chest_pain"),
    ("feels like a clamp on my chest", "chest_pain"),
    ("i'm so out of puff just going to the kitchen", "breathless"),
    ("sudden pain in my upper back and short of breath", "breathless"),
    ("my mate collapsed holding his back", "tearing_or_faint"),
    ("i keep nearly passing out with this back pain", "tearing_or_faint"),
    ("came off my motorbike last night", "serious_accident"),
    ("went down the stairs on my back, all thirteen of them", "serious_accident"),
    ("a pallet of bricks came down on my back at work", "serious_accident"),
    ("the car flipped over twice, i feel ok but my back is sore", "serious_accident"),
    ("i slipped in the shower and now i can't get up", "serious_accident"),
    ("her mouth has slid to one side and she's talking rubbish", "stroke"),
    ("after the chiropractor i got a blinding headache and can't see properly", "stroke"),
    ("lost track of how many co codamol i've had today", "overdose"),
    ("i took my tramadol twice by mistake and feel funny", "overdose"),
    ("my mum is very drowsy and breathing slow after her pain patch", "sedation"),
    ("i drank half a bottle of vodka with my valium", "sedation"),
    ("my poo looks like tar since i've been on naproxen", "stomach_bleeding"),
    ("my lips have blown up after the diclofenac", "allergic_reaction"),
    ("fever of thirty nine and my wife is talking nonsense", "sepsis"),
    ("stomach pain boring through to my back and i keep vomiting", "belly_through_to_back"),
    ("positive test last week and now bleeding with backache", "early_pregnancy"),
    ("sudden pain in my left ball and lower back", "testicle"),
    ("i live alone and i can't get off the floor or reach my phone", "stuck_long"),
    ("my toddler refuses to walk and holds her back", "child_emergency"),
    ("on warfarin and slipped in the shower", "fall_and_weak_bones"),
    ("prostate cancer and can't feel my foot", "cancer_and_legs"),
    ("had a spinal injection on friday and now i've got a fever", "fever_and_legs"),
    ("some days i think everyone would be happier if i wasn't here", "suicidal"),
    ("i just want to fall asleep and not have to wake up to this", "suicidal"),
    ("there's no way out of this for me any more", "suicidal"),
    ("what's the point any more", "suicidal"),
    ("i keep thinking about driving into a tree", "suicidal"),
    ("death would be a relief", "suicidal"),
    ("is there any reason for me to keep going", "suicidal"),
    ("i've got all my tablets lined up in front of me", "suicide_plan"),
    ("i've written a note", "suicide_plan"),
    ("i gave my dog away because i won't be here after sunday", "suicide_plan"),
    ("my brother texted me goodbye and isn't answering", "suicidal_other"),
    ("my wife told me she doesn't want to be alive with this pain", "suicidal_other"),
    ("i'm fifteen and i want to disappear", "suicidal_young"),
    ("i burn myself to take my mind off it", "self_harm"),
    ("he slammed me against the wall and now my back hurts", "hurt_by_somebody"),
    ("i'm scared to go home to him", "hurt_by_somebody"),
    ("i can't do this any more", "worn_out"),
    ("had the shivers all night and my back aches", "fever"),
    ("my wee's the colour of coke and my side hurts", "urine_signs"),
    ("my mum sat down hard on the floor and now her back aches", "fall"),
    ("my foot slaps when i walk", "one_leg"),
    ("there's a deep ache between my wings", "upper_back"),
    ("the pain gets me up at three every night", "night_pain"),
    ("there's an egg sized lump beside my spine", "lump"),
    ("a sneeze makes me scream with pain in my back", "cough_sneeze"),
    ("my skin hurts to touch and little bubbles have come up", "rash"),
    ("my kid has a limp and a sore back", "child_warning"),
)
"""As people put it to strangers: by metaphor, with shame, in the English of many countries."""

INSIDE = (
    ("how long should i ice it if both legs feel numb", "both_legs"),
    ("can i stretch when my bottom has gone numb", "saddle_numbness"),
    ("which exercise helps if i can't pee and my back hurts", "peeing"),
    ("what can i take for back pain, i wet the bed last night", "bladder_control"),
    ("can a chiropractor help with chest pain and back pain", "chest_pain"),
    ("is it ok to use heat after i fell off a ladder", "serious_accident"),
    ("can i take ibuprofen, i have a fever", "fever"),
    ("should i be worried about back pain and losing weight without trying", "weight_loss"),
    ("start the ice timer, i fell on the stairs", "fall"),
    ("what stretch is good when my right foot is dragging", "one_leg"),
    ("should i rest more if the pain wakes me up every night", "night_pain"),
    ("can i use a heating pad, i have a lump on my back", "lump"),
    ("how do i sleep when it hurts every time i cough", "cough_sneeze"),
    ("is walking good for pain between the shoulder blades", "upper_back"),
    ("can i exercise two weeks after spine surgery, my back hurts", "surgery_recent"),
    ("what's good for back pain when there's blood in my pee", "urine_signs"),
    ("can i get a massage if i have prostate cancer", "cancer"),
    ("which pillow helps, i can't live like this", "worn_out"),
    ("how many minutes of ice before i kill myself", "suicidal"),
    ("does heat help stomach pain that spreads to my back", "belly_to_back"),
)

MISSPELT = (
    ("both my leggs are num", "both my legs are numb", "both_legs"),
    ("i cant feel my genitels", "i can't feel my genitals", "saddle_numbness"),
    ("i cant urinat", "i can't urinate", "peeing"),
    ("no controll of my bladdder", "no control of my bladder", "bladder_control"),
    ("incontinant since my back went", "incontinent since my back went", "bladder_control"),
    ("cant controle my bowles", "can't control my bowels", "bowel_control"),
    ("my chset hurts", "my chest hurts", "chest_pain"),
    ("i feinted and my back hurts", "i fainted and my back hurts", "tearing_or_faint"),
    ("i was in a car acident", "i was in a car accident", "serious_accident"),
    ("i fell of a lader", "i fell off a ladder", "serious_accident"),
    ("his speach is slured", "his speech is slurred", "stroke"),
    ("i cant breath propperly", "i can't breathe properly", "breathless"),
    ("my thraot is swelling up", "my throat is swelling up", "allergic_reaction"),
    ("i have a feaver", "i have a fever", "fever"),
    ("i have a temprature and back pain", "i have a temperature and back pain", "fever"),
    ("pain between my sholder blades", "pain between my shoulder blades", "upper_back"),
    ("i lost wieght without trying", "i lost weight without trying", "weight_loss"),
    (
        "i have osteoperosis and my back hurts",
        "i have osteoporosis and my back hurts",
        "thin_bones",
    ),
    ("it hurts when i sneaze", "it hurts when i sneeze", "cough_sneeze"),
    ("i think its shingels", "i think it's shingles", "rash"),
    ("thinking about suiside", "thinking about suicide", "suicidal"),
)
"""As typed, as it was meant, and the sign. The local resolver corrects the first to the second."""

HARMLESS = (
    "should i call 911 for this",
    "when do i need to call an ambulance",
    "set a timer for 999 seconds",
    "do people call an ambulance for a back spasm",
    "send help with my posture",
    "my wife called 911 last week",
    "i'll call the help desk",
    "pull my knees to my chest",
    "can i do breathing exercises for the pain",
    "the ice pack leaks on my bed",
    "ten years ago i fell off a ladder",
    "my dog fell off the couch and can't walk",
    "should i wake up at night to ice",
    "i woke up with a stiff back",
    "does losing ten pounds help",
    "i want to die laughing",
    "say goodbye to back pain",
    "no accidents no numbness just a stiff back",
    "my wife pushed me to try this",
    "i nearly had a heart attack when i saw the bill",
    "can i do it tonight",
    "the doctor ruled out cancer",
    "every bump in the road hurts",
    "do abdominal exercises help",
    "i fell behind on my exercises",
    "my back is killing me",
    "i'm dying to play golf again",
    "i'd kill for a massage",
    "lie down with both legs bent",
    "can i put both legs on a chair",
    "my skin is numb from the ice",
    "my back goes numb under the pack",
    "i need to pee",
    "how do i move the chest of drawers without hurting my back",
    "do kidney beans help back pain",
    "i always fall asleep on the ice pack",
    "can i ice at night",
    "at night",
    "i have back pain but no fever and no numbness",
    "my legs are not numb",
    "what are the signs of cauda equina",
    "can a fall cause back spasms",
    "can a car accident cause a back spasm",
    "how do i prevent falls",
    "is it cancer",
    "does losing weight help my back",
    "i want to lose weight for my back",
    "what does a fever have to do with back pain",
    "i hurt my back lifting a box",
    "my back locked",
    "i can't stand up straight",
    "something popped in my back",
    "i can't sleep because of my back",
    "should i see a doctor for back pain",
    "this back is the death of me",
    "i'm dead on my feet",
    "shoot me now, my back hurts",
    "how do i stretch my chest",
    "can i take a hot bath",
    "can i drive with back pain",
    "when should i call an ambulance",
    "i fell in love with yoga",
    "my back went out when i bent over",
    "how often should i take a break",
    "is swimming good for my upper body",
    "the pain goes down my leg",
    "my credit card fell out of my pocket",
    "cancel the timer",
    "i can't find my ice pack",
    "how do i get up from the floor",
    "when can i start using heating pads",
    "do i need ice pads",
)

PAIRS = (
    (("i'm twelve", "i want to disappear for good"), "suicidal_young"),
    (("i fell on the ice", "i can't get up"), "serious_accident"),
    (("i'm on blood thinners", "i fell down in the kitchen"), "fall_and_weak_bones"),
    (("i slipped on the ice", "i have osteoporosis"), "fall_and_weak_bones"),
    (("i fell yesterday", "i'm eighty two"), "fall_and_weak_bones"),
    (("i have a fever", "my right leg is weak"), "fever_and_legs"),
    (("i inject drugs", "i've got a fever"), "fever_and_legs"),
    (("i had an epidural last week", "i have a temperature"), "fever_and_legs"),
    (("i have breast cancer", "my left leg has gone weak"), "cancer_and_legs"),
    (("i'm on chemo", "i have a fever now"), "cancer_and_legs"),
    (("i take warfarin", "my left leg is numb"), "thinner_and_leg"),
    (("i'm pregnant", "my belly hurts through to my back"), "early_pregnancy"),
    (("i'm seventy", "i've got stomach pain and back pain"), "over_sixty_and_belly"),
    (("my son is eight and has back pain", "his left leg is weak"), "child_emergency"),
)
"""What is said in one turn and in the next; together they are an emergency."""

TABLE = [
    *((sentence, sign) for sign, sentences in SAID.items() for sentence in sentences),
    *PLAYED_DOWN,
    *FROM_FORUMS,
    *INSIDE,
    *((meant, sign) for _, meant, sign in MISSPELT),
]


@pytest.fixture(scope="module")
def guide() -> Guide:
    return guide_in()


def found_in(guide: Guide, sentence: str) -> list[str]:
    return [found.id for found in signs_in(guide, words_of(sentence))]


def test_every_sign_that_outranks_a_question_has_sentences_here(guide: Guide) -> None:
    outranking = {sign.id for sign in guide.signs.values() if sign.rank in OUTRANKING}
    assert outranking == {*SAID}


@pytest.mark.parametrize(("sentence", "sign"), TABLE)
def test_the_sign_is_the_first_that_is_told(guide: Guide, sentence: str, sign: str) -> None:
    told = weighed(guide, found_in(guide, sentence), ())
    assert [sign_.id for sign_ in told][:1] == [sign]


@pytest.mark.parametrize("sentence", HARMLESS)
def test_what_only_sounds_like_a_sign_is_none(guide: Guide, sentence: str) -> None:
    told = weighed(guide, found_in(guide, sentence), ())
    assert [sign.id for sign in told if sign.rank in OUTRANKING] == []


@pytest.mark.parametrize(("turns", "sign"), PAIRS)
def test_two_signs_make_an_emergency_also_over_two_turns(
    guide: Guide, turns: tuple[str, str], sign: str
) -> None:
    before, now = turns
    told = weighed(guide, found_in(guide, now), found_in(guide, before))
    assert told[0].id == sign
    told = weighed(guide, found_in(guide, f"{before} and {now}"), ())
    assert told[0].id == sign
