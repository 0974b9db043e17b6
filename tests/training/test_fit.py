"""Fitting the engine's weights: what is rounded, padded and asked comes out the same."""

import random

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs torch, as training does")

from coopmetrics.language.pairs import STAGES, TYPES  # noqa: E402
from training import export  # noqa: E402
from training.fit import context, form, layers, meaning, smaller, teacher  # noqa: E402
from training.fit.data import Data, General, Laid  # noqa: E402
from training.fit.fitting import Course, Run, bare, fit  # noqa: E402
from training.fit.layers import FULL, LARGE, SMALL, WIDTH, Encoder, Linear  # noqa: E402
from training.fit.onward import onward  # noqa: E402

SIZES = (17, 7)
LABELS = {
    "tag": ["A", "B"],
    "part": ["A", "B"],
    "relation": ["ROOT", "dep"],
    "entity": ["O", "U-PERSON", "B-PERSON", "L-PERSON"],
    "thing": ["O", "U-event"],
    "type": list(TYPES),
    "stage": list(STAGES),
    "shapes": ["x", "Xx", "X"],
}


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    torch.manual_seed(0)
    return Encoder(torch.randn(120, WIDTH), positions=40, shapes=5, size=SMALL).eval()


def text(*pieces: int) -> meaning.Text:
    last = len(pieces) - 1
    question = ((0, 0), (last, last), (0, last), None, [3], [2], [0, -1, 1], (1, 1), 1.0)
    window = ([1, *pieces, 2], [0] * (len(pieces) + 2), [-1, *range(len(pieces)), -1])
    return meaning.Text("a", [window], len(pieces), [question])


def unanswered(found: meaning.Text) -> meaning.Text:
    questions = [(*question[:4], [], [], [-1] * 3, None, 1.0) for question in found.questions]
    return meaning.Text(found.name, found.windows, found.words, questions)


def test_rounded_layers_stay_close_and_pass_gradients(monkeypatch: pytest.MonkeyPatch) -> None:
    layer, values = Linear(8, 4), torch.randn(2, 3, 8)
    exact = layer(values)
    monkeypatch.setattr(Linear, "eight_bits", True)
    rounded = layer(values)
    rounded.sum().backward()
    assert 0 < (rounded - exact).abs().max() < 0.1
    assert layer.weight.grad is not None


def test_texts_read_together_answer_as_each_alone(encoder: Encoder) -> None:
    head = meaning.Meaning(*SIZES, WIDTH).eval()
    texts = [text(5, 6, 7), text(8, 9, 10, 11, 12, 13)]
    together = head(encoder, meaning.collate(texts, *SIZES))[0]["type"]
    alone = torch.cat([head(encoder, meaning.collate([one], *SIZES))[0]["type"] for one in texts])
    assert torch.allclose(together, alone, atol=1e-5)


def test_losses_are_of_all_labels_that_are_known(encoder: Encoder) -> None:
    head, batch = meaning.Meaning(*SIZES, WIDTH), meaning.collate([text(5, 6, 7)], *SIZES)
    losses = head.losses(*head(encoder, batch), batch)
    assert {"type", "stage", "negated", "hypothetical", "reciprocal", "find"} == set(losses)
    assert losses["hypothetical"] == 0
    assert losses["type"] > 0


def test_heads_are_of_the_words_own_sentence(encoder: Encoder) -> None:
    first = form.Segment([[5], [6, 7]], ([1, 1], [1, 1], [1, 1]), True, {"head": [-1, 0], "relation": [0, 1]})
    second = form.Segment([[8]], ([1], [1], [1]), False, {"head": [-1], "relation": [0]})
    batch = form.collate([form.Window([first, second], 0)])
    assert batch.labels["head"].tolist() == [[0, 1, 0]]
    assert batch.labels["start"].tolist() == [[form.UNKNOWN, 0, 1]]
    labels = {kind: ["O", "a"] for kind in ("tag", "part", "relation", "entity", "thing")}
    heads = form.Form(labels, WIDTH).eval()
    scores = heads.arc_scores(heads.words(encoder, batch), batch)[0]
    assert (scores > -1e3).tolist() == [[True, True, True, False]] * 2 + [[True, False, False, True]]


