"""The colours, the typeface and the width that all charts share."""

WIDTH = 627
"""CSS px: the 166 mm between the page's margins."""
FONT = "Source Sans Pro"
INK = "#0B1F33"
INK_BLUE = "#12436D"
"""Of the area."""
GREY = "#7F8C99"
"""Of England's marks, and of theirs only: too light for text."""
DARK_GREY = "#5A6672"
"""Of secondary text."""
GRID = "#D6D6D6"
PARTS = ("#12436D", "#28A197", "#801650", "#F46A25")
"""The Government Analysis Function's palette for categories, in its order."""
