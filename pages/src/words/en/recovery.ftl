# Sentences of getting back in: forgotten passwords, links, temporary passwords.
