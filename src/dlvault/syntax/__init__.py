"""The one reader of Markdown: text in, facts with exact places out. Built on mistune."""
