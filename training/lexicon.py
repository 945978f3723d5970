"""The words of the grammar: nouns in groups, and frames that say who can do what to what, and why (not).

Only data stands here; `corpus` turns it into sentences.
"""

from dataclasses import dataclass

# Nouns, in groups that a frame can ask for.
GRAZERS = "animal horse cow goat sheep donkey rabbit deer elephant camel pig hen duck turtle hedgehog".split()
BIG_HUNTERS = "wolf bear lion tiger".split()
SMALL_HUNTERS = "dog cat fox eagle owl snake".split()
WALKERS = GRAZERS + BIG_HUNTERS + "dog cat fox puppy kitten".split()
CLIMBERS = "cat bear monkey goat squirrel kitten puppy lion animal".split()
JUMPERS = "dog cat horse goat sheep deer fox wolf rabbit puppy lion tiger frog animal".split()
SWIMMERS = "dog horse duck deer elephant bear tiger turtle frog goose animal".split()
FLYERS = "bird owl crow eagle goose bee duck".split()
BIG_PREY = "deer sheep goat donkey rabbit goose".split()
SMALL_PREY = "mouse rabbit frog bird squirrel hen duck".split()
SMALL_ANIMALS = "mouse rabbit cat kitten puppy hen squirrel hedgehog frog snake".split()
BIG_SLEEPERS = "animal horse cow goat sheep donkey bear pig lion dog wolf".split()
PULLERS = "horse donkey camel elephant cow tractor truck".split()
MOUNTS = "horse donkey camel elephant bike".split()
PETS = "dog cat horse puppy kitten rabbit donkey goat".split()
ANIMALS = WALKERS + CLIMBERS + JUMPERS + SWIMMERS + FLYERS + BIG_PREY + SMALL_PREY + SMALL_HUNTERS

MEN = "man boy king father uncle".split()
WOMEN = "woman girl queen mother aunt".split()
EITHER = (
    "farmer doctor nurse teacher student driver soldier sailor baker gardener painter tourist "
    "neighbor".split()
)
PEOPLE = MEN + WOMEN + EITHER

WAYS = "street road river bridge field stream valley desert square path".split()
WATERS = "river lake stream pond canal".split()
HEIGHTS = "hill mountain tree wall ladder tower rock fence".split()
BARRIERS = "fence wall stream gate ditch log".split()
LANDS = "mountain lake forest desert valley island city".split()
BUILDINGS = (
    "house barn cave room forest garden castle tunnel tent kitchen school shop stable cellar hut".split()
)
SIGHTS = "museum castle city village island church garden tower".split()
SMALL_BEDS = "basket bed nest box barn hut".split()
BIG_BEDS = "barn stable cave hut field forest".split()
HIDEOUTS = "box barrel bush hole basket cupboard cave tree".split()
OPENINGS = "gate door tunnel hole".split()

FOOD = "apple banana bread cake soup cheese carrot meat pear sandwich egg pizza fish".split()
FODDER = "apple banana bread carrot pear grass hay corn nut".split()
PREDATORS_FOOD = "meat fish egg bone sausage cheese".split()
DRINKS = "water milk tea juice coffee".split()
LOADS = "box bag suitcase basket sack stone chair table lamp bucket barrel trunk".split()
PACKED = "book ball doll lamp trophy bottle coat umbrella guitar violin vase ladder".split()
CONTAINERS = "box bag suitcase basket drawer cupboard trunk car".split()
HITTERS = "ball stone branch hammer rock bottle".split()
BREAKABLES = "window mirror vase cup plate glass lamp".split()
HOLDERS = "table shelf branch rope bridge boat chair cart".split()
HELD = "box lamp vase stone piano barrel sack bear trunk".split()
CARTS = "cart wagon boat log sled".split()
CARS = "car bus truck tractor bike".split()
VEHICLES = "car bus truck tractor train boat".split()
GOODS = "car house horse boat coat lamp guitar bike vase book hat violin cow chair".split()
CLOTHES = "coat hat dress shirt sweater".split()
TEXTS = "book letter newspaper poem sign".split()
DOORS = "door window gate box bottle drawer cupboard suitcase".split()
COVERS = "blanket cloth towel sheet".split()
COVERED = "bed table box sofa basket barrel".split()
WASHED = "dog horse puppy car cup plate shirt window donkey bucket".split()

