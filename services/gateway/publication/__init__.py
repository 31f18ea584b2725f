"""From the draft of a bureau's policy to its publication: cases, approval by two, withdrawal."""
