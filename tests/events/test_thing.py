from collections.abc import Callable

import pytest
from spacy.tokens import Span

from coopmetrics.document import Document
from coopmetrics.events import Event, thing
from tests.events.trees import tree

SUPPLY = """
    They       they     PRON  PRP nsubj 2
    discussed  discuss  VERB  VBD root  0
    the        the      DET   DT  det   4
    supply     supply   NOUN  NN  obj   2
    of         of       ADP   IN  case  7
    crude      crude    ADJ   JJ  amod  7
    oil        oil      NOUN  NN  nmod  4
    to         to       ADP   IN  case  9
    Nepal      Nepal    PROPN NNP nmod  4
"""


def test_a_thing_has_no_determiner_and_names_no_party() -> None:
    assert thing.describe(tree(SUPPLY)[1], names={8}) == "supply of crude oil"


def test_a_noun_that_only_carries_the_thing_is_looked_through() -> None:
    doc = tree("""
        They       they     PRON  PRP nsubj 2
        discussed  discuss  VERB  VBD root  0
        the        the      DET   DT  det   4
        issue      issue    NOUN  NN  obj   2
        of         of       ADP   IN  case  6
        visas      visa     NOUN  NNS nmod  4
    """)
    assert thing.describe(doc[1], names=set()) == "visas"


@pytest.mark.parametrize(("parsed", "head"), [("nmod", 4), ("obl", 2)])
def test_what_an_agreement_is_on_is_told_wherever_the_parse_hangs_it(parsed: str, head: int) -> None:
    doc = tree(f"""
        They       they       PRON  PRP nsubj 2
        signed     sign       VERB  VBD root  0
        a          a          DET   DT  det   4
        memorandum memorandum NOUN  NN  obj   2
        on         on         ADP   IN  case  7
        port       port       NOUN  NN  compound 7
        fees       fee        NOUN  NNS {parsed} {head}
    """)
    assert thing.describe(doc[1], names=set()) == "memorandum on port fees"


def test_on_whose_behalf_is_no_thing() -> None:
    doc = tree("""
        They       they       PRON  PRP nsubj 2
        signed     sign       VERB  VBD root  0
        a          a          DET   DT  det   4
        accord     accord     NOUN  NN  obj   2
        on         on         ADP   IN  case  6
        behalf     behalf     NOUN  NN  obl   2
    """)
    assert thing.describe(doc[1], names=set()) == "accord"


@pytest.mark.parametrize(("word", "lemma", "act"), [("met", "meet", "meeting"), ("travelled", "travel", "visit")])
def test_an_act_that_is_done_to_nothing_else_is_the_thing(word: str, lemma: str, act: str) -> None:
    doc = tree(f"""
        They    they    PRON  PRP nsubj 2
        {word}  {lemma} VERB  VBD root  0
        in      in      ADP   IN  case  4
        Nairobi Nairobi PROPN NNP obl   2
    """)
    assert thing.describe(doc[1], names={3}) == act


def test_a_verb_without_a_noun_of_its_own_is_about_nothing() -> None:
    doc = tree("""
        They    they    PRON PRP nsubj 2
        dithered dither VERB VBD root  0
    """)
    assert thing.describe(doc[1], names=set()) is None


COOPERATION = """
    They       they        PRON PRP nsubj 2
    agreed     agree       VERB VBD root  0
    on         on          ADP  IN  case  5
    further    further     ADJ  JJ  amod  5
    cooperation cooperation NOUN NN obl   2
"""


def test_a_word_that_says_little_is_the_thing_only_where_nothing_tells_more() -> None:
    assert thing.describe(tree(COOPERATION)[1], names=set()) == "cooperation"
    against = """
    to         to          PART TO  mark  7
    combat     combat      VERB VB  acl   5
    piracy     piracy      NOUN NN  obj   7
    """
    assert thing.describe(tree(COOPERATION.rstrip() + against)[1], names=set()) == "piracy"


def test_what_only_counts_or_leads_on_is_looked_through() -> None:
    discussed = """
        discussed discuss  VERB VBD root 0
        a         a        DET  DT  det  3
        range     range    NOUN NN  obj  1
    """
    assert thing.describe(tree(discussed)[0], names=set()) == "discussion"
    of_issues = """
        of        of       ADP  IN  case 5
        tariffs   tariff   NOUN NNS nmod 3
    """
    assert thing.describe(tree(discussed.rstrip() + of_issues)[0], names=set()) == "tariffs"


