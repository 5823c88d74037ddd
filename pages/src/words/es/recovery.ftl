# Frases para volver a entrar: contraseñas olvidadas, enlaces, contraseñas temporales.

## The link on the sign-in page

forgot-emailed-password = ¿Olvidó su contraseña? Pulse aquí para restablecerla.
forgot-by-link = Olvidé mi contraseña
forgot-by-request = ¿Olvidó su contraseña?

## Whom to ask, within a sentence

contact-in-sentence = contacte con su administrador
support-in-sentence = contacte con el soporte

## Forgot password

reset-your-password = Restablezca su contraseña
forgot-crumb = Contraseña olvidada
forgot-lede-emailed-password = Le enviaremos por correo una contraseña temporal. Elegirá la suya después de iniciar sesión.
forgot-lede-link = Le enviaremos por correo un enlace para elegir una nueva contraseña.
forgot-lede-link-then-temporary = Enviaremos un enlace a la dirección de correo que tenemos de usted.
forgot-lede-encrypted = Sus grabaciones están cifradas, por lo que un administrador tiene que aprobarlo. Le diremos que usted lo ha pedido.
forgot-lede-approval = Un administrador tiene que aprobarlo. Le diremos que usted lo ha pedido.
forgot-lede-mixed = Le enviaremos por correo el siguiente paso o diremos a su administrador que usted lo ha pedido.
email-temporary-password = Enviarme una contraseña temporal
forgot-button-link = Enviarme las instrucciones para restablecer la contraseña
forgot-button-approval = Pedirlo a mi administrador
back-to-sign-in = Volver al inicio de sesión
# $support is the link "contacte con el soporte".
forgotten-details = ¿Olvidó también su nombre de usuario o su correo electrónico? Pregunte a su administrador o { $support }.
forgotten-details-without-support = ¿Olvidó también su nombre de usuario o su correo electrónico? Pregunte a su administrador.
forgot-throttled = Lo ha pedido varias veces. Revise su correo, también el no deseado, o espere { $duration } antes de pedirlo de nuevo.
forgot-form-too-old = Esta página estuvo abierta demasiado tiempo y la hemos actualizado. Envíela de nuevo.
forgot-cookies-blocked = Su navegador bloquea las cookies. Permita las cookies de { $host } para restablecer su contraseña.
forgot-unavailable = Ahora mismo no podemos atender solicitudes. Su contraseña actual sigue funcionando. Inténtelo de nuevo en unos minutos.

## Request submitted

check-your-email = Revise su correo
request-submitted = Solicitud enviada
if-address-belongs = Si esa dirección pertenece a una cuenta
if-details-match = Si esos datos coinciden con una cuenta
# $condition is one of the two above.
sent-emailed-password = { $condition }, una contraseña temporal está en camino. Funciona una vez, durante { $duration }. Su contraseña actual sigue funcionando hasta que elija una nueva.
sent-link = { $condition }, un enlace está en camino. Funciona una vez y caduca en { $duration }.
sent-link-then-temporary = Su solicitud se ha enviado. { $condition }, hemos enviado un enlace a su dirección de correo.
sent-approval = { $condition }, hemos avisado a sus administradores. Cuando uno lo apruebe, recibirá un enlace por correo. Caduca { $duration } después de enviarse.
sent-mixed = { $condition }, el siguiente paso está en camino, a usted o a su administrador.
# $ask is the link "pídalo de nuevo", $contact the link "contacte con su administrador".
nothing-came = ¿Nada después de 10 minutos? Revise el correo no deseado y después { $ask } o { $contact }.
ask-again-in-sentence = pídalo de nuevo

## A new password

choose-a-new-password = Elija una nueva contraseña
choose-your-own-password = Elija su propia contraseña
new-password-lede-named = Para { $name }. Al guardar, se cerrará la sesión en todos los demás dispositivos.
new-password-lede = Al guardar, se cerrará la sesión en todos los demás dispositivos.
demanded-after-temporary = Ha iniciado sesión con una contraseña temporal. Elija una que solo usted conozca antes de continuar.
demanded-by-administrator = Su administrador le ha pedido que cambie su contraseña.
demanded-by-rules = Las reglas de contraseñas de su empresa han cambiado.
new-password = Nueva contraseña
confirm-new-password = Confirme la nueva contraseña
save-new-password = Guardar la nueva contraseña
link-works-once = Este enlace funciona una vez y caduca en { $duration }.
# $again is the link "Empiece de nuevo".
not-you = ¿No es usted? { $again }
start-again = Empiece de nuevo

