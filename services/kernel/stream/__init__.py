"""The stream: a room's log carried to Kafka, and taken from it again."""
