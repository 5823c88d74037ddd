# Frases de las páginas para quienes han iniciado sesión.
