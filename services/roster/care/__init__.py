"""Care for people (暖警爱警): visits, recuperation, insurance, as facts."""
