"""Figures of a run with their spread, two runs side by side, and the gate."""
