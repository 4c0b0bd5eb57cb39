"""Drawings as addresses that hold them: what lays out a page opens no file."""

import base64


def address(svg: str) -> str:
    """An SVG as a `data:` address: its own document, so that ids never collide."""
    packed = base64.b64encode(svg.encode()).decode()
    return f"data:image/svg+xml;base64,{packed}"
