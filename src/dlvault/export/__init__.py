"""Graph views and indexes written as files of other formats."""
