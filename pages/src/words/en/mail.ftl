# Sentences of letters.
