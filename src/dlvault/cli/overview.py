"""The help of `dlvault` itself as a text: neither argparse nor a command is imported for it.

Written by docs/generate.py. Change the code, then run: make docs
"""

HELP = """\
usage: dlvault [--vault DIR] COMMAND ...

Read an Obsidian vault headless and exactly: check its links, list them, draw
them.

options:
  -h, --help            show this help message and exit
  --version             print the version

everywhere:
  --vault DIR           folder of the vault (default: found upwards, else
                        ./vault, else .)
  --color {auto,always,never}
                        colours (default: auto)
  --no-cache            read everything anew, and remember nothing
  --jobs N              processes that read many notes at once (default: one a
                        processor)
  --quiet               print results only

commands:
  backlinks   what links to a note, with the line around each link
  cache       what is remembered of vaults to make the next run fast, and how to
              forget it
  config      the settings in effect, and where each comes from
  deadends    notes that link to nothing
  export      write index pages of tags or resources as Markdown
  graph       draw the knowledge graph: one interactive page, or a graph file
  init        write a dlvault.toml to edit, and the entry for pre-commit
  inspect     what dlvault sees in the vault or in a note, as JSON
  learn       what a note requires, in the order in which to study it
  links       what a note links to, and whether it is there
  lint        find broken links, headings, blocks and embeds, and fix them
  orphans     notes that nothing links to
  outline     the headings of a note
  resources   papers, code, courses and books of the vault, each once with its
              places
  rules       all rules with what they report, or the page of one
  stats       what the vault and its library hold, in figures
  tags        tags with their counts, or every use of one
  unresolved  links whose note or file does not exist
  why         why a link means what it means

`dlvault COMMAND --help` explains each.
"""
