"""One core problem that both sign, what both want, and a repair period."""

from goldseam.understanding.part import Part

PART = Part(label="core")
