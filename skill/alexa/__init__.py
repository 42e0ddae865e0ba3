"""The edge to Alexa: the SDK's requests and responses on one side, the talk on the other."""
