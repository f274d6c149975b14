"""Reports from a spreadsheet: a template to fill in, a look at what it holds, then drafts or sent reports."""
