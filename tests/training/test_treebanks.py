"""Treebank files as training Docs."""

from pathlib import Path

import spacy

from training import treebanks

CONLLU = """\
# newdoc id = one
# newpar
# text = Fiji's minister didn't wait.
1-2	Fiji's	_	_	_	_	_	_	_	_
1	Fiji	Fiji	PROPN	NNP	Number=Sing	3	nmod:poss	_	_
2	's	's	PART	POS	_	1	case	_	_
3	minister	minister	NOUN	NN	Number=Sing	6	nsubj	_	_
4-5	didn't	_	_	_	_	_	_	_	_
4	did	do	AUX	VBD	_	6	aux	_	_
5	n't	not	PART	RB	_	6	advmod	_	_
6	wait	wait	VERB	VB	_	0	root	_	SpaceAfter=No
7	.	.	PUNCT	.	_	6	punct	_	_

# text = Talks go on.
1	Talks	talk	NOUN	NNS	_	2	nsubj	_	_
2	go	go	VERB	VBP	_	0	root	_	_
3	on	on	ADV	RB	_	2	advmod	_	SpaceAfter=No
4	.	.	PUNCT	.	_	2	punct	_	_

# newdoc id = two
# text = Oil fell
1	Oil	oil	NOUN	NN	_	2	nsubj	_	_
2	fell	fall	VERB	VBD	_	0	root	_	_
"""


def test_docs_have_the_raw_text_and_heads_within_sentences(tmp_path: Path) -> None:
    path = tmp_path / "sample.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    first, second = treebanks.docs([path], spacy.blank("en").vocab)
    assert first.text.strip() == "Fiji's minister didn't wait. Talks go on."
    assert [sentence.root.text for sentence in first.sents] == ["wait", "go"]
    assert [(token.text, token.dep_, token.head.text) for token in first if token.text in {"n't", "Talks"}] == [
        ("n't", "advmod", "wait"),
        ("Talks", "nsubj", "go"),
    ]
    assert first[6].dep_ == "punct"
    assert second.text.strip() == "Oil fell"
    assert second[1].dep_ == "ROOT"
