"""Plain Python and numpy, no Django: what can be worked out, for pages and for notebooks alike."""
