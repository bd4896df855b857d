"""Forms with a file, as text that one can look through."""

BOUNDARY = "----a-form-with-a-file"


def form(fields: dict[str, str]) -> str:
    """A form with these fields and an empty list for a file."""
    named = [(f'name="{name}"', value) for name, value in fields.items()]
    parts = [*named, ('name="file"; filename="file"', "[]")]
    return (
        "".join(
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n"
            for head, value in parts
        )
        + f"--{BOUNDARY}--\r\n"
    )


def media_type(content: str, headers: dict[str, str]) -> str:
    """What a body is: a form with a file, else what the headers say, else JSON."""
    if content.startswith(f"--{BOUNDARY}"):
        return f"multipart/form-data; boundary={BOUNDARY}"
    return headers.get("Content-Type", "application/json")
