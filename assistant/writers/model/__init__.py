"""The writer that asks a chat model: any that LangChain speaks to."""
