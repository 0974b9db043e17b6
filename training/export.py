"""Trained weights to what the package ships: encoders as ONNX with int8 weights, heads as NumPy arrays and a graph.

The graphs are written node by node, of the operators that onnxruntime is fastest at, so that they are the same with any
version of the exporters. The encoder's input is embedded pieces: the table of embeddings is kept outside, with a
scale a row.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import StringStringEntryProto, TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from coopmetrics.language.context import ARRAYS, EMBEDDED, GRAPH, VECTORS
from coopmetrics.language.network import ENCODER, FORM, HEADS, HEADS_GRAPH, LAYERS, MEANING, Scores
from training.base import BASE, base_embedding
from training.fit import context
from training.fit.data import State
from training.fit.layers import ATTENTION_HEADS, SMALL, WIDTH

Floats = NDArray[np.float32]
EPSILON = 1e-12
FUSED = "com.microsoft"
#: weights that are looked up, not multiplied by
TABLES = (".near_", ".beyond")
#: of 129 columns; enough for the same relations
RANK = 48


class Graph:
    """Nodes and weights of a graph, as they are added."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def weight(self, name: str, values: Floats) -> str:
        """Add a weight and give its name."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        """Add a node of one output and give the output's name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def given(self, name: str, kind: int, *sizes: int) -> str:
        """Add a weight that is given when the graph is loaded, and give its name."""
        place = [StringStringEntryProto(key="location", value=HEADS)]
        external = {"data_location": TensorProto.EXTERNAL, "external_data": place}
        self.weights.append(TensorProto(name=name, data_type=kind, dims=sizes, **external))
        return name

    def split(self, values: str, parts: Mapping[str, int]) -> None:
        """Add a node that splits columns into parts of some names and sizes."""
        sizes = numpy_helper.from_array(np.array([*parts.values()], np.int64), f"{values}_sizes")
        self.weights.append(sizes)
        self.nodes.append(helper.make_node("Split", [values, sizes.name], [*parts], name=f"{values}_split", axis=1))

    def model(self, given: Sequence[str], results: Sequence[str], *sizes: str | int | None) -> onnx.ModelProto:
        """Give the model of all nodes, by the names and sizes of what goes in and what comes out."""
        ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes) for name in (*given, *results)]
        made = helper.make_graph(self.nodes, "network", ends[: len(given)], ends[len(given) :], self.weights)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(made, opset_imports=opsets, ir_version=9, producer_name="coopmetrics")


def encoder_model(state: State) -> onnx.ModelProto:
    """Build the graph: embedded pieces to vectors of two kinds."""

    def get(name: str) -> Floats:
        return state[f"encoder.{name}"].float().numpy()

    assert f"encoder.{FORM}.{SMALL.upper}.qkv.weight" not in state, "weights of the full engine"
    graph = Graph()
    hidden = _placed(graph, get, "embedded")
    for i in range(SMALL.lower):
        hidden = _layer(graph, get, f"lower.{i}", hidden)
    for branch in (FORM, MEANING):
        vectors = hidden
        for i in range(SMALL.upper):
            vectors = _layer(graph, get, f"{branch}.{i}", vectors)
        graph.node("Identity", [vectors], branch)
    return graph.model(["embedded"], (FORM, MEANING), 1, "pieces", WIDTH)


def context_model(state: State) -> onnx.ModelProto:
    """Build the graph of the reader in context: embedded pieces to vectors."""

    def get(name: str) -> Floats:
        return state[f"{context.PREFIX}encoder.{name}"].float().numpy()

    graph = Graph()
    hidden = _placed(graph, get, EMBEDDED)
    for name in (*(f"lower.{i}" for i in range(SMALL.lower)), *(f"{MEANING}.{i}" for i in range(SMALL.upper))):
        hidden = _layer(graph, get, name, hidden)
    graph.node("Identity", [hidden], VECTORS)
    return graph.model([EMBEDDED], (VECTORS,), 1, "pieces", WIDTH)