WILD = (
    "animal deer elephant turtle hedgehog wolf bear lion tiger fox eagle owl snake monkey squirrel "
    "frog bird crow bee mouse".split()
)
STRANGERS = "man woman boy girl king queen tourist soldier sailor".split()
NOBODYS = set(WILD + STRANGERS + WAYS + WATERS + LANDS + ["hill", "rock"])  # not "my bear", "our lake"

# Adjectives that suit only some nouns of the groups they are asked for, and nouns that they do not suit.
SUITS = {
    "busy": "street road bridge square shop city museum " + " ".join(PEOPLE),
    "flooded": "street road field square path valley tunnel cellar garden cave stable tent room",
    "muddy": "road field path dog horse puppy car donkey shirt hill valley garden river stream",
    "icy": "street road bridge square path hill mountain ladder rock wall fence river",
    "slippery": "street road bridge square path hill mountain ladder rock wall fence tree log tower",
    "deep": "river stream lake pond canal valley hole cave " + " ".join(CONTAINERS),
    "frozen": "river lake stream pond canal bread cake soup meat pizza field fish sausage",
    "dry": "street road field path stream hill tree ladder rock wall barn cave tent house stable hut "
    "basket bed nest box",
    "steep": "hill mountain rock tower ladder",
    "smooth": "wall rock tower tree",
    "locked": "house barn room castle school shop stable cellar hut church museum door gate box "
    "drawer cupboard suitcase",
    "unlocked": "door gate box drawer cupboard suitcase",
    "closed": "museum castle church gate door tunnel",
    "open": "house barn castle shop school stable hut gate door cellar",
    "smoky": "house room kitchen tunnel cave hut cellar tent barn car bus truck tractor",
    "crowded": "house room school shop castle garden kitchen museum church city tent",
    "ripe": "apple banana pear corn nut",
    "juicy": "apple pear meat carrot",
    "rotten": "apple banana pear egg meat carrot cheese corn nut fish",
    "burnt": "bread cake pizza meat soup egg sausage fish",
    "raw": "meat egg fish",
    "salty": "soup cheese meat bread pizza sandwich fish",
    "hot": "soup meat pizza egg tea coffee milk bread box stone lamp bucket desert "
    "sausage " + " ".join(PEOPLE),
    "sweet": "apple banana pear cake carrot tea juice coffee milk corn",
    "sour": "apple milk juice pear soup cheese",
    "bitter": "apple carrot cheese nut tea coffee juice soup",
    "rusty": "car boat bike lamp gate door cart wagon tractor",
    "torn": "coat hat dress shirt sweater book letter newspaper poem blanket cloth towel sheet",
    "hollow": "tree barrel",
    "stormy": "lake island mountain",
    "foggy": "mountain lake forest valley city island",
    "tall": "bus truck tractor wall fence gate bear horse elephant lamp vase bottle trophy ladder",
    "flat": "book bottle guitar box",
    "thick": "book coat table shelf branch rope bridge blanket cloth towel window mirror glass",
    "shallow": "river lake stream pond canal",
    "rough": "river lake canal",
    "cracked": "window mirror vase cup plate glass",
    "overloaded": "cart wagon boat sled",
    "damaged": "car bus truck train tractor boat bike house lamp guitar",
    "broken": "car boat lamp guitar bike vase chair violin branch table shelf rope bridge cart",
    "stuck": "door window drawer gate cupboard cart wagon boat log sled",
    "hard": "bed basket nest box ball stone rock hammer bottle branch",
    "soft": "bed basket nest ball",
    "bright": "house room garden kitchen school shop cave tent bush",
    "high": "hill mountain tree wall ladder tower rock fence gate log door tunnel",
    "low": "hill mountain tree wall ladder tower rock fence gate log door tunnel",
    "long": "book letter newspaper poem sign coat umbrella guitar ladder lamp trophy bed table sofa "
    "cart wagon boat log sled bus truck",
}
UNSUITED = {
    "narrow": "desert field square",
    "wide": "fence wall",
    "new": " ".join(ANIMALS) + " branch",
    "wild": " ".join(WASHED[3:-2]) + " bucket bike",
    "tiny": "bear lion elephant horse cow tiger",
    "weak": "window bear",
    "empty": "bear monkey",
}
SUITS, UNSUITED = ({word: set(nouns.split()) for word, nouns in table.items()} for table in (SUITS, UNSUITED))