def test_entities_survive_their_tags() -> None:
    tags = form.bilou(["B-LOC", "O", "B-ORG", "I-ORG", "I-ORG", "B-ORG"])
    assert tags == ["U-LOC", "O", "B-ORG", "I-ORG", "L-ORG", "U-ORG"]
    assert form.spans(tags) == {(0, 0, "LOC"), (2, 4, "ORG"), (5, 5, "ORG")}


def test_a_general_encoders_layers_begin_the_shared_ones_and_one_branch() -> None:
    kinds = {"weight": (2, 2), "bias": (2,)}
    parts = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"]
    parts += ["attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm"]
    state = {
        f"encoder.layer.{n}.{p}.{k}": torch.full(size, float(n))
        for n in range(6)
        for p in parts
        for k, size in kinds.items()
    }
    names = ("position_embeddings.weight", "token_type_embeddings.weight", "LayerNorm.weight", "LayerNorm.bias")
    state |= {f"embeddings.{name}": torch.zeros(2, 2) for name in names}
    made = layers.from_bert(state)
    assert made["meaning.0.qkv.weight"].shape == (6, 2)
    assert float(made["lower.1.narrow.weight"][0, 0]) == 1.0
    assert not any(name.startswith("form.") for name in made)


def test_an_mpnet_counts_positions_from_two_and_heeds_distances() -> None:
    parts = ["attention.attn.q", "attention.attn.k", "attention.attn.v", "attention.attn.o", "attention.LayerNorm"]
    parts += ["intermediate.dense", "output.dense", "output.LayerNorm"]
    kinds = {"weight": (2, 2), "bias": (2,)}
    state = {
        f"encoder.layer.{n}.{p}.{k}": torch.zeros(size) for n in range(12) for p in parts for k, size in kinds.items()
    }
    state |= {f"embeddings.LayerNorm.{kind}": torch.zeros(2) for kind in kinds}
    state["embeddings.position_embeddings.weight"] = torch.arange(4.0)[:, None].expand(4, 2)
    state["encoder.relative_attention_bias.weight"] = torch.ones(32, 12)
    made = layers.from_mpnet(state)
    assert made["positions"][:, 0].tolist() == [2.0, 3.0]
    assert made["nearness"].shape == (32, 12)
    assert "meaning.5.narrow.weight" in made


def test_near_distances_are_told_apart_and_far_ones_by_their_size() -> None:
    places = torch.tensor([-200, -60, -3, 0, 3, 60, 200])
    assert layers._distance_class(places, 32).tolist() == [15, 13, 3, 0, 19, 29, 31]


def test_padding_changes_nothing_in_eight_bits(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Linear, "eight_bits", True)
    short, long = torch.tensor([[1, 5, 6, 2]]), torch.tensor([[1, 5, 6, 2, 0, 0, 0]])
    alone, padded = encoder("form", short, short * 0), encoder("form", long, long * 0)
    assert torch.allclose(alone, padded[:, :4], atol=1e-4)


def named(*pieces: int, tags: list[int]) -> form.Segment:
    shapes = [2 if tag else 1 for tag in tags]
    return form.Segment([[piece] for piece in pieces], (shapes, shapes, [1] * len(shapes)), True, {"entity": tags})


def test_a_person_bears_one_other_name_throughout() -> None:
    document = [named(5, 6, 7, tags=[0, 2, 3]), named(7, 5, tags=[1, 0])]
    renamed = form.Renamed([document, [named(20, 21, tags=[2, 3])]], LABELS, random.Random(3))  # noqa: S311
    [first, second] = renamed.document(document)
    assert first.labels == document[0].labels
    assert first.pieces[0] == [5]
    assert first.pieces[2] == second.pieces[0]
    assert first.pieces[1] in ([6], [20])
    assert [segment.pieces for segment in document] == [[[5], [6], [7]], [[7], [5]]]


