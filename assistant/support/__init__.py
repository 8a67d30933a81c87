"""Does a sentence say what its evidence says? Words, numbers, names, denials and strength, one module each."""
