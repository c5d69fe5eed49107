"""Pages that a browser opens: plain HTML, made here, nothing loaded from anywhere."""