def _placed(graph: Graph, get: Callable[[str], Floats], embedded: str) -> str:
    """Add each place's vector to the piece's there, and a norm."""
    for name, value in (("one", 1), ("zero", 0)):
        graph.weights.append(numpy_helper.from_array(np.array([value], np.int64), name))
    length = graph.node("Shape", [embedded], "length", start=1, end=2)
    placed = graph.node("Slice", [graph.weight("positions", get("positions")), "zero", length, "zero"], "placed")
    total = graph.node("Add", [embedded, placed], "summed")
    norm = [graph.weight(f"norm.{kind}", get(f"norm.{kind}")) for kind in ("weight", "bias")]
    return graph.node("LayerNormalization", [total, *norm], "hidden", axis=-1, epsilon=EPSILON)


def _layer(graph: Graph, get: Callable[[str], Floats], name: str, hidden: str) -> str:
    """Add one layer: attention, then a feed-forward network, each with a skip connection and a norm."""

    def linear(part: str) -> tuple[str, str]:
        weight = graph.weight(f"{name}.{part}.weight", get(f"{name}.{part}.weight").T)
        return weight, graph.weight(f"{name}.{part}.bias", get(f"{name}.{part}.bias"))

    def project(part: str, values: str) -> str:
        weight, bias = linear(part)
        product = graph.node("MatMul", [values, weight], f"{name}.{part}")
        return graph.node("Add", [product, bias], f"{name}.{part}_biased")

    def skip(part: str, values: str, beside: str) -> str:
        # the fused SkipLayerNormalization takes four times as long (onnxruntime 1.32, AVX-512)
        total = graph.node("Add", [values, beside], f"{name}.{part}_summed")
        norm = [
            graph.weight(f"{name}.{part}_norm.{kind}", get(f"{name}.{part}_norm.{kind}")) for kind in ("weight", "bias")
        ]
        return graph.node("LayerNormalization", [total, *norm], f"{name}.{part}_skipped", axis=-1, epsilon=EPSILON)

    attended = graph.node("Attention", [hidden, *linear("qkv")], f"{name}.attended", FUSED, num_heads=ATTENTION_HEADS)
    skipped = skip("mixed", project("mixed", attended), hidden)
    active = graph.node("Gelu", [project("wide", skipped)], f"{name}.active", FUSED)
    return skip("narrow", project("narrow", active), skipped)


def heads_model(arrays: Mapping[str, NDArray[Any]]) -> onnx.ModelProto:
    """Build the graph of the heads, whose weights are given later: words' vectors of both kinds to `Scores`."""
    sizes = {name.removesuffix(".bias"): len(values) for name, values in arrays.items() if name.endswith(".bias")}
    arc, relation = sizes["arcs"] // 2, sizes["relations"] // 2
    bent = {"arc_asking": arc, "arc_above": arc, "relation_below": relation, "relation_above": relation}
    bent["span"] = sizes["entity_hidden"]
    plain = {head: sizes[head] for head in ("start", "tag", "part")}
    spans = {head: sizes[head] for head in LAYERS["spans"]}
    graph = Graph()
    form = _given_layer(graph, "form", FORM, WIDTH, sum(plain.values()) + sum(bent.values()))
    graph.split(form, plain | {"bent": sum(bent.values())})
    graph.split(graph.node("Gelu", ["bent"], "active", FUSED), bent)
    graph.node("Identity", [_given_layer(graph, "arc", "arc_asking", arc, arc)], "arc_below")
    graph.split(_given_layer(graph, "spans", "span", bent["span"], sum(spans.values())), spans)
    graph.node("Gelu", [_given_layer(graph, "pairs", MEANING, WIDTH, sizes["pairs.words"])], "pairs", FUSED)
    return graph.model((FORM, MEANING), [field.name for field in fields(Scores)], "words", None)


