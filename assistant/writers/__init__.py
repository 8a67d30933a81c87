"""Writers turn what was found into a draft; all keep the same contract and pass the same checks."""
