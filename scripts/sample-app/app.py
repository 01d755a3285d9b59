"""A small demo app: draws a Mandelbrot set in text and shows its Python version and GPU."""
import os
import platform

from bottle import Bottle, request, run

app = Bottle()


def mandelbrot(width=96, height=32, limit=60):
    shades = " .:-=+*#%@"
    for row in range(height):
        y = 2.4 * row / height - 1.2
        line = ""
        for column in range(width):
            point, z, steps = complex(3.2 * column / width - 2.3, y), 0j, 0
            while abs(z) <= 2 and steps < limit:
                z, steps = z * z + point, steps + 1
            line += shades[-1] if steps == limit else shades[steps % (len(shades) - 1)]
        yield line


@app.get("/")
def index():
    gpu = os.environ.get("NVIDIA_VISIBLE_DEVICES", "none")
    if visitor := request.get_header("X-Forwarded-For"):
        print(f"GET / for {visitor}", flush=True)
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sample app</title>
<style>body {{ font: 1rem/1.5 system-ui; margin: 2rem; color-scheme: light dark }} pre {{ line-height: 1.05 }}</style>
<h1>It runs.</h1>
<p>Python {platform.python_version()}, GPU: {gpu}</p>
<pre>{chr(10).join(mandelbrot())}</pre>
</html>"""


if __name__ == "__main__":
    port = int(os.environ.get("PORT", "7860"))
    print(f"Sample app listens on 0.0.0.0:{port}", flush=True)
    run(app, host="0.0.0.0", port=port, quiet=True)
