"""Treebank files as they are trained on."""

from pathlib import Path

from training import segments, treebanks

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


def test_sentences_have_words_of_the_raw_text_and_heads(tmp_path: Path) -> None:
    path = tmp_path / "sample.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    first, second, third = treebanks.read(path)
    assert "".join(word.form + " " * word.has_space for word in first.words) == "Fiji's minister didn't wait. "
    assert [(word.form, word.head, word.label) for word in first.words[4:6]] == [
        ("n't", 6, "advmod"),
        ("wait", 0, "ROOT"),
    ]
    assert [s.opens_document for s in (first, second, third)] == [True, False, True]


def test_documents_are_segments_with_heads_counted_from_the_sentence(tmp_path: Path) -> None:
    path = tmp_path / "sample.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    first, second = segments.treebank(path)
    assert [segment.opens_paragraph for segment in first] == [True, False]
    assert first[1].words == ["Talks", "go", "on", "."]
    assert first[1].heads == [1, 1, 1, 1]
    assert second[0].relations == ["nsubj", "ROOT"]
