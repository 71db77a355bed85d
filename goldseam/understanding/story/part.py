"""Differences, feelings beneath, stress, pattern: each writes, both read."""

from goldseam.understanding.part import Part

PART = Part(label="story")