@pytest.fixture
def data() -> Data:
    marked = [(number, text(5, 6 + number, 7)) for number in range(3)]
    tree = form.Segment([[5], [6]], ([1, 1], [1, 1], [1, 1]), True, {"head": [-1, 0], "relation": [0, 1]})
    return Data(
        labels=LABELS,
        small=general(FULL),
        large=general(LARGE),
        plain=np.tile(np.array([[1005, 1, 1], [1006, 2, 1], [1007, 2, 0]], np.uint16), (200, 1)),
        documents=[[tree], [named(5, 6, tags=[0, 1])]],
        watched={},
        articles=[],
        written=[],
        marked=marked,
        coded=[],
        uncoded=[unanswered(text(5, 9, 7))],
        in_context=[pair(1005, types=[3]), pair(3, 1006, types=[0]), pair(1007, types=[])],
    )


def pair(*pieces: int, types: list[int]) -> Laid:
    """Give a pair in context: two names, and a sentence in which one of them is marked."""
    laid = [101, 1, 1005, 2, 1006, 102, 102, context.HERE, 1, *pieces, 102]
    return np.array(laid), np.ones(len(laid), np.int64), types, 1.0


def general(size: layers.Size) -> General:
    """Give an encoder of random weights."""
    encoder = Encoder(torch.zeros(1100, size.width), 256, len(LABELS["shapes"]), size)
    known = {name: values for name, values in encoder.state_dict().items() if not name.startswith(("shape.", "form."))}
    return General(known, np.ones((1100, size.width), np.int8), np.full(1100, 0.01, np.float32))


@pytest.mark.parametrize("branch", ["form", "meaning"])
def test_one_branch_goes_on_and_the_rest_stays(data: Data, branch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Linear, "eight_bits", False)
    state = Run(bare(data, data.small, SMALL), data, "cpu", 0, 0).mean.state_dict()
    before = {name: values.clone() for name, values in state.items()}
    after = onward(data, state, branch, "cpu")
    changed = {name.split(".")[1] for name in before if not torch.equal(before[name], after[name])}
    assert changed == {branch}


def test_a_teacher_is_fitted_and_the_engine_comes_near_to_it(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Linear, "eight_bits", False)
    course = Course(asked=1, shown=1, encoder_rate=1e-4, head_rate=1e-3, plain=1, plain_rate=1e-4)
    one = fit(data, data.large, LARGE, course, "cpu").mean
    with torch.no_grad():
        one["heads"]["meaning"].labels["type_"].bias[5] += 5
    data.marked = data.marked[:1]
    before = Run(bare(data, data.small, FULL), data, "cpu", 0, 0).mean
    after = teacher.teach(data, before.state_dict(), [one], "cpu", course=Course(30, 1, 3e-4, 3e-3, plain=1)).mean
    batch = meaning.collate(data.uncoded, *SIZES)
    taught = one["heads"]["meaning"](one["encoder"], batch)

    def distance(pupil: torch.nn.ModuleDict) -> float:
        return float(meaning.lesson(pupil["heads"]["meaning"](pupil["encoder"], batch), taught, batch)["type"])

    assert distance(after) < distance(before) / 2


def test_plain_news_has_words_and_no_labels() -> None:
    windows = torch.tensor([[[7, 3, 0], [8, 3, 1], [9, 3, 0], [8, 3, 1], [5, 3, 1]]])
    batch = form.unlabelled(windows)
    assert batch.pieces.tolist() == [[form.BEGIN, 8, 9, 8, form.SEPARATOR]]
    assert batch.words.tolist() == [[-1, 0, 0, 1, -1]]
    assert batch.sentences.tolist() == [[0, 0]]
    assert (batch.labels["entity"] == form.UNKNOWN).all()


def test_plain_news_is_cut_into_whole_windows_of_any_length(data: Data) -> None:
    pieces, shapes = smaller.cut_plain(data.plain, np.random.default_rng(0))
    lengths = (pieces > 0).sum(1)
    assert (pieces[:, 0] == form.BEGIN).all()
    assert (pieces[np.arange(len(lengths)), lengths - 1] == form.SEPARATOR).all()
    assert smaller.SHORTEST + 2 <= min(lengths) < max(lengths) <= 128
    assert (shapes[pieces == form.SEPARATOR] == 0).all()


