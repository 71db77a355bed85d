"""Numbers that say how sure they are. Import what you need from its own module; nothing is gathered here."""
