"""Questionnaires that whoever runs the server added, answered by a person for themselves."""
