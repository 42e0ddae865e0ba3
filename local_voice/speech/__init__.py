"""Text to sound: SSML read, spoken by pyttsx3, and played by a program of the system."""
