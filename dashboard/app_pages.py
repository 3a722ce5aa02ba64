"""The screens of the dashboard: address, title, icon, and the heading of the menu that holds it. The first one opens.

Screens without a heading stand in the bar itself.
"""

PAGES = (
    ("tensions", "Tensions", ":material/compare_arrows:", ""),
    ("contradictions", "Contradictions", ":material/balance:", ""),
    ("evidence", "Evidence", ":material/menu_book:", ""),
    ("ask", "Ask", ":material/search:", ""),
    ("brief", "Brief", ":material/description:", ""),
    ("documents", "Add documents", ":material/note_add:", ""),
    ("gaps", "Said and heard", ":material/hearing:", "Pictures"),
    ("matrix", "Actors and messages", ":material/grid_on:", "Pictures"),
    ("timeline", "Timeline", ":material/timeline:", "Pictures"),
    ("network", "Network", ":material/share:", "Pictures"),
    ("map", "Map", ":material/hub:", "Pictures"),
    ("barriers", "Barriers", ":material/block:", "Analysis"),
    ("interactions", "Interactions", ":material/swap_horiz:", "Analysis"),
)
