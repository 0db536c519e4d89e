"""The words that questions are made of, apart from names and events.

Output: tables read by kb.service.answering.reading and .forms. Pure: constants only.
Words stand in their dictionary forms; kb.language.lemma takes a question's words there.
"""

from typing import Final

# How somebody says something: family -> dictionary forms of its words, and a pattern of the cues in articles.
SPEECH: Final[dict[str, tuple[frozenset[str], str]]] = {
    "say": (
        frozenset(
            "say tell state comment statement remark quote speak talk react reaction respond response word opinion "
            "position view claim argue describe mention explain think believe according".split()
        ),
        "",
    ),
    "deny": (
        frozenset("deny denial reject refute dispute dismiss contradict disavow".split()),
        r"^(den(y|ies|ied|ying)|reject|dismiss|refut|disput|contradict|disavow)",
    ),
    "demand": (
        frozenset("demand request urge ask insist appeal require call_for call_on".split()),
        r"^(demand|request|urg|ask|insist|appeal|requir|want|call(s|ed|ing)? (for|on))",
    ),
    "warn": (frozenset(["warn", "warning", "caution"]), r"^(warn|caution)"),
    "promise": (frozenset("promise pledge vow guarantee commit".split()), r"^(promis|pledg|vow|guarant|commit)"),
    "accuse": (
        frozenset("accuse blame accusation allege allegation".split()),
        r"^(accus|blam|alleg)",
    ),
    "condemn": (
        frozenset("condemn criticise criticize denounce criticism slam".split()),
        r"^(condemn|critici|denounc|slam)",
    ),
    "announce": (
        frozenset("announce announcement declare reveal disclose".split()),
        r"^(announc|declar|reveal|disclos)",
    ),
    "claim responsibility": (frozenset(["claim_responsibility"]), r"responsib"),
    "claim or give responsibility": (frozenset(["be_responsible"]), r"responsib|^(accus|blam)"),
    "confirm": (frozenset("confirm confirmation acknowledge admit".split()), r"^(confirm|acknowledg|admit)"),
    "threaten": (frozenset(["threaten", "threat"]), r"^threat"),
    "praise": (frozenset("praise welcome applaud hail thank".split()), r"^(prais|welcom|applaud|hail|thank)"),
    "order": (frozenset(["order", "instruct"]), r"^(order|instruct)"),
    "estimate": (
        frozenset("estimate reckon predict forecast expect".split()),
        r"^(estimat|reckon|predict|forecast|expect)",
    ),
}

# Families whose words are about claims: with a person as object they are no way of saying but something done to them.
OF_CLAIMS: Final = frozenset(["deny", "confirm"])
BEFORE_OBJECT: Final = frozenset("the a an his her its their this that former acting new deputy".split())

# Whom figures of death and injury count: word -> (kind, pattern of what is counted, type of event).
CASUALTIES: Final[dict[str, str]] = {
    **dict.fromkeys("kill die dead death fatality victim casualty toll perish slay".split(), "killed"),
    **dict.fromkeys("injure injury injured wound wounded hurt".split(), "injured"),
    **dict.fromkeys(["missing", "disappear"], "missing"),
    **dict.fromkeys(["displace", "displaced", "evacuate", "evacuated", "homeless", "flee"], "displaced"),
    **dict.fromkeys(["arrest", "detain", "arrested", "detained"], "arrested"),
}
COUNTED: Final[dict[str, tuple[str, str]]] = {
    "killed": (r"kill|dead|death|died|bod(y|ies)|fatal|victim", "death"),
    "injured": (r"injur|wound|hurt", "injury"),
    "missing": (r"missing|disappear", "missing"),
    "displaced": (r"displac|evacuat|homeless|fled", "displacement"),
    "arrested": (r"arrest|detain", "arrest"),
    "infected": (r"case|infect|patient|sick", "disease_outbreak,infection,sickness"),
}
CASES: Final = frozenset(["case", "infection", "patient"])  # of a disease, where they are what is counted
HEADS: Final = frozenset("people person man woman".split())  # a count of these is any count without a unit
TAKES: Final = frozenset("claim take accept assume admit".split())  # responsibility
SHARES: Final = frozenset("percent percentage share proportion".split())
LENGTHS: Final = r"^(second|minute|hour|day|week|month|year|metre|kilometre|mile|foot|yard)s?$"
BOUGHT: Final = "purchase,acquisition"  # types that give something an owner
OWNS: Final = frozenset(["own", "owner"])
NOT_SAID: Final = frozenset({("appeal", "against")})  # a word of saying, and what makes it something that is done
DECLARES: Final = frozenset(["declare", "proclaim"])  # what is declared so comes about by it
# "Lost to" is being beaten by: verb and the word after it -> the verb of whom it is done by.
CONVERSE: Final[dict[tuple[str, str], str]] = {("lose", "to"): "beat", ("lose", "against"): "beat"}

# Words that are a name where only they are written in capitals.
INITIALS: Final = frozenset({"who", "us", "it"})
QUESTION: Final = frozenset("who whom whose what which when where why how".split())
YES_NO: Final = frozenset("did do does is was were are has have had will would can could".split())
SHOW: Final = frozenset("show list give find name display get tell".split())

# Who does so about a number gives another, mostly.
DISAGREE: Final = frozenset("disagree differ contradict dispute deny reject doubt question contest".split())

