"""What all kinds of decision share: question, dossier, findings, decision, explanation."""
