"""The one text of every message: each push, each mail, each line of a calendar feed.

It is the same for everybody, in every language and for every reason, so that it tells nothing to whoever else reads
it: who holds the phone, who shares the mailbox, who runs the mail server. That is why it isn't translated.
"""

TITLE = "Notes"
TEXT = "There is something new."
TOPIC = "notes"
