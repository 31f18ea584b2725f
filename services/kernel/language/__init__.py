"""The published language as a whole: samples, lock, compatibility, AsyncAPI."""
