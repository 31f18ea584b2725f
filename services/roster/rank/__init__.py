"""Police ranks, as facts."""
