"""Lock files for uv (PEP 751) that name wheels and their hashes."""

HEAD = 'lock-version = "1.0"\ncreated-by = "dcc"\n'


def block(package, index=None):
    """One package. Named as of an index, uv caches its wheel once for all addresses."""
    wheels = ", ".join(
        f'{{ url = "{wheel["url"]}", hashes = {{ sha256 = "{wheel["sha256"]}" }} }}' for wheel in package["wheels"]
    )
    lines = ["", "[[packages]]", f'name = "{package["name"]}"', f'version = "{package["version"]}"']
    if index:
        lines.append(f'index = "{index}"')
    return "\n".join([*lines, f"wheels = [{wheels}]", ""])
