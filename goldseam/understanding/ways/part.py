"""Where one stands, private for ever, and three honest ways on."""

from goldseam.understanding.part import Part

PART = Part(label="ways")
