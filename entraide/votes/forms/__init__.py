"""What is typed about votes."""
