"""What answers each intent and request; `router` holds the table."""
