"""The networkx graph of a vault: a projection of the index, built on demand."""