def suits(noun, adjective):
    """Say whether a thing can be like this: a street can be icy, a tree hollow; a fence is not wide."""
    return noun in SUITS.get(adjective, [noun]) and noun not in UNSUITED.get(adjective, [])


@dataclass(frozen=True)
class Frame:
    """Who does what to what, and the reasons, such as: an animal crosses a street.

    verb: base form, past, and the participle if the passive sounds natural.
    no: adjectives that explain why it was not done; yes: why it was; each a pair (subject's, object's).
    """

    name: str
    subjects: list
    verb: list
    objects: list
    no: tuple
    yes: tuple


def frame(subjects, verb, objects, no, yes):
    """Write a frame briefly: forms of the verb between commas, the subject's | the object's adjectives."""
    forms = verb.split(", ")
    no, yes = (tuple(side.split() for side in reasons.split("|")) for reasons in (no, yes))
    return Frame(forms[0], list(dict.fromkeys(subjects)), forms, list(dict.fromkeys(objects)), no, yes)


TIRED = "tired weak sick lazy sleepy"
EATERS = (
    "full sick nervous scared sleepy | rotten bitter dirty sour old hot frozen burnt raw",
    "hungry greedy healthy | fresh sweet ripe tasty juicy clean",
)
CATCHERS = (
    "slow tired old lazy clumsy sick full | fast small careful",
    "fast clever quick hungry strong | slow weak hurt careless young",
)
CHASERS = (
    "tired lazy full sleepy old scared | fast clever brave dangerous big",
    "hungry angry wild bored playful | slow weak small careless young",
)
SCARERS = (
    "small tiny quiet friendly gentle calm | brave curious strong",
    "loud huge wild angry fierce ugly | shy nervous weak young",
)
SLEEPERS = (
    "nervous hungry restless scared big | cold wet noisy hard dirty narrow",
    "tired sleepy lazy sick | warm soft dry quiet cosy clean",
)