new-password-missing = Introduzca una nueva contraseña
new-password-again-missing = Introduzca de nuevo su nueva contraseña
new-password-too-short = Su contraseña debe tener al menos { $count } caracteres
new-password-not-strong-enough = Su contraseña no es lo bastante segura.
new-password-mismatch = Las contraseñas no coinciden
new-password-same-as-old = Elija una contraseña que no haya usado antes
new-password-common = Esta contraseña está en una lista de contraseñas robadas. Elija otra.
new-password-form-too-old = Esta página estuvo abierta demasiado tiempo y la hemos actualizado. Introduzca de nuevo su nueva contraseña.
new-password-unavailable = Ahora mismo no podemos guardar su contraseña. No es un problema con su contraseña. Inténtelo de nuevo en unos minutos.

## How strong a password is

strength-weak = Débil.
strength-nearly = Casi.
strength-strong = Segura.
strength-unchecked = Todavía no hemos podido comprobarla. Se comprobará al guardar.
rule-length = Al menos { $count } caracteres. Puede usar espacios.
rule-nearly = Lo bastante segura para que la barra se ponga ámbar o verde. Tres o cuatro palabras sin relación funcionan bien.
rule-strong = Lo bastante segura para que la barra se ponga verde. Tres o cuatro palabras sin relación funcionan bien.
# Said after a rule, for those who do not see its tick.
rule-met = Se cumple.
rule-unmet = Todavía no se cumple.

tip-more-characters = Use al menos { $count } caracteres.
tip-straight-rows = Las filas rectas de teclas son fáciles de adivinar.
tip-keyboard-patterns = Los patrones cortos de teclado son fáciles de adivinar.
tip-repeated-character = Las repeticiones como «aaa» son fáciles de adivinar.
tip-repeated-characters = Las repeticiones como «abcabc» son solo un poco más difíciles de adivinar que «abc».
tip-top-ten = Es una de las diez contraseñas más comunes.
tip-top-hundred = Es una de las cien contraseñas más comunes.
tip-common = Es una contraseña muy común.
tip-similar-to-common = Se parece a una contraseña muy usada.
tip-sequence = Las secuencias como «abc» o «6543» son fáciles de adivinar.
tip-recent-years = Los años recientes son fáciles de adivinar.
tip-single-word = Una palabra sola es fácil de adivinar.
tip-dates = Las fechas suelen ser fáciles de adivinar.
tip-single-name = Los nombres y apellidos solos son fáciles de adivinar.
tip-common-names = Los nombres y apellidos comunes son fáciles de adivinar.
tip-few-words = Use unas cuantas palabras y evite las frases hechas.
tip-no-need-for-symbols = No hacen falta símbolos, cifras ni mayúsculas; lo que cuenta es la longitud.
tip-another-word = Añada una o dos palabras más. Mejor si son poco comunes.
tip-capitalization = Una mayúscula no ayuda mucho.
tip-all-uppercase = Todo en mayúsculas es casi tan fácil de adivinar como todo en minúsculas.
tip-reversed-words = Las palabras al revés no son mucho más difíciles de adivinar.
tip-substitutions = Los cambios previsibles como «@» por «a» no ayudan mucho.
tip-longer-keyboard-pattern = Use un patrón de teclado más largo y con más giros.
tip-avoid-repeats = Evite las palabras y los caracteres repetidos.
tip-avoid-sequences = Evite las secuencias.
tip-avoid-recent-years = Evite los años recientes.
tip-avoid-own-years = Evite los años que tengan que ver con usted.
tip-avoid-own-dates = Evite las fechas y los años que tengan que ver con usted.

## Links that cannot be used

