"""What agents call: a ticket in, its summary, triage, knowledge and an evidence-bound draft out."""