FRAMES = [
    frame(
        WALKERS,
        "cross, crossed, crossed",
        WAYS,
        f"{TIRED} scared shy nervous hurt | wide icy flooded busy slippery dangerous deep muddy hot",
        "brave curious hungry calm restless | narrow empty quiet safe dry shallow frozen",
    ),
    frame(
        PEOPLE,
        "cross, crossed, crossed",
        WAYS,
        f"{TIRED} scared nervous hurt | wide icy flooded busy slippery dangerous deep muddy",
        "brave curious lost late | narrow empty quiet safe dry shallow frozen",
    ),
    frame(
        CLIMBERS + PEOPLE,
        "climb, climbed, climbed",
        HEIGHTS,
        f"{TIRED} scared hurt clumsy | high steep slippery icy smooth dangerous wet",
        "brave curious strong bored | low dry safe",
    ),
    frame(
        WALKERS + PEOPLE,
        "enter, entered, entered",
        BUILDINGS,
        "scared shy nervous lazy proud | dark crowded smoky locked flooded noisy narrow full dangerous",
        "tired curious hungry wet lost thirsty | warm dry open quiet empty safe bright beautiful",
    ),
    frame(GRAZERS + ["monkey", "squirrel", "mouse", "bird"], "eat, ate, eaten", FODDER, *EATERS),
    frame(BIG_HUNTERS + SMALL_HUNTERS + ["puppy", "kitten"], "eat, ate, eaten", PREDATORS_FOOD, *EATERS),
    frame(
        PEOPLE,
        "eat, ate, eaten",
        FOOD,
        "full sick nervous busy late | rotten bitter dirty sour old hot frozen burnt raw salty",
        "hungry greedy healthy | fresh sweet ripe tasty juicy",
    ),
    frame(
        WALKERS + ["bird"],
        "drink, drank",
        ["water", "milk"],
        "full sick nervous shy sleepy | hot dirty sour cold",
        "thirsty tired | fresh sweet tasty clean warm",
    ),
    frame(
        PEOPLE,
        "drink, drank",
        DRINKS,
        "full sick nervous busy late | hot dirty bitter sour cold",
        "thirsty tired | fresh sweet tasty clean warm",
    ),
    frame(
        PEOPLE + ["donkey", "horse", "camel", "elephant"],
        "carry, carried, carried",
        LOADS,
        f"{TIRED} old hurt small | heavy big hot fragile wet dirty",
        "strong kind helpful healthy young | light precious useful empty full",
    ),
    frame(
        PEOPLE,
        "lift, lifted, lifted",
        LOADS,
        f"{TIRED} old hurt small | heavy big hot fragile wet",
        "strong helpful healthy curious | light precious empty",
    ),
    frame(
        PULLERS,
        "pull, pulled, pulled",
        CARTS,
        "tired weak sick old small | heavy overloaded stuck big full long",
        "strong fast healthy | light empty",
    ),
    frame(
        PACKED,
        "fit in, fit in",
        CONTAINERS,
        "big large long wide thick tall | small narrow full short",
        "small thin short flat | big large wide deep empty",
    ),
    frame(
        COVERS,
        "cover, covered, covered",
        COVERED,
        "small short narrow thin torn | big large long wide",
        " | ",
    ),
    frame(
        CARS + ["cow", "bear", "horse", "elephant"],
        "pass through, passed through",
        OPENINGS,
        "big wide large tall fat | narrow small low closed dark",
        " | ",
    ),
    frame(BIG_HUNTERS, "catch, caught, caught", BIG_PREY, *CATCHERS),
    frame(SMALL_HUNTERS, "catch, caught, caught", SMALL_PREY, *CATCHERS),
    frame(BIG_HUNTERS, "chase, chased, chased", BIG_PREY, *CHASERS),
    frame(SMALL_HUNTERS, "chase, chased, chased", SMALL_PREY, *CHASERS),
    frame(
        BIG_HUNTERS + ["elephant", "horse"], "scare, scared, scared", BIG_PREY + ["puppy", "cat"], *SCARERS
    ),
    frame(SMALL_HUNTERS + ["cow", "animal"], "scare, scared, scared", SMALL_PREY + ["kitten"], *SCARERS),
    frame(
        BIG_PREY + SMALL_PREY + ["puppy", "animal"],
        "avoid, avoided, avoided",
        BIG_HUNTERS + SMALL_HUNTERS,
        "brave curious careless young playful | small gentle friendly tiny calm",
        "shy nervous careful scared clever | dangerous angry fierce wild huge",
    ),
    frame(
        CARS,
        "overtake, overtook, overtaken",
        VEHICLES[:4] + ["cart", "wagon"],
        "slow old small full heavy | fast wide long quick",
        "new strong light | damaged noisy",
    ),
    frame(
        JUMPERS,
        "jump over, jumped over",
        BARRIERS,
        f"{TIRED} old fat small scared | high wide tall slippery icy dangerous",
        "strong fast young playful brave healthy | low narrow short",
    ),
    frame(
        SWIMMERS,
        "swim across, swam across",
        WATERS,
        f"{TIRED} young hurt scared | wide deep dirty rough cold frozen dangerous",
        "strong brave hungry healthy curious | narrow calm shallow warm safe",
    ),
    frame(
        FLYERS,
        "fly over, flew over",
        LANDS,
        f"{TIRED} young hurt small | high large stormy foggy hot dangerous",
        "strong brave hungry healthy curious | beautiful quiet safe warm",
    ),
    frame(
        SMALL_ANIMALS,
        "hide in, hid in",
        HIDEOUTS,
        "big fat brave curious playful | small wet full narrow bright dirty",
        "scared shy nervous clever | dark empty hollow safe deep",
    ),
    frame(SMALL_ANIMALS + ["dog"], "sleep in, slept in", SMALL_BEDS, *SLEEPERS),
    frame(BIG_SLEEPERS, "sleep in, slept in", BIG_BEDS, *SLEEPERS),
    frame(
        HITTERS,
        "break, broke, broken",
        BREAKABLES,
        "light soft slow small | thick strong solid new",
        "heavy hard fast big | thin fragile weak old cracked",
    ),
    frame(
        HOLDERS,
        "hold, held, held",
        HELD,
        "weak thin old narrow broken | heavy big large wet",
        "strong thick solid new | light small empty",
    ),
    frame(
        PEOPLE,
        "buy, bought, bought",
        GOODS,
        "poor stingy busy careful | expensive old ugly broken dirty rusty damaged small",
        "rich generous proud | cheap new beautiful useful rare pretty",
    ),
    frame(
        PEOPLE,
        "sell, sold, sold",
        GOODS,
        "rich stubborn proud | precious useful beautiful rare pretty new",
        "poor greedy clever | old broken useless rusty ugly small",
    ),
    frame(
        PEOPLE,
        "wear, wore, worn",
        CLOTHES,
        "hot stubborn shy | small wet dirty torn ugly expensive large",
        "cold proud elegant | warm new beautiful pretty clean cheap",
    ),
    frame(
        PEOPLE,
        "read, read, read",
        TEXTS,
        "tired sleepy busy lazy young | long boring difficult torn dirty old",
        "curious bored clever lost | short easy funny exciting famous beautiful",
    ),
    frame(
        PEOPLE,
        "open, opened, opened",
        DOORS,
        "weak scared shy lazy small | locked stuck heavy rusty fragile",
        "curious hot strong hungry late | light unlocked new",
    ),
    frame(
        PEOPLE,
        "ride, rode, ridden",
        MOUNTS,
        "scared tired young small nervous clumsy | wild slow stubborn old dirty damaged",
        "brave late rich lazy | calm fast gentle strong new",
    ),
    frame(
        PEOPLE,
        "visit, visited, visited",
        SIGHTS,
        "sick tired busy lazy poor | closed crowded expensive boring dangerous small",
        "curious bored rich lost | famous beautiful old quiet cheap large",
    ),
    frame(
        PEOPLE,
        "stop, stopped, stopped",
        VEHICLES,
        "busy angry late careless | empty slow new safe",
        "tired sleepy sick lost thirsty | damaged fast noisy smoky full dangerous",
    ),
    frame(
        PEOPLE,
        "wash, washed, washed",
        WASHED,
        "tired lazy sick busy | clean new fragile wild hot",
        "kind helpful bored careful | dirty old muddy ugly",
    ),
    frame(
        PETS,
        "follow, followed, followed",
        PEOPLE,
        "tired lazy shy scared stubborn | angry loud rude fast mean",
        "hungry loyal curious playful | kind gentle polite happy",
    ),
    frame(
        PEOPLE,
        "thank, thanked, thanked",
        PEOPLE,
        "rude proud shy mean | careless lazy late noisy",
        "grateful polite happy | helpful kind generous brave",
    ),
    frame(
        PEOPLE,
        "scold, scolded, scolded",
        PEOPLE,
        "kind gentle calm tired | polite sick helpful young",
        "angry strict nervous mean | rude lazy late careless noisy",
    ),
    frame(
        PEOPLE,
        "help, helped, helped",
        PEOPLE,
        "busy lazy mean selfish | rude rich strong healthy proud",
        "kind generous helpful friendly | weak lost old sick hurt poor",
    ),
    frame(
        PEOPLE,
        "trust, trusted, trusted",
        PEOPLE,
        "careful nervous scared clever | greedy careless mean rude stingy",
        "young friendly kind | loyal polite famous helpful strict",
    ),
]
