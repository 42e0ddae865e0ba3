"""Other smart speakers than Alexa: the same skill, reached by their own protocols."""