def test_what_somebody_is_thanked_for_may_be_as_little_as_support() -> None:
    doc = tree("""
        thanked thank   VERB  VBD root 0
        Lagos   Lagos   PROPN NNP obj  1
        for     for     ADP   IN  case 5
        its     its     PRON  PRP$ nmod:poss 5
        support support NOUN  NN  obl  1
    """)
    assert thing.describe(doc[0], names={1}) == "support"


def test_an_object_is_told_with_what_it_is_on() -> None:
    doc = tree("""
        imposed impose VERB VBD root 0
        a       a      DET  DT  det  3
        tariff  tariff NOUN NN  obj  1
        on      on     ADP  IN  case 6
        cheap   cheap  ADJ  JJ  amod 6
        steel   steel  NOUN NN  obl  1
    """)
    assert thing.describe(doc[0], names=set()) == "tariff on cheap steel"


BUILT = """
    build   build   VERB VB  root 0
    up      up      ADP  RP  {particle} 1
    {noun}  {noun}  NOUN NN  obj  1
"""


@pytest.mark.parametrize(
    ("particle", "noun", "told"),
    [
        ("advmod", "bridges", "construction of bridges"),
        ("advmod", "foundation", "foundation"),
        ("compound:prt", "reserves", "reserves"),
    ],
)
def test_what_is_built_in_a_manner_of_speaking_is_no_construction(particle: str, noun: str, told: str) -> None:
    assert thing.describe(tree(BUILT.format(particle=particle, noun=noun))[0], names=set()) == told


def test_a_row_keeps_its_commas_whatever_is_left_out_between() -> None:
    doc = tree("""
        discussed discuss VERB VBD root 0
        ports     port    NOUN NNS obj  1
        ,         ,       PUNCT ,  punct 5
        the       the     DET  DT  det  5
        railways  railway NOUN NNS conj 2
        and       and     CCONJ CC cc   8
        good      good    ADJ  JJ  amod 8
        roads     road    NOUN NNS conj 2
    """)
    assert thing.describe(doc[0], names=set()) == "ports, railways and roads"


def test_an_apostrophe_is_part_of_a_thing_and_the_state_it_is_put_into_is_not() -> None:
    doc = tree("""
        put       put       VERB VBD root 0
        the       the       DET  DT  det  5
        miners    miner     NOUN NNS nmod:poss 5
        '         '         PUNCT POS case 3
        lift      lift      NOUN NN  obj  1
        into      into      ADP  IN  case 7
        operation operation NOUN NN  nmod 5
    """)
    assert thing.describe(doc[0], names=set()) == "miners ' lift"


def test_who_is_met_is_no_thing() -> None:
    doc = tree("""
        greeted    greet    VERB VBD root  0
        the        the      DET  DT  det   3
        ministers  minister NOUN NNS obj   1
    """)
    assert thing.describe(doc[0], names=set()) is None


def test_what_is_done_is_told_where_the_object_says_little_without() -> None:
    doc = tree("""
        urged    urge     VERB  VBD root  0
        Erewhon  Erewhon  PROPN NNP obj   1
        to       to       PART  TO  mark  4
        withdraw withdraw VERB  VB  xcomp 1
        its      its      PRON  PRP$ nmod:poss 6
        troops   troop    NOUN  NNS obj   4
    """)
    assert thing.describe(doc[0], names={1}) == "withdrawal of troops"


@pytest.mark.parametrize(("denied", "told"), [("not", "not to interfere in elections"), ("still", "elections")])
def test_what_is_promised_not_to_be_done_is_told_as_such(denied: str, told: str) -> None:
    doc = tree(f"""
        promised  promise   VERB VBD root   0
        {denied}  {denied}  ADV  RB  advmod 4
        to        to        PART TO  mark   4
        interfere interfere VERB VB  xcomp  1
        in        in        ADP  IN  case   6
        elections election  NOUN NNS obl    4
    """)
    assert thing.describe(doc[0], names=set()) == told


@pytest.mark.parametrize(("guest", "told"), [("minister", "visit"), ("government", None)])
def test_who_is_welcomed_comes_on_a_visit(guest: str, told: str | None) -> None:
    doc = tree(f"""
        welcomed welcome VERB VBD root 0
        the      the     DET  DT  det  3
        {guest}  {guest} NOUN NN  obj  1
    """)
    assert thing.describe(doc[0], names=set()) == told


