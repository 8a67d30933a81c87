"""The tagger's network in torch, for training only; `tagger.py` runs the same numbers with numpy."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from guardrails.names.features import ROWS
from guardrails.names.tagger import DILATIONS, LABELS

WIDTH = 64


class Network(nn.Module):
    """Embeds words as sums of table rows, mixes neighbours in residual layers, and scores each label."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Parameter(torch.randn(ROWS, WIDTH) * 0.1)
        self.first = nn.LayerNorm(WIDTH)
        self.convolutions = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, 3, padding=gap, dilation=gap) for gap in DILATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DILATIONS)
        self.dropout = nn.Dropout(0.15)
        self.out = nn.Linear(WIDTH, len(LABELS))

    def forward(self, words: "Words", places: Tensor, glued: Tensor, glue_row: int) -> Tensor:
        """Scores of every label at `places`, which index the words of the batch; -1 is beyond a text's end."""
        inside = (places >= 0).unsqueeze(-1).float()
        vectors = functional.embedding_bag(
            words.rows, self.table, words.offsets, mode="sum", per_sample_weights=words.amounts
        )
        hidden = vectors[places.clamp(min=0)] + glued.unsqueeze(-1) * self.table[glue_row]
        hidden = self.dropout(self.first(hidden)) * inside
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            mixed = functional.relu(convolution(hidden.transpose(1, 2))).transpose(1, 2)
            hidden = norm(hidden + self.dropout(mixed)) * inside
        scores: Tensor = self.out(hidden)
        return scores

    def arrays(self) -> Mapping[str, npt.NDArray[Any]]:
        """The numbers as `tagger.unpacked` reads them: the table as small integers, the rest as they are."""
        table = self.table.detach().numpy()
        scales = np.maximum(np.abs(table).max(axis=1), 1e-8).astype(np.float16).astype(np.float32) / 127
        arrays = {"table": np.clip(np.round(table / scales[:, None]), -127, 127).astype(np.int8)}
        arrays |= {"scales": scales.astype(np.float32), "scale": _plain(self.first.weight)}
        arrays |= {
            "shift": _plain(self.first.bias),
            "out": _plain(self.out.weight).T,
            "out_bias": _plain(self.out.bias),
        }
        for number, (convolution, norm) in enumerate(zip(self.convolutions, self.norms, strict=True)):
            kernel = _plain(convolution.weight)
            arrays[f"matrix{number}"] = np.concatenate([kernel[:, :, at].T for at in range(3)])
            arrays[f"bias{number}"] = _plain(convolution.bias)
            arrays[f"scale{number}"], arrays[f"shift{number}"] = _plain(norm.weight), _plain(norm.bias)
        return arrays


class Words:
    """The rows of a batch's different words, one after another."""

    def __init__(self, rows: Tensor, amounts: Tensor, offsets: Tensor) -> None:
        self.rows = rows
        self.amounts = amounts
        self.offsets = offsets


def _plain(parameter: Any) -> npt.NDArray[np.float32]:
    values: npt.NDArray[np.float32] = parameter.detach().numpy()
    return np.ascontiguousarray(values)
