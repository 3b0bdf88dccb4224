"""Rules over the index; they yield findings and never touch a file."""
