"""Health checks, as facts: the conclusion for who decides, the detail for nobody without a case."""