# Words that carry nothing of their own in a question.
EMPTY: Final = frozenset(
    """a an the this that these those there here it its he she they them their his her him i we us you me my our
    be is are was were been being am do does did done have has had having will would shall should can could may might
    must
    of in on at by to for from with without within and or but if as than then so into onto over under between among
    around about against regarding concerning during since until before after near inside through per via
    please tell show list give find me us all any some every each other others else one ones thing things
    who whom whose what which when where why how many much often exactly ever also just only not no yes
    people person persons man men woman women someone somebody anyone anybody everyone
    happen occur take make place go event events incident incidents news situation story case way time date day
    what's who's where's when's how's whats whos wheres whens hows 's s t question know want like would hear learn
    see get
    part participate participant involve involvement include concern together each both same kind type
    true everything anything something nothing still so far recently lately now today currently ago up down out off
    """.split()
)

CONFLICT: Final = frozenset(
    "disagree contradict contradiction contradictory conflict conflicting differ difference discrepancy inconsistent "
    "inconsistency odds mismatch disputed vary diverge".split()
)
NUMBERS: Final = frozenset("figure number count toll estimate statistic total amount".split())
CAUSE: Final = frozenset("why cause reason because trigger due".split())
CAUSE_TO: Final = frozenset(["lead", "result"])  # "led to", "resulted in"
LEADS: Final = frozenset("lead run head chair charge govern command rule".split())  # who does holds an office
PLAN: Final = frozenset("plan planned planning upcoming schedule scheduled intend future expected next".split())
ARTICLES: Final = frozenset(
    "article report story source newspaper publication outlet press coverage cover publish".split()
)
TOPICS: Final = frozenset("mention name cover talk write tell about".split())  # what articles do with one
TOGETHER: Final = frozenset(
    "mention appear associate connect connected link linked relate related cooccur together".split()
)
QUOTED: Final = frozenset("quote quoted cite cited".split())
# Short titles and what articles write in full, either way.
TITLES: Final = {"ceo": "chief executive", "pm": "prime minister", "cfo": "finance chief", "boss": "chief executive"}
TITLES_SHORT: Final = {full: short for short, full in TITLES.items() if short != "boss"}
HOLD: Final = frozenset(["hold", "holder"])
OFFICE: Final = HOLD | frozenset("office post job role position title".split())
MONEY: Final = frozenset("money cost price worth pay dollar euro pound sum fund spend invest billion million".split())
MEET: Final = frozenset("meet meeting talk negotiate negotiation discuss visit call phone".split())
FRAME: Final = frozenset(
    "report record register count list note name mention cover tell".split()
)  # "how many cases were reported"
NEWS: Final = frozenset("news happen occur latest update development situation".split())
SUFFERS: Final = frozenset("die perish drown disappear suffer fall sicken".split())  # who does it has it done to them
VERBS: Final = frozenset("have own live own belong cost stay remain".split())  # of a state, before no noun
CHANGED: Final = frozenset(["change", "new"])  # of nobody: in the knowledge base itself
HAPPENED: Final = frozenset(["happened", "occurred"])  # and is not planned
LISTED: Final = frozenset("event incident happening development".split())  # begin what is to be listed
# Who acts: "which group attacked" asks for it as "who attacked" does.
ACTORS: Final = frozenset(
    "group gang party company firm bank country nation state government ministry agency body organisation organization "
    "union team club army militia force person people man woman politician official minister".split()
)
LATEST: Final = frozenset(["latest", "newest", "recent"])
HIGHEST: Final = frozenset("highest largest biggest greatest maximum".split())
LOWEST: Final = frozenset("lowest smallest least minimum".split())
SOURCES: Final = frozenset(["source"])
REPORTS: Final = frozenset("report cover publish".split())  # who does so is whose article it is
EVENTFUL: Final = NEWS | frozenset("event incident go take do involve concern about everything story case".split())
# Titles of who does not lead what they have an office of.
LED: Final = r"spokes|deputy|vice|member|former|lawyer|advis|candidate|press|assistant|critic|envoy|representative"
SPEAKERS: Final = frozenset("official politician leader source expert authority group".split())  # kinds, and no names
OFFICIALS: Final = frozenset("official leader politician minister authority".split())  # who hold offices of a place
PEOPLE: Final = SPEAKERS - frozenset(["source"]) | frozenset(
    "whom person people man woman minister president director judge employee worker player coach nominee".split()
)
# A question with one of these may ask for a difference: "how many more were killed", "how much did shares rise".
DIFFERENCES: Final = frozenset(
    "more fewer less further additional extra another difference change rise increase grow gain climb jump surge soar "
    "fall drop decline decrease slip plunge tumble shrink slump raise lower reduce".split()
)
# After "how many": a difference is asked for, and what stands before it is not what is counted.
MORE: Final = frozenset("more fewer less further additional extra".split())
GROWTH: Final = frozenset("history grow growth change develop development rise evolve over".split())

# Preposition before a name -> which part the name has.
PLACE_BEFORE: Final = frozenset("in at near around inside within across throughout".split())
LIGHT: Final = frozenset("hold conduct stage carry give".split())  # what a noun after them names is what happened
DO_OR_WILL: Final = frozenset("did do does will would can could should may might".split())
MAY_BE: Final = frozenset("will would could may might".split())
BE: Final = frozenset("is are was were be been being".split())
PHASES: Final = frozenset("begin start end finish stop happen occur continue last resume".split())  # of what nouns name
DETERMINERS: Final = frozenset(["the", "a", "an"])
NOT: Final = frozenset(["not", "never"])
ABOUT_BEFORE: Final = frozenset("about on regarding concerning over of re".split())
SPEAKER_BEFORE: Final = frozenset(["by", "from"])