link-expired = Este enlace ha caducado
link-expired-text = Los enlaces funcionan durante { $duration }. Pida uno nuevo.
link-expired-text-administrator = Los enlaces funcionan durante { $duration }. Pida a su administrador que le envíe uno nuevo.
link-used = Este enlace ya se ha usado
link-used-text = Si cambió su contraseña, inicie sesión. Si no lo hizo, pida un nuevo enlace y dígaselo a su administrador.
link-used-text-administrator = Si cambió su contraseña, inicie sesión. Si no lo hizo, dígaselo a su administrador y pídale un nuevo enlace.
link-replaced = Hay un enlace más reciente
link-replaced-text = Use el correo más reciente que le hayamos enviado.
link-declined = Su administrador no lo ha aprobado
link-declined-text = Hable directamente con su administrador si todavía necesita ayuda.
link-ended = Este enlace ya no funciona
link-ended-text = Si ha cambiado su contraseña desde que se envió, inicie sesión. Si no lo ha hecho, pida un nuevo enlace y dígaselo a su administrador.
link-ended-text-administrator = Si ha cambiado su contraseña desde que se envió, inicie sesión. Si no lo ha hecho, dígaselo a su administrador y pídale un nuevo enlace.
link-unknown = Este enlace no funciona
link-unknown-text = Algunas aplicaciones de correo cortan los enlaces largos. Copie el enlace completo en su navegador o pida uno nuevo.
link-unknown-text-administrator = Algunas aplicaciones de correo cortan los enlaces largos. Copie el enlace completo en su navegador o pida uno nuevo a su administrador.
email-link-expired-text = Los enlaces funcionan durante { $duration }. Si todavía quiere cambiar su dirección de correo, pídalo de nuevo en Mi cuenta.
email-link-used-text = Si su dirección de correo ha cambiado, no tiene que hacer nada más.
email-link-replaced-text = Use el correo más reciente que le hayamos enviado, a la última dirección que indicó, o pídalo de nuevo en Mi cuenta.
email-link-ended-text = Si todavía quiere cambiar su dirección de correo, pídalo de nuevo en Mi cuenta.
email-link-unknown-text = Algunas aplicaciones de correo cortan los enlaces largos. Copie el enlace completo en su navegador o pídalo de nuevo en Mi cuenta.
ask-for-a-new-link = Pedir un nuevo enlace
ask-again = Pedirlo de nuevo

## A temporary password by a second letter

temporary-ask-named = { $name }, le enviaremos por correo una contraseña temporal cuando pulse el botón. Funciona una vez, durante { $duration }. Inicie sesión con ella y después elija la suya.
temporary-ask = Le enviaremos por correo una contraseña temporal cuando pulse el botón. Funciona una vez, durante { $duration }. Inicie sesión con ella y después elija la suya.
check-your-email-again = Revise su correo otra vez
temporary-sent-named = { $name }, acabamos de enviarle por correo una contraseña temporal. Funciona una vez, durante { $duration }. Elegirá su propia contraseña después de iniciar sesión.
temporary-sent = Acabamos de enviarle por correo una contraseña temporal. Funciona una vez, durante { $duration }. Elegirá su propia contraseña después de iniciar sesión.
# $contact is the link "contacte con su administrador".
temporary-no-more = Le hemos enviado una contraseña temporal tantas veces como podemos. Use la más reciente. Si no le ha llegado nada, revise el correo no deseado y después { $contact }.
go-to-sign-in = Ir al inicio de sesión
send-it-again = Enviarla de nuevo

## After a sign-in with a temporary password

reminder-heading = Ha iniciado sesión con una contraseña temporal
reminder-text = Ha funcionado una vez y no volverá a funcionar. Elija una contraseña que solo usted conozca, para la próxima vez.
later = Más tarde

## A new email address

confirm-email = Confirme su correo electrónico
confirm-email-text = Su correo electrónico cambiará a { $email }. Nada cambia antes de que pulse el botón.
confirm-email-button = Confirmar esta dirección
confirm-email-done = Su correo electrónico ha cambiado
confirm-email-done-text = A partir de ahora le escribiremos allí.
go-to-account = Ir a mi cuenta
confirm-email-taken = Esta dirección ya está en uso
confirm-email-taken-text = Ya la tiene otra persona aquí, así que la suya no ha cambiado. Elija otra dirección.
choose-another-address = Elegir otra dirección
