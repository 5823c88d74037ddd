# Spanish: needs native review.

## On every page

title = { $page } – { $tenant }
title-error = Error: { $page } – { $tenant }
skip = Ir al contenido principal
help = Ayuda
privacy = Privacidad
secured-by = Protegido por Gatehouse
problem-heading = Hay un problema
destination = A continuación irá a { $host }
contact = Contacte con su administrador

## Spans of time

minutes =
    { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    }
hours =
    { $hours ->
        [one] { $hours } hora
       *[other] { $hours } horas
    }
days =
    { $days ->
        [one] { $days } día
       *[other] { $days } días
    }

## The password box

password-show = Mostrar
password-hide = Ocultar
password-show-long = Mostrar la contraseña
password-hide-long = Ocultar la contraseña
password-visible = Su contraseña está visible
password-masked = Su contraseña está oculta
caps-lock = El bloqueo de mayúsculas está activado

## Sign in

sign-in = Iniciar sesión
sign-in-heading = Inicie sesión en { $tenant }
account-id = ID de cuenta
account-id-hint = Está en el primer correo de su administrador.
username = Nombre de usuario
email = Correo electrónico
username-or-email = Nombre de usuario o correo electrónico
password = Contraseña
forgot = ¿Olvidó su contraseña?
remember = Mantener la sesión iniciada en este dispositivo
encrypted-note = Esta cuenta está cifrada, por lo que tendrá que iniciar sesión cada vez.
trouble = ¿No puede iniciar sesión? { $contact }

empty-account-id = Introduzca su ID de cuenta
empty-username = Introduzca su nombre de usuario
empty-email = Introduzca su correo electrónico
empty-username-or-email = Introduzca su nombre de usuario o correo electrónico
empty-password = Introduzca su contraseña
malformed-email = Introduzca un correo electrónico con el formato correcto, como nombre@example.com
wrong-username = Revise su nombre de usuario y su contraseña e inténtelo de nuevo
wrong-email = Revise su correo electrónico y su contraseña e inténtelo de nuevo
wrong-username-or-email = Revise su nombre de usuario o correo electrónico y su contraseña e inténtelo de nuevo
wrong-account = Revise su ID de cuenta, su nombre de usuario y su contraseña e inténtelo de nuevo
# $duration is a span of time such as "15 minutos".
pause-warning =
    { $failures ->
        [one] Tras { $failures } intento fallido más, el inicio de sesión se pausará durante { $duration }.
       *[other] Tras { $failures } intentos fallidos más, el inicio de sesión se pausará durante { $duration }.
    }
paused-heading = El inicio de sesión está en pausa
# $reset is the link "restablezca su contraseña".
paused = Ha habido demasiados intentos. Inténtelo de nuevo dentro de aproximadamente { $duration } o { $reset }.
paused-reset = restablezca su contraseña
paused-without-reset = Ha habido demasiados intentos. Inténtelo de nuevo dentro de aproximadamente { $duration }.
network-limited = Demasiados intentos desde su red. Espere un minuto e inténtelo de nuevo.
form-too-old = Esta página estuvo abierta demasiado tiempo y la hemos actualizado. Introduzca su contraseña de nuevo.
cookies-blocked = Su navegador bloquea las cookies. Permita las cookies de { $host } para iniciar sesión.
unavailable = Ahora mismo no es posible iniciar sesión. No es un problema con su contraseña. Inténtelo de nuevo en unos minutos.
busy = Ahora mismo hay mucha actividad. No es un problema con su contraseña. Espere un momento e inténtelo de nuevo.

signed-out-idle = Se cerró su sesión tras { $duration } sin actividad. Inicie sesión para continuar donde lo dejó.
signed-out-absolute = Se cerró su sesión, como ocurre { $duration } después de iniciarla. Inicie sesión para continuar donde lo dejó.
lost-post = Es posible que tenga que introducir de nuevo lo que no había guardado.
signed-out-password-changed = Se cerró su sesión porque cambió su contraseña.
signed-out-by-administrator = Se cerró su sesión porque un administrador la terminó.
password-changed = Su contraseña ha cambiado. Inicie sesión con la nueva contraseña.

## Moving on after a sign-in

moving-on = Ha iniciado sesión
moving-on-text = Le llevamos a { $destination }.
continue = Continuar

## Signing out

sign-out = Cerrar sesión
sign-out-heading = ¿Cerrar la sesión en { $tenant }?
sign-out-text = Necesitará su contraseña para volver.
stay = Mantener la sesión
signed-out = Ha cerrado la sesión
signed-out-text = En un ordenador compartido, cierre también esta ventana del navegador.
sign-in-again = Iniciar sesión de nuevo

## Error pages

reference = Referencia { $reference }
try-again = Intentar de nuevo
go-to = Ir a { $app }
sign-in-as-other = Iniciar sesión con otro usuario
need-help = ¿Necesita ayuda? { $contact }

forbidden = No tiene acceso a esta página
forbidden-text = Ha iniciado sesión como { $username }. Pida acceso a su administrador o inicie sesión con otro usuario.
forbidden-text-anonymous = Pida acceso a su administrador o inicie sesión con otro usuario.
not-found = Página no encontrada
not-found-text = Revise la dirección o vuelva a { $app }.
too-many-requests = Demasiadas solicitudes
too-many-requests-text = Espere un momento e inténtelo de nuevo.
not-responding = { $app } no responde
not-responding-text = Su sesión sigue iniciada. El problema está en la aplicación que hay detrás de esta página. Inténtelo de nuevo en un minuto.
back-soon = Volvemos enseguida
back-soon-text = { $app } se está actualizando. Inténtelo de nuevo en unos minutos.
upstream-timeout = { $app } tardó demasiado en responder
upstream-timeout-text = Es posible que su última acción se haya realizado. Compruébelo antes de intentarlo de nuevo.
bad-request = No hemos podido leer esa solicitud
bad-request-text = Revise la dirección o vuelva a { $app }.
no-such-portal = No hay nada en esta dirección
no-such-portal-text = Aquí no hay ninguna aplicación configurada. Revise la dirección o pregunte a quien se la dio.
method-not-allowed = Eso no se puede hacer aquí
method-not-allowed-text = Esta página no acepta ese tipo de solicitud. Vuelva a { $app } e inténtelo desde allí.
headers-too-large = Su navegador envió demasiados datos a la vez
headers-too-large-text = Borre las cookies de este sitio en su navegador e inténtelo de nuevo.
payload-too-large = Es demasiado grande para enviarlo
payload-too-large-text = Vuelva atrás y envíe menos datos o un archivo más pequeño.
request-timeout = Su solicitud tardó demasiado en llegar
request-timeout-text = Revise su conexión e inténtelo de nuevo.
sign-in-unavailable = Ahora mismo no podemos comprobar quién es usted
sign-in-unavailable-text = No es un problema con su contraseña ni con { $app }. Inténtelo de nuevo en unos minutos.
form-refused = No hemos podido aceptar ese formulario
form-refused-text = Estuvo abierto demasiado tiempo o no se envió desde una de nuestras páginas. Vuelva atrás, recargue la página y envíelo de nuevo.
internal = Algo ha fallado
internal-text = El problema está en nuestro lado. Inténtelo de nuevo en un minuto.
