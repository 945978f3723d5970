"""The exercises, one file for each notebook. Each holds TASKS, in the order of the page."""