def test_batches_hold_each_window_once_and_no_more_pieces_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smaller, "PIECES", 300)
    lengths = np.arange(1, 41)
    found = smaller.batches(lengths, np.random.default_rng(0))
    assert sorted(number for batch in found for number in batch) == [*range(40)]
    assert all(len(batch) * max(lengths[batch]) <= 300 for batch in found)


def test_a_smaller_encoder_begins_with_the_numbers_that_count_most() -> None:
    torch.manual_seed(0)
    full = Encoder(torch.randn(120, WIDTH), positions=40, shapes=5, size=FULL).eval()
    with torch.no_grad():
        full.form[2].narrow.weight[:, 9] = 100.0
    size = layers.Size(WIDTH, 4, 2, 2, 1e-12, Linear)
    first = smaller.first_weights(full, size, torch.tensor([[1, 5, 6, 2]]), torch.zeros(1, 4, dtype=torch.long))
    assert first["form.1.narrow.weight"].shape == (WIDTH, 4)
    assert (first["form.1.narrow.weight"] == 100.0).all(0).any()
    assert torch.equal(first["lower.1.qkv.weight"], full.lower[2].qkv.weight)
    Encoder(full.embedding, 40, 5, size).load_state_dict(first)


def test_a_smaller_engine_comes_near_to_the_full_one(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Linear, "eight_bits", False)
    monkeypatch.setattr(smaller, "PIECES", 512)
    monkeypatch.setattr(smaller, "PASSES", 8)
    monkeypatch.setattr(smaller, "RATE", 1e-4)
    monkeypatch.setattr(smaller, "WEIGHED", 2)
    torch.manual_seed(0)
    full = Run(bare(data, data.small, FULL), data, "cpu", 0, 0).mean
    seen = smaller.tensors(smaller.windows(data, 0), "cpu")
    first = smaller.first_weights(full["encoder"], SMALL, *seen)
    made = smaller.shrink(data, full.state_dict(), "cpu")

    def distance(weights: dict[str, torch.Tensor]) -> float:
        small = bare(data, data.small, SMALL).eval()
        small.load_state_dict(weights)
        with torch.no_grad():
            pairs = zip(small.both(*seen).values(), full["encoder"].both(*seen).values(), strict=True)
            return sum(float((found - right).square().mean()) for found, right in pairs)

    learned = {name.removeprefix("encoder."): x for name, x in made.items() if name.startswith("encoder.")}
    assert distance(learned) < 0.7 * distance(first)
    assert torch.equal(made["heads.form.tag.weight"], full["heads"]["form"].tag.weight)


def test_the_reader_in_context_learns_what_is_labelled_and_ships(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Linear, "eight_bits", False)
    monkeypatch.setattr(context, "TEACHERS", ((LARGE, Course(8, 0, 1e-4, 3e-3)), (FULL, Course(8, 0, 1e-4, 3e-3))))
    monkeypatch.setattr(context, "PUPIL", Course(25, 0, 3e-4, 3e-3))
    start = Run(bare(data, data.small, SMALL), data, "cpu", 0, 0).mean.state_dict()
    state = context.fit(data, start, "cpu")
    fitted = context.Reader(bare(data, data.small, SMALL), len(TYPES)).eval()
    fitted.load_state_dict(
        {k.removeprefix(context.PREFIX): v for k, v in state.items() if "known" not in k}, strict=False
    )
    read = context.read(fitted, data.in_context, "cpu")
    assert read[0, 3] - read[0, 0] > read[1, 3] - read[1, 0]
    arrays = export.context_arrays(state)
    assert np.unpackbits(arrays["known"])[[0, 1, 8, 1005, 1006, 1007, 1008]].tolist() == [1] * 6 + [0]


def test_the_two_of_a_pair_change_places_with_their_marks() -> None:
    rng = random.Random(0)  # noqa: S311 - not for secrets
    turned = {tuple(context.turned(pair(5, types=[]), rng)[0][[1, 3, 7]]) for _ in range(20)}
    assert turned == {(1, 2, context.HERE), (2, 1, context.HERE)}
