// The ring of time moves on by itself.
