"""What a handler takes and gives: a turn in, a reply out. Nothing of Alexa's."""
