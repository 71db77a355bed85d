"""Questionnaires by their scoring rules: ids, ranges, cut-offs, errors of measurement; never an item's words."""
