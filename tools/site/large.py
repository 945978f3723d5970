"""Part of the site alone: brings a large model from where the page came from, when it is first asked for."""

import io
import zipfile


def bring(name, folder):
    """Fill the folder of a model. A kernel is a worker, so the call may wait for the answer.

    Raises FileNotFoundError: the site has no such model, or cannot be reached any more.
    """
    import pyodide_js  # both are there in the browser alone
    from js import XMLHttpRequest

    address = f"{pyodide_js._api.config.indexURL}../models/{name}.zip"
    asked = XMLHttpRequest.new()
    asked.open("GET", address, False)
    asked.responseType = "arraybuffer"
    asked.send()
    if asked.status != 200:
        raise FileNotFoundError(
            f"{name} could not be fetched from {address}: {asked.status}. Is the site still there?"
        )
    with zipfile.ZipFile(io.BytesIO(asked.response.to_bytes())) as archive:
        archive.extractall(folder)
