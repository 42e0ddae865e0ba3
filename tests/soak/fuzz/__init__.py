"""What `make soak` fuzzes, in a process of its own: atheris rewrites what it imports."""
