"""Official documents into a study: what may be fetched, from whom, how, and what becomes of it.

Import from the modules: `run` (a run of fetching), `web` (the way to the owners' servers), `catalogue`, `keys` (which
document an address belongs to). This package itself imports nothing, so that a screen that only needs `keys` loads no
client library.
"""
