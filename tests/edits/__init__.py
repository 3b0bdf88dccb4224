"""Small nasty vaults and random edits of them, each a plain value that can be printed and played again."""
