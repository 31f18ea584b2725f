"""The operator's hands: one file per command or group of commands, loaded only when asked for."""
