"""Two views, one map: what each gives of their looks, seen by both at once."""

from goldseam.understanding.part import Part

PART = Part(label="map")