def test_what_resumes_is_the_thing() -> None:
    doc = tree("""
        Direct  direct ADJ  JJ  amod  2
        flights flight NOUN NNS nsubj 3
        resumed resume VERB VBD root  0
    """)
    assert thing.describe(doc[2], names=set()) == "resumption of direct flights"


def test_names_keep_their_capitals_hyphens_and_commas() -> None:
    doc = tree(
        """
        signed   sign      VERB  VBD root  0
        the      the       DET   DT  det   6
        Nordic   Nordic    PROPN NNP compound 6
        -        -         PUNCT HYPH punct 5
        Baltic   Baltic    PROPN NNP compound 6
        Charter  Charter   PROPN NNP obj   1
        on       on        ADP   IN  case  8
        energy   energy    NOUN  NN  nmod  6
        ,        ,         PUNCT ,   punct 10
        water    water     NOUN  NN  conj  8
        and      and       CCONJ CC  cc    12
        fisheries fishery  NOUN  NNS conj  8
    """,
        glued="Nordic - ",
    )
    assert thing.describe(doc[0], names=set()) == "Nordic-Baltic Charter on energy, water and fisheries"


def test_praise_is_no_part_of_a_thing() -> None:
    doc = tree("""
        welcomed    welcome     VERB VBD root 0
        the         the         DET  DT  det  5
        important   important   ADJ  JJ  amod 5
        nuclear     nuclear     ADJ  JJ  amod 5
        talks       talk        NOUN NNS obj  1
        on          on          ADP  IN  case 7
        enrichment  enrichment  NOUN NN  nmod 5
    """)
    assert thing.describe(doc[0], names=set()) == "enrichment"


def test_a_plan_that_is_agreed_on_is_what_the_agreeing_is_about() -> None:
    doc = tree("""
        the     the    DET  DT  det  3
        ferry   ferry  NOUN NN  compound 3
        line    line   NOUN NN  root 0
        agreed  agree  VERB VBN acl  3
        yesterday yesterday NOUN NN obl 4
    """)
    assert thing.describe(doc[3], names=set()) == "ferry line"


def test_what_something_is_worth_is_no_part_of_it() -> None:
    doc = tree("""
        They     they    PRON PRP nsubj 2
        sent     send    VERB VBD root  0
        medical  medical ADJ  JJ  amod  4
        machines machine NOUN NNS obj   2
        worth    worth   ADJ  JJ  amod  4
    """)
    assert thing.describe(doc[1], names=set()) == "medical machines"


KILOWATTS = """
    buys        buy         VERB VBZ root    0
    4           4           NUM  CD  compound 3
    billion     billion     NUM  CD  nummod  4
    kWh         kwh         NOUN NN  obj     1
    of          of          ADP  IN  case    6
    electricity electricity NOUN NN  nmod    4
"""


def test_what_is_measured_is_the_thing_and_not_how_much() -> None:
    assert thing.describe(tree(KILOWATTS)[0], names=set(), measures={1, 2, 3}) == "electricity"


def test_what_somebody_is_provided_with_is_the_thing() -> None:
    doc = tree("""
        provides provide VERB  VBZ root 0
        Chad     Chad    PROPN NNP obj  1
        with     with    ADP   IN  case 5
        solar    solar   ADJ   JJ  amod 5
        pumps    pump    NOUN  NNS obl  1
    """)
    assert thing.describe(doc[0], names={1}) == "solar pumps"


def test_who_says_so_behind_a_thing_is_no_part_of_it() -> None:
    doc = tree("""
        lent     lend     VERB  VBD root     0
        money    money    NOUN  NN  obj      1
        for      for      ADP   IN  case     5
        wind     wind     NOUN  NN  compound 5
        farms    farm     NOUN  NNS obl      1
        ,        ,        PUNCT ,   punct    1
        Ministry Ministry PROPN NNP compound 5
        said     say      VERB  VBD parataxis 1
    """)
    assert thing.describe(doc[0], names=set(), measures={1}) == "wind farms"


def test_a_long_chain_of_what_only_carries_a_thing_is_looked_through_once() -> None:
    links = 30
    chain = [
        row
        for verb in range(5, 5 + 3 * links, 3)
        for row in (f"to to PART TO mark {verb}", f"find find VERB VB acl {verb - 2}", f"ways way NOUN NNS obj {verb}")
    ]
    doc = tree(
        "\n".join(["They they PRON PRP nsubj 2", "sought seek VERB VBD root 0", "ways way NOUN NNS obj 2", *chain])
    )
    assert thing.describe(doc[1], names=set()) == "ways"


