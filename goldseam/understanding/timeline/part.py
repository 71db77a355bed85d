"""Good times and breaks, one line of one's own; entries shown one by one."""

from goldseam.understanding.part import Part

PART = Part(label="timeline")
