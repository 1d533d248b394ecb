"""The parts of the report page: the marked text of each file, the list of findings, the table of checked
figures.

`page.html`, `page.css` and `page.js` in this folder are the frame for these parts.
"""