def test_a_number_within_a_word_stays_and_what_is_said_in_passing_goes() -> None:
    doc = tree("""
        They      they     PRON  PRP nsubj    2
        discussed discuss  VERB  VBD root     0
        two       two      NUM   CD  nummod   4
        way       way      NOUN  NN  compound 5
        trade     trade    NOUN  NN  obj      2
        in        in       ADP   IN  case     7
        principle principle NOUN NN  nmod     5
    """)
    assert thing.describe(doc[1], names=set()) == "two way trade"


def test_what_is_done_to_something_is_told_whole_and_what_is_on_something_by_that() -> None:
    rows = """
        the     the     DET  DT  det  2
        {noun}  {noun}  NOUN NN  root 0
        {link}  {link}  ADP  IN  case 5
        crude   crude   ADJ  JJ  amod 5
        oil     oil     NOUN NN  nmod 2
    """
    supply, cooperation = (
        tree(rows.format(noun=noun, link=link)) for noun, link in (("supply", "of"), ("talks", "on"))
    )
    assert thing.describe(supply[1], names=set()) == "supply of crude oil"
    assert thing.describe(cooperation[1], names=set()) == "crude oil"


def test_a_name_is_told_whole_however_it_is_parsed(parse: Callable[[str], Document]) -> None:
    doc = parse("The Joint Commission on Rail and Road Transport met.").doc
    commission = next(token for token in doc if token.text == "Transport")
    doc.set_ents([Span(doc, 1, 8, "ORG")], default="outside")
    commission.head, commission.dep_ = doc[8], "obj"
    assert thing.describe(doc[8], names=set()) == "Joint Commission on Rail and Road Transport"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Chad agreed with Niger not to build dams.", "not to build dams"),
        ("Chad agreed with Niger not only to build dams but to share power.", "construction of dams, power"),
    ],
)
def test_what_is_not_all_that_is_promised_is_promised(text: str, told: str, coded: Callable[..., list[Event]]) -> None:
    assert told in {event.thing for event in coded(text)}


@pytest.mark.parametrize(
    ("noun", "lemma", "told"),
    [("port", "port", "port at Akkum"), ("talks", "talk", "talks"), ("forum", "forum", "forum")],
)
def test_a_place_tells_which_thing_it_is_but_a_meeting_is_the_same_anywhere(noun: str, lemma: str, told: str) -> None:
    doc = tree(f"""
        They       they     PRON  PRP nsubj 2
        welcomed   welcome  VERB  VBD root  0
        the        the      DET   DT  det   4
        {noun}     {lemma}  NOUN  NN  obj   2
        at         at       ADP   IN  case  6
        Akkum      Akkum    PROPN NNP nmod  4
    """)
    doc.set_ents([Span(doc, 5, 6, "LOC")])
    assert thing.describe(doc[1], names=set()) == told


def test_a_person_tells_whose_release_it_is() -> None:
    doc = tree("""
        They       they     PRON  PRP nsubj 2
        demanded   demand   VERB  VBD root  0
        the        the      DET   DT  det   4
        release    release  NOUN  NN  obj   2
        of         of       ADP   IN  case  7
        Ana        Ana      PROPN NNP compound 7
        Ruiz       Ruiz     PROPN NNP nmod  4
    """)
    doc.set_ents([Span(doc, 5, 7, "PERSON")])
    assert thing.describe(doc[1], names=set()) == "release of Ana Ruiz"


def test_an_adverb_stays_with_its_adjective_and_an_age_goes_with_it() -> None:
    doc = tree("""
        They       they     PRON  PRP nsubj 2
        revised    revise   VERB  VBD root  0
        the        the      DET   DT  det   9
        decade     decade   NOUN  NN  obl:unmarked 5
        old        old      ADJ   JJ  amod  9
        jointly    jointly  ADV   RB  advmod 7
        funded     fund     VERB  VBN amod  9
        fisheries  fishery  NOUN  NNS compound 9
        scheme     scheme   NOUN  NN  obj   2
    """)
    assert thing.describe(doc[1], names=set()) == "jointly funded fisheries scheme"


