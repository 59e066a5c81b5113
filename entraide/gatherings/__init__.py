"""Meet: gatherings, who comes, what each has."""