def _given_layer(graph: Graph, name: str, values: str, width: int, columns: int) -> str:
    """Add an affine layer in eight bits, in the operators that onnxruntime puts together when it loads a graph."""
    weight = graph.given(f"{name}.weight", TensorProto.INT8, width, columns)
    scale, bias = (graph.given(f"{name}.{part}", TensorProto.FLOAT, columns) for part in ("scale", "bias"))
    quantized = [f"{values}_{part}" for part in ("quantized", "scale", "zero")]
    graph.nodes.append(helper.make_node("DynamicQuantizeLinear", [values], quantized, name=quantized[0]))
    whole = graph.node("MatMulInteger", [quantized[0], weight, quantized[2]], f"{name}_integers")
    product = graph.node("Cast", [whole], f"{name}_numbers", to=TensorProto.FLOAT)
    scales = graph.node("Mul", [quantized[1], scale], f"{name}_scales")
    return graph.node("Add", [graph.node("Mul", [product, scales], f"{name}_product"), bias], f"{name}_scores")


def heads(state: State, embedding: NDArray[np.int8], scale: Floats) -> dict[str, NDArray[Any]]:
    """Give the embeddings (int8, a scale a row) and the heads in half precision, linear ones transposed."""
    arrays: dict[str, NDArray[Any]] = {
        "embedding": embedding,
        "embedding_scale": scale,
        "shape.weight": state["encoder.shape.weight"].float().numpy(),
    }
    for name, tensor in state.items():
        if not name.startswith("heads."):
            continue
        values = tensor.float().numpy()
        is_linear = name.endswith(".weight") and values.ndim == 2 and not any(x in name for x in TABLES)
        short = name.removeprefix("heads.form.").replace("heads.meaning.", "pairs.")
        arrays[short] = values.T if is_linear else values
    arrays["relation"], arrays["relation_basis"] = _low_rank(arrays["relation"].transpose(1, 0, 2))
    return {k: v.astype(np.float16) if v.dtype == np.float32 and "scale" not in k else v for k, v in arrays.items()}


def _low_rank(table: Floats) -> tuple[Floats, Floats]:
    """Project one side of the relations' bilinear table [a, relations, b] to `RANK` columns: a third of the work."""
    left, sizes, right = np.linalg.svd(table.reshape(-1, table.shape[2]), full_matrices=False)
    return (left[:, :RANK] * sizes[:RANK]).reshape(*table.shape[:2], RANK), right[:RANK].T


def context_arrays(state: State) -> dict[str, NDArray[Any]]:
    """Give what the reader in context needs beside its graph, in half precision, linear ones transposed."""
    found = {name.removeprefix(context.PREFIX): values for name, values in state.items() if context.PREFIX in name}
    tables = {"marks": "marks.weight", "shapes": "encoder.shape.weight"}
    arrays = {name: found[of].float().numpy() for name, of in tables.items()}
    for part in ("hidden", "types"):
        arrays[f"{part}.weight"] = found[f"{part}.weight"].float().numpy().T
        arrays[f"{part}.bias"] = found[f"{part}.bias"].float().numpy()
    known = np.packbits(found["known"].numpy().astype(bool))
    return {name: values.astype(np.float16) for name, values in arrays.items()} | {"known": known}


def write(state: State, labels: dict[str, list[str]], out: Path) -> None:
    """Write the files of `coopmetrics.language.network` to a folder."""
    out.mkdir(parents=True, exist_ok=True)
    _save(encoder_model(state), out / ENCODER)
    _save(context_model(state), out / GRAPH)
    np.savez_compressed(out / ARRAYS, **context_arrays(state))
    arrays = heads(state, *base_embedding())
    np.savez_compressed(out / HEADS, **arrays)
    onnx.save(heads_model(arrays), out / HEADS_GRAPH)
    known = {kind: names for kind, names in labels.items() if kind not in ("type", "stage")}
    (out / "labels.json").write_text(json.dumps(known, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    (out / "vocabulary.txt").write_bytes((BASE / "vocab.txt").read_bytes())


def _save(model: onnx.ModelProto, out: Path) -> None:
    """Write a graph with its weights in eight bits."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / out.name
        onnx.save(model, path)
        quantize_dynamic(
            path,
            out,
            weight_type=QuantType.QInt8,
            per_channel=True,
            # without VNNI, sums of two products of 8 bits each overflow; 7 bits a weight do not
            reduce_range=True,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
