"""Trained weights to what the package ships: the encoder as ONNX with int8 weights, the heads as NumPy arrays.

The graph is written node by node with onnxruntime's fused operators, so that it is the same with any version of the
exporters. The encoder's input is embedded pieces: the table of embeddings is kept outside, with a scale a row.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from coopmetrics.language.network import FORM, MEANING
from coopmetrics.language.pairs import LOWER

Floats = NDArray[np.float32]
State = dict[str, torch.Tensor]
LAYERS, WIDTH, ATTENTION_HEADS, EPSILON = 6, 384, 12, 1e-12
FUSED = "com.microsoft"
#: weights that are looked up, not multiplied by
TABLES = (".near_", ".beyond")
#: of 129 columns; enough for the same relations
RANK = 48


class Graph:
    """Nodes and weights of the encoder, as they are added."""

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


def encoder_model(state: State) -> onnx.ModelProto:
    """Build the graph: embedded pieces [1, pieces, width] to vectors of two kinds [1, pieces, width]."""

    def get(name: str) -> Floats:
        return state[f"encoder.bert.{name}"].float().numpy()

    graph = Graph()
    positions = get("embeddings.position_embeddings.weight") + get("embeddings.token_type_embeddings.weight")[0]
    one = numpy_helper.from_array(np.array([1], np.int64), "one")
    zero = numpy_helper.from_array(np.array([0], np.int64), "zero")
    graph.weights += [one, zero]
    graph.node("Shape", ["embedded"], "length", start=1, end=2)
    graph.node("Slice", [graph.weight("positions", positions), "zero", "length", "zero"], "placed")
    graph.node("Add", ["embedded", "placed"], "summed")
    hidden = graph.node(
        "LayerNormalization",
        [
            "summed",
            graph.weight("norm.weight", get("embeddings.LayerNorm.weight")),
            graph.weight("norm.bias", get("embeddings.LayerNorm.bias")),
        ],
        "hidden.0",
        axis=-1,
        epsilon=EPSILON,
    )
    for i in range(LOWER):
        hidden = _layer(graph, get, f"layer.{i}", hidden, f"hidden.{i + 1}")
    form = meaning = hidden
    for i in range(LOWER, LAYERS):
        form = _layer(graph, get, f"layer.{i}", form, FORM if i == LAYERS - 1 else f"form.{i + 1}")

    def own(name: str) -> Floats:
        return state[f"reader.layers.{name.removeprefix('encoder.layer.')}"].float().numpy()

    for i in range(LAYERS - LOWER):
        last = i == LAYERS - LOWER - 1
        meaning = _layer(graph, own, f"layer.{i}", meaning, MEANING if last else f"meaning.{i + 1}", "own.")
    sizes = [1, "pieces", WIDTH]
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info("embedded", TensorProto.FLOAT, sizes)],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes) for name in (FORM, MEANING)],
        graph.weights,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=9, producer_name="coopmetrics")


def _layer(graph: Graph, get: Any, number: str, hidden: str, output: str, prefix: str = "") -> str:
    """Add one layer: attention, then a feed-forward network, each with a skip connection and a norm."""
    name = prefix + number

    def linear(part: str) -> tuple[str, str]:
        path = f"encoder.{number}.{part}"
        weight = graph.weight(f"{name}.{part}.weight", get(f"{path}.weight").T)
        return weight, graph.weight(f"{name}.{part}.bias", get(f"{path}.bias"))

    def norm(part: str) -> list[str]:
        path = f"encoder.{number}.{part}"
        return [graph.weight(f"{name}.{part}.{x}", get(f"{path}.{x}")) for x in ("weight", "bias")]

    parts = [f"encoder.{number}.attention.self.{part}" for part in ("query", "key", "value")]
    weights = graph.weight(f"{name}.qkv.weight", np.concatenate([get(f"{part}.weight").T for part in parts], 1))
    biases = graph.weight(f"{name}.qkv.bias", np.concatenate([get(f"{part}.bias") for part in parts]))
    attended = graph.node("Attention", [hidden, weights, biases], f"{name}.attended", FUSED, num_heads=ATTENTION_HEADS)
    weight, bias = linear("attention.output.dense")
    mixed = graph.node("MatMul", [attended, weight], f"{name}.mixed")
    skipped = graph.node(
        "SkipLayerNormalization",
        [mixed, hidden, *norm("attention.output.LayerNorm"), bias],
        f"{name}.skipped",
        FUSED,
        epsilon=EPSILON,
    )
    weight, bias = linear("intermediate.dense")
    wide = graph.node("MatMul", [skipped, weight], f"{name}.wide")
    active = graph.node("BiasGelu", [wide, bias], f"{name}.active", FUSED)
    weight, bias = linear("output.dense")
    narrow = graph.node("MatMul", [active, weight], f"{name}.narrow")
    return graph.node(
        "SkipLayerNormalization",
        [narrow, skipped, *norm("output.LayerNorm"), bias],
        output,
        FUSED,
        epsilon=EPSILON,
    )


def heads(state: State) -> dict[str, NDArray[Any]]:
    """Give the embeddings (int8, a scale a row) and the heads in half precision, linear ones transposed."""
    table = state["encoder.bert.embeddings.word_embeddings.weight"].float().numpy()
    scale = np.abs(table).max(1) / 127
    arrays: dict[str, NDArray[Any]] = {
        "embedding": np.round(table / np.maximum(scale, 1e-9)[:, None]).astype(np.int8),
        "embedding_scale": scale.astype(np.float32),
        "shape.weight": state["encoder.shape.weight"].float().numpy(),
    }
    for name, tensor in state.items():
        if name.startswith(("encoder.", "pairs.", "reader.layers.")):
            continue
        values = tensor.float().numpy()
        is_linear = name.endswith(".weight") and values.ndim == 2 and not any(x in name for x in TABLES)
        arrays[name.replace("reader.", "pairs.")] = values.T if is_linear else values
    arrays["relation"], arrays["relation_basis"] = _low_rank(arrays["relation"].transpose(1, 0, 2))
    return {k: v.astype(np.float16) if v.dtype == np.float32 and "scale" not in k else v for k, v in arrays.items()}


def _low_rank(table: Floats) -> tuple[Floats, Floats]:
    """Project one side of the relations' bilinear table [a, relations, b] to `RANK` columns: a third of the work."""
    left, sizes, right = np.linalg.svd(table.reshape(-1, table.shape[2]), full_matrices=False)
    return (left[:, :RANK] * sizes[:RANK]).reshape(*table.shape[:2], RANK), right[:RANK].T


def write(stored: dict[str, Any], vocabulary: Path, out: Path) -> None:
    """Write the files of `coopmetrics.language.network` for stored weights to a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "encoder.onnx"
        onnx.save(encoder_model(stored["state"]), path)
        quantize_dynamic(
            path,
            out / "encoder.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            # without VNNI, sums of two products of 8 bits each overflow; 7 bits a weight do not
            reduce_range=True,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
    np.savez_compressed(out / "heads.npz", **heads(stored["state"]))
    labels: dict[str, Any] = {kind: list(numbered) for kind, numbered in stored["labels"].items()}
    labels["shapes"] = stored["shapes"]
    (out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    (out / "vocabulary.txt").write_bytes(vocabulary.read_bytes())
