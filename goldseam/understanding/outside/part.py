"""Us against it: a plan for one outside stress."""

from goldseam.understanding.part import Part

PART = Part(label="outside")
