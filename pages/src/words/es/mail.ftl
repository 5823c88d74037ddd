# Frases de las cartas.
