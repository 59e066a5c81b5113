"""The thread: what is said, what it rests on, what became of it."""
