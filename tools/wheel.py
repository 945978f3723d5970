"""The wheel carries the notebooks as `course` hands them out, without outputs: 0.1 MB, not 8.

Hatch calls this when it builds a wheel; pyproject.toml names it.
"""

import json
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version, build_data):
        """Write the notebooks without outputs into build/, and let the wheel take them from there."""
        if version == "editable":  # the checkout itself
            return
        ours = Path(self.root) / "notebooks"
        for path in [*sorted(ours.glob("*.ipynb")), *sorted(ours.glob("[a-z]*/[0-9]*.ipynb"))]:
            notebook = json.loads(path.read_bytes())
            for cell in notebook["cells"]:
                if cell["cell_type"] == "code":
                    cell["outputs"], cell["execution_count"] = [], None
            name = path.relative_to(ours).as_posix()
            bare = Path(self.root) / "build" / "wheel" / name
            bare.parent.mkdir(parents=True, exist_ok=True)
            bare.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
            build_data["force_include"][str(bare)] = f"helpers/notebooks/{name}"
