"""What a browser is called, from the long sentence that it says of itself."""

BROWSERS = (
    ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"), ("Chromium/", "Chromium"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
    ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
"""Both by a mark in the sentence; the first that is there decides, for each names those behind it too."""
LONGEST = 40


def browser(agent: str) -> str:
    """A browser and what it runs on; the beginning of what it says where neither is known.

    >>> browser("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0")
    'Firefox on Linux'
    >>> browser("curl/8.5.0"), browser("")
    ('curl/8.5.0', 'A browser')
    """
    name = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((system for mark, system in SYSTEMS if mark in agent), "")
    if name and system:
        return f"{name} on {system}"
    return name or system or agent[:LONGEST].strip() or "A browser"
