"""From what the engine proposes to what named people decide: approval, publicity, order."""
