# Frases para volver a entrar: contraseñas olvidadas, enlaces, contraseñas temporales.
