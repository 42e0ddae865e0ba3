"""Where things stand in the checkout."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
TRANSCRIPTS = TESTS / "transcripts"
CLINIC = TESTS / "data" / "clinic.toml"
QUESTIONS = TESTS / "data" / "questions.jsonl"
MODELS = ROOT / "interaction_models"
FROM_NPM = TESTS / "node_modules"
