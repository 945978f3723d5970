"""For every exercise at least one right answer that is written differently from its solution; one file for each notebook."""

import importlib
import pkgutil

RIGHT_ANSWERS = {
    name: answers
    for module in pkgutil.iter_modules(__path__)
    for name, answers in importlib.import_module(f"{__name__}.{module.name}").ANSWERS.items()
}
