"""The screens of the dashboard, in order: address, title, icon. The first one opens."""

PAGES = (
    ("tensions", "Tensions", ":material/compare_arrows:"),
    ("contradictions", "Contradictions", ":material/balance:"),
    ("ask", "Ask", ":material/search:"),
    ("brief", "Brief", ":material/description:"),
)
