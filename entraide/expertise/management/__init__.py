"""Commands of `entraide manage`."""
