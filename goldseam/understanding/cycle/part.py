"""The loop that both are caught in, drawn from two halves."""

from goldseam.understanding.part import Part

PART = Part(label="cycle")
