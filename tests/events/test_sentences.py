"""Single sentences as a user types them, each with all its rows: who, whom, what, how far. Texts are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coopmetrics.events import Event
from tests.events.rows import row


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "Kenya and Ethiopia agreed on Monday to build a second power line across their border.",
            ["KEN = ETH AGREE agreed"],
        ),
        ("Norway has pledged to double its grain purchases from Moldova next year.", ["NOR > MDA AGREE agreed"]),
        (
            "Japan's trade minister said Tokyo is interested in buying rare earths from Vietnam.",
            ["JPN > VNM AGREE proposed"],
        ),
        (
            "Brazil will open a consulate in Accra, Ghana, in March, the foreign ministry said.",
            ["BRA > GHA AGREE planned"],
        ),
        (
            "Mongolia and Kazakhstan have not agreed on the price of transit, officials in Astana said.",
            ["MNG = KAZ AGREE agreed negated"],
        ),
        (
            "If Iran attacks, the United States will help Israel, a White House official said.",
            ["USA > ISR AGREE agreed hypothetical"],
        ),
        ("Cyprus could ship gas to Egypt by 2027, its energy minister said.", ["CYP > EGY AGREE proposed"]),
        (
            "The Dutch prime minister spoke by phone with Indonesian President Prabowo Subianto on Friday.",
            ["NLD = IDN CONSULT completed"],
        ),
        ("Thailand's foreign minister will visit Bhutan next week.", ["THA > BTN CONSULT planned"]),
        ("Talks between Armenia and Azerbaijan on the border were postponed.", ["ARM = AZE CONSULT halted"]),
        ("Ghana and Benin are close to a deal on fishing rights.", ["GHA = BEN AGREE proposed"]),
        ("Peru proposed a defence pact to Chile.", ["PER > CHL AGREE proposed"]),
        ("Peru and Chile failed to sign an agreement on water.", ["PER > CHL REJECT halted"]),
        ("France did not cut ties with Niger.", ["FRA > NER SANCTION halted negated"]),
        ("EU envoys discussed fisheries with Mauritania in Brussels.", ["EU = MRT CONSULT discussed"]),
        (
            "Chad's president met his Sudanese counterpart and promised to reopen the border.",
            ["TCD = SDN CONSULT completed", "TCD > SDN AGREE agreed"],
        ),
        ("Canada congratulated Botswana on its peaceful election.", ["CAN > BWA SUPPORT completed"]),
        ("Poland and Moldova signed a treaty on mutual legal assistance in Chisinau.", ["POL = MDA SUPPORT agreed"]),
        ("Rwanda was praised by the IMF for its tax reform.", ["IMF > RWA SUPPORT completed"]),
        ("Norway opened a trade office in Antananarivo on Monday.", ["NOR > MDG COOPERATE completed"]),
        ("Norway opened its embassy in Madagascar on Monday.", ["NOR > MDG SUPPORT completed"]),
        ("The Netherlands apologised to Suriname for its role in slavery.", ["NLD > SUR CONCEDE completed"]),
        ("Turkey dropped its objection to Sweden's bid to join NATO.", ["TUR > SWE CONCEDE completed"]),
        ("Turkish companies are building a metro line in Romania.", ["TUR > ROU COOPERATE under_way"]),
        (
            "Finland and Estonia held a joint naval exercise in the Baltic Sea in May.",
            ["FIN = EST COOPERATE completed"],
        ),
        ("A joint exercise of Finland and Estonia was cancelled because of storms.", ["FIN = EST COOPERATE halted"]),
        ("Direct flights between Peru and Ecuador resumed on Sunday.", ["PER = ECU COOPERATE completed"]),
        ("India sent 40 tonnes of medicine to Afghanistan after the earthquake.", ["IND > AFG AID completed"]),
        ("The World Bank approved a $300 million loan to Senegal for rural roads.", ["WB > SEN AID agreed"]),
        ("Tonga received two patrol boats from Australia as a gift.", ["AUS > TON AID completed"]),
        ("Japan could lend Mongolia $100 million for a railway.", ["JPN > MNG AID proposed"]),
        ("Hungary lifted its ban on grain from Ukraine.", ["HUN > UKR RETREAT completed"]),
        ("Belarus freed 14 Lithuanian truck drivers after a week in custody.", ["BLR > LTU RETREAT completed"]),
        ("Rwandan troops pulled back from the Congolese town of Sake.", ["RWA > COD RETREAT completed"]),
        ("Jordan has asked the IMF for a new loan.", ["JOR > IMF REQUEST proposed"]),
        ("Nepal's prime minister was invited by China to visit Lhasa.", ["CHN > NPL REQUEST proposed"]),
        ("Estonia's president said Hungary should end its veto.", ["EST > HUN REQUEST proposed"]),
        (
            "Germany should return the bronzes to Nigeria, Benin's culture minister said.",
            ["BEN > DEU REQUEST proposed"],
        ),
        (
            "The Philippine ambassador was summoned by Beijing over the incident at the shoal.",
            ["CHN > PHL ACCUSE completed"],
        ),
        (
            "The Polish foreign ministry said that Belarus had jammed the signals of Polish aircraft.",
            ["POL > BLR ACCUSE completed"],
        ),
        ("According to Kyiv, Russian missiles hit a children's hospital.", ["UKR > RUS ACCUSE completed"]),
        ("Peru and Chile condemned the coup.", []),
        ("Egypt refused to take part in the talks with Ethiopia on the dam.", ["EGY > ETH REJECT halted"]),
        ("A request by Greece for a meeting was turned down by Turkey.", ["TUR > GRC REJECT halted"]),
        ("Kenya turned down an offer by Italy to build two hospitals in Turkana.", ["KEN > ITA REJECT halted"]),
        ("Poland declined an invitation from Belarus to observe the drills.", ["POL > BLR REJECT halted"]),
        ("The two-day visit of Croatia's foreign minister to Slovenia was postponed.", ["HRV > SVN CONSULT halted"]),
        ("South Korea promised to build a subway line in Ulaanbaatar, Mongolia.", ["KOR > MNG AGREE agreed"]),
        ("China will finance a port in Chancay, Peru.", ["CHN > PER AGREE agreed"]),
        ("The Japanese carmaker Suzuki opened a plant in Gujarat.", ["JPN > IND COOPERATE completed"]),
        ("Ugandan officials attended a workshop in Geneva.", []),
        ("Finnish companies no longer export machinery to Belarus.", ["FIN > BLR COOPERATE halted"]),
        ("Cooperation between Fiji and Tonga on fisheries has ended.", ["FJI = TON COOPERATE halted"]),
        ("The joint naval exercise of India and Japan ended on Friday.", ["IND = JPN COOPERATE completed"]),
        ("A deal between Chad and Niger to build a road fell through.", ["TCD = NER SUPPORT halted"]),
        ("A trade deal between Chad and Niger is being negotiated.", ["TCD = NER CONSULT under_way"]),
        ("Oman and Qatar are drafting a treaty on fishing.", ["OMN = QAT CONSULT under_way"]),
        ("Oman and Qatar finalised a treaty on fishing.", ["OMN = QAT SUPPORT agreed"]),
        ("Algeria has exported gas to Spain since 1990.", ["DZA > ESP COOPERATE under_way"]),
        ("China has opened three factories in Kenya since 2015.", ["CHN > KEN COOPERATE completed"]),
        ("Peru's president visits Chile on Monday.", ["PER > CHL CONSULT planned"]),
        ("Talks between Fiji and Tonga start on Thursday.", ["FJI = TON CONSULT planned"]),
        ("Kenya repaid China 300 million dollars.", ["KEN > CHN COOPERATE completed"]),
        ("Uzbek and Korean ministers held talks on critical minerals in Seoul.", ["UZB = KOR CONSULT completed"]),
        ("For thirty years Denmark has funded schools in Nepal.", ["DNK > NPL AID under_way"]),
        (
            "At the request of Cyprus, Egypt sent two helicopters to fight the fires.",
            ["CYP > EGY REQUEST proposed", "EGY > CYP AID completed"],
        ),
        (
            "Ecuador's president will visit Lima in June at the invitation of Peru.",
            ["PER > ECU REQUEST proposed", "ECU > PER CONSULT planned"],
        ),
        ("Vietnam rebuffed a Chinese offer of vaccines.", ["VNM > CHN REJECT halted"]),
        ("Algeria threatened to cut gas supplies to Spain.", ["DZA > ESP THREATEN completed"]),
        ("The EU warned Georgia that it would suspend visa-free travel.", ["EU > GEO THREATEN completed"]),
        (
            "Unless Serbia stops the arrests, Kosovo will close the crossing, Pristina warned.",
            ["XKX > SRB THREATEN completed"],
        ),
        ("Bulgarian farmers blocked a crossing on the border with Turkey.", ["BGR > TUR PROTEST completed"]),
        ("Serbian students marched to the Croatian embassy to protest the verdict.", ["SRB > HRV PROTEST completed"]),
        ("Filipino fishermen demonstrated outside the Chinese consulate.", ["PHL > CHN PROTEST completed"]),
        ("The United States added 12 Chinese firms to its export blacklist.", ["USA > CHN SANCTION halted"]),
        ("Lithuania expelled two Belarusian diplomats on Thursday.", ["LTU > BLR SANCTION halted"]),
        ("Aid to Uganda was suspended by Denmark after the new law was passed.", ["DNK > UGA SANCTION halted"]),
        ("Burkina Faso left ECOWAS last year.", ["BFA > ECOWAS SANCTION halted"]),
        ("Mexico closed its embassy in Quito and recalled its envoy.", ["MEX > ECU SANCTION halted"]),
        ("Venezuela has massed 6,000 troops along its border with Guyana.", ["VEN > GUY MOBILIZE completed"]),
        (
            "Russia has placed missiles in Belarus close to Poland.",
            ["RUS > BLR MOBILIZE completed", "RUS > POL MOBILIZE completed"],
        ),
        ("Rwanda deployed artillery near the frontier with Burundi.", ["RWA > BDI MOBILIZE completed"]),
        ("Iran seized a Greek tanker in the Gulf of Oman.", ["IRN > GRC COERCE completed"]),
        ("Sri Lanka's navy arrested 17 Indian fishermen.", ["LKA > IND COERCE completed"]),
        ("Russian spies bugged the office of the Bulgarian president.", ["RUS > BGR COERCE completed"]),
        ("Pakistani artillery shelled an Afghan border post overnight.", ["PAK > AFG ASSAULT completed"]),
        ("Two Armenian villages were set on fire by Azerbaijani troops.", ["AZE > ARM ASSAULT completed"]),
        ("A Ukrainian drone sank a Russian warship.", ["UKR > RUS ASSAULT completed"]),
    ],
)
def test_a_sentence_gives_these_rows_and_no_others(
    coded: Callable[..., list[Event]], text: str, rows: list[str]
) -> None:
    assert sorted(map(row, coded(text))) == sorted(rows)
