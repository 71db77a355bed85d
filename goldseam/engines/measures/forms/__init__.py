"""Questionnaires that an operator brings, and what was answered taken out again: FHIR and REDCap, in plain Python."""
