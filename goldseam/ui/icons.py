"""The icons: one hand-drawn family on a 24-unit grid, drawn in line so that a page needs no further file."""

ICONS: dict[str, str] = {
    # the five places
    "today": '<path d="M4 17h16M7 13.5a5 5 0 0 1 10 0M12 4.5v1.8M5.2 7.4l1.3 1.3M18.8 7.4l-1.3 1.3M8 20.5h8"/>',
    "talk": (
        '<path d="M4 5.5h11a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5H9L5.5 16.5v-3H4A1.5 1.5 0 0 1 2.5 '
        '12V7A1.5 1.5 0 0 1 4 5.5Z"/>'
        '<path d="M19.5 9.5H20a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5h-1.5v2.7l-3.2-2.7H12"/>'
    ),
    "us": '<circle cx="9" cy="12" r="5.8"/><circle cx="15" cy="12" r="5.8"/>',
    "me": '<circle cx="12" cy="8.3" r="3.8"/><path d="M4.5 20c.6-4 3.6-6.2 7.5-6.2s6.9 2.2 7.5 6.2"/>',
    "help": (
        '<circle cx="12" cy="12" r="9"/>'
        '<circle cx="12" cy="12" r="3.6"/>'
        '<path d="m5.7 5.7 3.7 3.7m5.2 5.2 3.7 3.7m0-12.6-3.7 3.7m-5.2 5.2-3.7 3.7"/>'
    ),
    # acts
    "exit": (
        '<path d="M13.5 4H6.5A1.5 1.5 0 0 0 5 5.5v13A1.5 1.5 0 0 0 6.5 20h7"/>'
        '<path d="M10.5 12H20m-3.5-3.5L20 12l-3.5 3.5"/>'
    ),
    "next": '<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>',
    "back": '<path d="m14.5 5.5-6.5 6.5 6.5 6.5"/>',
    "check": '<path d="m5 12.6 4.6 4.6L19.2 7.4"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "pause": '<path d="M9 6v12M15 6v12"/>',
    "print": (
        '<path d="M7 9V4h10v5M7 17H4.5v-6.5A1.5 1.5 0 0 1 6 9h12a1.5 1.5 0 0 1 1.5 1.5V17H17"/>'
        '<path d="M7 14h10v6H7z"/>'
    ),
    "copy": (
        '<rect x="8.5" y="8.5" width="11" height="11" rx="2"/>'
        '<path d="M5.5 15.5A1 1 0 0 1 4.5 14.5V6a1.5 1.5 0 0 1 1.5-1.5h8.5a1 1 0 0 1 1 1"/>'
    ),
    # things
    "phone": '<rect x="7" y="3" width="10" height="18" rx="2.2"/><path d="M11 17.8h2"/>',
    "call": (
        '<path d="M6.6 4.2 9 4l1.6 4-2 1.6a11 11 0 0 0 5.8 5.8l1.6-2 4 1.6-.2 2.4a2.4 2.4 0 0 1-2.6 2.2A14.8 14.8 '
        '0 0 1 4.4 6.8a2.4 2.4 0 0 1 2.2-2.6Z"/>'
    ),
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="m11 12.6 8.5-8.5M16.5 7l2.5 2.5"/>',
    "lock": '<rect x="5.5" y="10.5" width="13" height="9.5" rx="2"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"/>',
    "pen": '<path d="m5 19 .9-4L15.8 5.1a1.9 1.9 0 0 1 2.7 0l.4.4a1.9 1.9 0 0 1 0 2.7L9 18.1 5 19Z"/>',
    "leaf": '<path d="M5 19c1-8 6-13 14.5-13.5C19.5 14 14.5 18 8 17M5 19c1.5-4 4-6.5 7.5-8.5"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.7v.1"/>',
    "care": '<path d="M12 3.8 21 19.5H3L12 3.8Z"/><path d="M12 10v4.5M12 17v.1"/>',
    # circles: told apart by shape as well as colour
    "mine": '<circle cx="12" cy="12" r="7"/><circle class="fill" cx="12" cy="12" r="3.2"/>',
    "ours": (
        '<circle cx="9" cy="12" r="5.8"/>'
        '<circle cx="15" cy="12" r="5.8"/>'
        '<path class="fill" d="M12 7.1a5.8 5.8 0 0 1 0 9.8 5.8 5.8 0 0 1 0-9.8Z"/>'
    ),
    "opened": (
        '<path d="M3 12s3.2-5.8 9-5.8S21 12 21 12s-3.2 5.8-9 5.8S3 12 3 12Z"/><circle cx="12" cy="12" r="2.6"/>'
    ),
    "gold": '<path d="m13 3-3.5 6.5 4 3.5L9 17l2.5 4.5"/>',
    "bowl": (
        '<path d="M3.5 8.5c.3 6 4 10 7 10.5h3c3-.5 6.7-4.5 7-10.5"/><ellipse cx="12" cy="8.5" rx="8.5" ry="2.2"/>'
    ),
}

TURNING = frozenset({"next", "back", "exit"})
"""Icons that point along the line of reading: mirrored where people read from right to left."""


def svg_of(name: str) -> str:
    """The icon as markup; it says nothing to a screen reader, because the word stands beside it."""
    turning = " turns" if name in TURNING else ""
    return f'<svg class="icon{turning}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{ICONS[name]}</svg>'
