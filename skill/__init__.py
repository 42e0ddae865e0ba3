"""The back spasm guide: an Alexa skill. Start reading at `app.py`."""