def test_what_one_takes_part_in_is_the_thing() -> None:
    doc = tree("""
        They       they     PRON  PRP nsubj 2
        took       take     VERB  VBD root  0
        part       part     NOUN  NN  obj   2
        in         in       ADP   IN  case  7
        the        the      DET   DT  det   7
        border     border   NOUN  NN  compound 7
        drill      drill    NOUN  NN  obl   2
    """)
    assert thing.describe(doc[1], names=set()) == "border drill"


def test_words_that_lead_on_to_what_is_told_are_no_thing() -> None:
    doc = tree("""
        In         in          ADP   IN  case  3
        another    another     DET   DT  det   3
        turn       turn        NOUN  NN  obl   5
        Peru       Peru        PROPN NNP nsubj 5
        agreed     agree       VERB  VBD root  0
        to         to          PART  TO  mark  7
        reopen     reopen      VERB  VB  xcomp 5
        the        the         DET   DT  det   10
        coastal    coastal     ADJ   JJ  amod  10
        road       road        NOUN  NN  obj   7
    """)
    assert thing.describe(doc[4], names={3}) == "reopening of coastal road"


def test_who_flies_somewhere_is_on_a_visit_and_an_airline_has_flights() -> None:
    trees = (
        tree(f"""
            {word}     {word}   PROPN NNP nsubj 2
            flew       fly      VERB  VBD root  0
            to         to       ADP   IN  case  4
            Lima       Lima     PROPN NNP obl   2
        """)
        for word in ("Ruiz", "Andair")
    )
    for doc, kind, told in zip(trees, ("PERSON", "ORG"), ("visit", "flights"), strict=True):
        doc.set_ents([Span(doc, 0, 1, kind), Span(doc, 3, 4, "LOC")])
        assert thing.describe(doc[1], names={3}) == told


def test_a_paper_is_the_same_wherever_it_is_signed() -> None:
    doc = tree("""
        They       they     PRON  PRP nsubj 2
        signed     sign     VERB  VBD root  0
        the        the      DET   DT  det   5
        fisheries  fishery  NOUN  NNS compound 5
        treaty     treaty   NOUN  NN  obj   2
        in         in       ADP   IN  case  7
        Lima       Lima     PROPN NNP nmod  5
    """)
    doc.set_ents([Span(doc, 6, 7, "LOC")])
    assert thing.describe(doc[1], names=set()) == "fisheries treaty"


def test_what_is_too_long_is_told_without_its_places() -> None:
    doc = tree("""
        They       they       PRON  PRP nsubj 2
        discussed  discuss    VERB  VBD root  0
        the        the        DET   DT  det   4
        hiring     hiring     NOUN  NN  obj   2
        of         of         ADP   IN  case  7
        trained    train      VERB  VBN amod  7
        nurses     nurse      NOUN  NNS nmod  4
        ,          ,          PUNCT ,   punct 10
        vocational vocational ADJ   JJ  amod  10
        schooling  schooling  NOUN  NN  conj  7
        and        and        CCONJ CC  cc    13
        the        the        DET   DT  det   13
        tension    tension    NOUN  NN  conj  7
        in         in         ADP   IN  case  17
        the        the        DET   DT  det   17
        Red        Red        PROPN NNP compound 17
        Sea        Sea        PROPN NNP nmod  13
    """)
    doc.set_ents([Span(doc, 15, 17, "LOC")])
    assert thing.describe(doc[1], names=set()) == "hiring of trained nurses, vocational schooling and tension"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Malawi agreed with Zambia to fight malaria and protect forests.", "malaria, forests"),
        ("Peru condemned the ELN and its attacks on pipelines.", "attacks on pipelines"),
        ("Finland congratulates the people of Ghana as you celebrate your Independence Day.", "Independence Day"),
        ("Kenya agreed with Uganda to ease the transit of tea in the near future.", "transit of tea"),
    ],
)
def test_what_stands_beside_is_told_too_and_what_is_said_by_the_way_is_not(
    text: str, told: str, coded: Callable[..., list[Event]]
) -> None:
    assert {event.thing for event in coded(text)} == {told}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chad expelled five Libyan diplomats.", "expulsion of diplomats"),
        ("Chad accused Libya of shelling a village near Faya.", "shelling of village near Faya"),
        ("The coast guards of Fiji and Samoa trained together in May.", "training"),
    ],
)
def test_people_are_a_thing_where_it_is_done_to_them(
    coded: Callable[..., list[Event]], text: str, expected: str
) -> None:
    assert {event.thing for event in coded(text)} == {expected}
