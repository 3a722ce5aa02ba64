"""The screens of the dashboard, in order: address, title, icon. The first one opens."""

PAGES = (
    ("tensions", "Tensions", ":material/compare_arrows:"),
    ("contradictions", "Contradictions", ":material/balance:"),
    ("map", "Map", ":material/hub:"),
    ("evidence", "Evidence", ":material/menu_book:"),
    ("ask", "Ask", ":material/search:"),
    ("brief", "Brief", ":material/description:"),
)
