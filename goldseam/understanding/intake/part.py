"""Intake: four short looks, each alone."""

from goldseam.understanding.part import Part

PART = Part(label="intake")
