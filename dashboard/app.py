"""The dashboard: screens over one build. Started by `crosscurrent dashboard`; imports nothing it does not show."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.app_pages import PAGES
from dashboard.context import open_context, told

# A `:material/…:` icon here would be fetched from outside, so the page has one of ours.
ICON = Path(__file__).with_name("icon.svg")


def _screen(name: str) -> Callable[[], None]:
    def run() -> None:
        context = open_context()
        if context is None:
            return
        with told():
            import_module(f"dashboard.screens.{name}").render(context)

    return run


def main() -> None:
    """Set the page up and run the screen that the address names."""
    st.set_page_config(page_title="Crosscurrent", page_icon=str(ICON), layout="wide")
    pages: dict[str, list[StreamlitPage]] = {}
    for name, title, icon, heading in PAGES:
        page = st.Page(_screen(name), title=title, icon=icon, url_path=name, default=name == "tensions")
        pages.setdefault(heading, []).append(page)
    st.navigation(pages, position="top").run()


main()
