"""How fast the course is, in a real JupyterLab and beside others. Not a test: numbers belong to a machine.

Each subject is a file with a SUBJECT (its name in the table) and rows(…), which measures and yields its rows.
"""
