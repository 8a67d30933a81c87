"""How an agent steers a text: an instruction, facts of their own, tone, length, language, and turns of refinement."""
