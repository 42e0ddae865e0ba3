"""The same skill without Alexa: this package plays Alexa's part. Start reading at `alexa.py`."""
