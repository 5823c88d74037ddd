# Frases sobre el segundo factor. Needs native review. $tenant is the portal’s title, $when a moment such as "hace 3 días".

## On several pages

back = Atrás
or = o
save = Guardar
remove = Quitar
rename = Cambiar el nombre
copy = Copiar
copied = Copiado
print = Imprimir
download = Descargar
finish = Terminar
not-you-start-again = ¿No es usted? Empezar de nuevo
have-your-app-ready = Tenga a mano su aplicación de autenticación

## Setting it up

enrol-step = Paso { $step } de 3
enrol-start-lede = { $tenant } pide ahora un código además de su contraseña. Necesita una aplicación que genere códigos de 6 cifras, como Google Authenticator, Microsoft Authenticator o 1Password. Le llevará unos dos minutos.
enrol-start-own-lede = { $tenant } le pedirá un código además de su contraseña. Necesita una aplicación que genere códigos de 6 cifras, como Google Authenticator, Microsoft Authenticator o 1Password. Le llevará unos dos minutos.
enrol-start-passkey = Tenga a mano su llave de acceso o de seguridad
enrol-start-passkey-lede = { $tenant } le pide una llave de acceso o una llave de seguridad además de su contraseña, porque nadie puede entregarlas por engaño. Su teléfono o su ordenador pueden guardar una llave de acceso. Le llevará unos dos minutos.
enrol-passkey-instead = Usar en su lugar una llave de acceso o de seguridad
remind-me-next-time = Recordármelo la próxima vez

enrol = Configure su aplicación de autenticación
enrol-lede = { $tenant } pide un código de 6 cifras además de su contraseña.
enrol-scan = Escanee este código en su aplicación
enrol-qr = Código QR para su aplicación de autenticación. También puede usar la clave de configuración.
enrol-apps = Abra Google Authenticator, Microsoft Authenticator, 1Password o cualquier aplicación que genere códigos de 6 cifras y añada una cuenta.
enrol-cannot-scan = ¿No puede escanearlo?
enrol-setup-key = Escriba o pegue esta clave de configuración:
enrol-copy-key = Copiar la clave
enrol-open-app = Abrir en una aplicación de este dispositivo
enrol-code = Introduzca el código que muestra su aplicación
enrol-code-hint = 6 cifras. Aparece uno nuevo cada 30 segundos.
enrol-turn-on = Activar y continuar
enrol-code-wrong = Ese código no ha funcionado. Espere al siguiente e inténtelo de nuevo. Si sigue fallando, compruebe que su teléfono ajusta la hora automáticamente.
enrol-expired = Esta configuración ha caducado. Empiece de nuevo con un código nuevo.
enrol-form-too-old = Esta página estuvo abierta demasiado tiempo y la hemos actualizado. Introduzca el código más reciente de su aplicación.

recovery-codes = Guarde sus códigos de recuperación
recovery-codes-lede = Si pierde su teléfono, uno de estos códigos le permite entrar. Cada uno funciona una sola vez. No podremos mostrarlos de nuevo.
recovery-codes-of = Códigos de recuperación de { $tenant }, { $username }
recovery-codes-saved = He guardado estos códigos en un lugar seguro
recovery-codes-not-saved = Marque la casilla cuando haya guardado sus códigos
recovery-codes-form-too-old = Esta página estuvo abierta demasiado tiempo y la hemos actualizado. Estos siguen siendo sus códigos.

## Giving it at sign-in

code = Introduzca su código
code-lede = Abra su aplicación de autenticación y busque { $tenant }.
code-label = Código de 6 cifras
code-missing = Introduzca el código de 6 cifras
code-malformed = El código debe tener 6 cifras
code-wrong = Ese código no es correcto. Use el más reciente de su aplicación.
code-reused = Ese código ya se ha usado. Espere al siguiente.
code-form-too-old = Esta página estuvo abierta demasiado tiempo y la hemos actualizado. Introduzca un código de nuevo.
code-lost = ¿Ha perdido su teléfono y sus códigos? Pida a su administrador que restablezca la MFA.
code-ready-lede = { $tenant } pide un código de 6 cifras además de su contraseña. Está en la aplicación que configuró.

use-authenticator = Usar su aplicación de autenticación
use-passkey = Usar una llave de acceso o de seguridad
use-recovery-code = Usar un código de recuperación

recovery-code = Código de recuperación
recovery-code-lede = Use uno de los códigos que guardó al configurar la MFA.
recovery-code-hint = 15 letras y cifras. Los guiones son opcionales.
recovery-code-missing = Introduzca un código de recuperación
recovery-code-malformed = Un código de recuperación tiene 15 letras y cifras
recovery-code-wrong = Ese código de recuperación no es correcto. Revíselo o pruebe otro.
recovery-code-used = Ese código de recuperación ya se ha usado. Pruebe otro.

sign-in-took-too-long = Ha tardado demasiado. Inicie sesión de nuevo.
sign-in-too-many-codes = Demasiados códigos eran incorrectos. Inicie sesión de nuevo.

## Passkeys and security keys

passkey = Use su llave de acceso o de seguridad
passkey-lede = Su navegador se la pedirá. Siga sus indicaciones.
passkey-ready = Tenga a mano su llave de acceso o de seguridad
passkey-ready-lede = { $tenant } pide su llave de acceso o de seguridad además de su contraseña.
passkey-lost = ¿Ha perdido su llave de acceso o de seguridad? Pida a su administrador que restablezca la MFA.
passkey-refused = No se ha podido comprobar su llave de acceso. Inténtelo de nuevo.
passkey-cancelled = No ha llegado nada de su llave de acceso o de seguridad. Inténtelo de nuevo cuando quiera.
passkey-unknown = Esa llave de acceso o de seguridad no está registrada aquí. Pruebe otra.
passkey-form-too-old = Esta página estuvo abierta demasiado tiempo y la hemos actualizado. Inténtelo de nuevo.
passkey-needs-scripts = Las llaves de acceso y de seguridad necesitan scripts, y este navegador no los ejecuta aquí.
passkey-unsupported = Este navegador no puede usar aquí llaves de acceso ni de seguridad. Actualícelo o use otro.
sign-in-with-passkey = Iniciar sesión con una llave de acceso

new-passkey = Añada una llave de acceso o de seguridad
new-passkey-lede = Una llave de acceso se guarda en su teléfono, su ordenador o su gestor de contraseñas. Una llave de seguridad es un pequeño dispositivo que se conecta o se acerca al teléfono.
new-passkey-register = Continuar
new-passkey-refused = No se ha podido añadir esa llave. Inténtelo de nuevo o use otra.
new-passkey-known = Esa llave de acceso o de seguridad ya está registrada.
new-passkey-too-many = Tiene tantas llaves de acceso y de seguridad como se permite. Quite antes una.
passkey-name = Nombre
passkey-name-hint = Para reconocerla. Por ejemplo, portátil del trabajo.
passkey-name-missing = Introduzca un nombre para su llave de acceso o de seguridad
passkey-name-too-long = Use un nombre más corto
passkey-rename = Cambiar el nombre de la llave

## My MFA

my-mfa = Mi MFA
my-mfa-enabled = Pedirme un código cuando inicie sesión
my-mfa-is-on = La MFA está activada.
my-mfa-is-off = La MFA está desactivada.
my-mfa-is-not-set-up = La MFA todavía no está configurada.
my-mfa-authenticator = Aplicación de autenticación configurada { $when }.
my-mfa-codes-left =
    { $count ->
        [0] No le quedan códigos de recuperación.
        [one] Le queda { $count } código de recuperación.
       *[other] Le quedan { $count } códigos de recuperación.
    }
my-mfa-at-next-sign-in = La configurará la próxima vez que inicie sesión; también puede configurarla ahora.
my-mfa-set-up-now = Configurarla ahora
my-mfa-required = Su empresa exige la MFA.
my-mfa-disabled = Su empresa ha desactivado la MFA.
my-mfa-administrator = Pida a su administrador que lo cambie.
my-mfa-reset = Restablecer mi MFA
my-mfa-reset-hint = Empezar de nuevo con otra aplicación de autenticación.
recovery-codes-new = Crear códigos de recuperación nuevos
recovery-codes-new-hint = Sus códigos anteriores dejarán de funcionar.
passkeys = Llaves de acceso y de seguridad
passkeys-lede = Úselas en lugar de un código.
passkeys-add = Añadir una llave
passkeys-added = Añadida { $when }
passkeys-last-used = Usada por última vez { $when }
passkeys-never-used = Nunca usada
# These follow the buttons "Cambiar el nombre" and "Quitar", for those who hear them.
passkeys-rename-of = de la llave { $name }
passkeys-remove-of = la llave { $name }

## MFA policy of a company

mfa-policy = Política de MFA
mfa-policy-lede = A quién pide su empresa un código además de la contraseña.
mfa-policy-label = Política
# $name is one of the next three, $meaning what follows them.
mfa-policy-option = { $name } – { $meaning }
mfa-available = MFA disponible
mfa-enabled = MFA obligatoria
mfa-disabled = MFA desactivada
mfa-available-means = cada persona puede activarla
mfa-enabled-means = todas las personas deben usarla
mfa-disabled-means = no se pide un código a nadie
mfa-impact-available =
    { $count ->
        [one] { $count } de { $all } personas ha configurado la MFA. Nadie más tiene que hacerlo.
       *[other] { $count } de { $all } personas han configurado la MFA. Nadie más tiene que hacerlo.
    }
mfa-impact-enabled =
    { $count ->
        [one] { $count } de { $all } personas no ha configurado la MFA. Se le pedirá en el próximo inicio de sesión.
       *[other] { $count } de { $all } personas no han configurado la MFA. Se les pedirá en el próximo inicio de sesión.
    }
mfa-impact-enabled-nobody = Todas las personas han configurado la MFA.
mfa-impact-disabled =
    { $count ->
        [one] { $count } de { $all } personas ha configurado la MFA. Se conserva, pero no se usa.
       *[other] { $count } de { $all } personas han configurado la MFA. Se conserva, pero no se usa.
    }
mfa-impact-disabled-nobody = Nadie ha configurado la MFA.
mfa-demands = Más estricta para algunas personas
mfa-demands-lede = Si a una persona le corresponden varias exigencias, cuenta la más estricta.
mfa-demands-levels = Por nivel
mfa-demands-roles = Por rol
mfa-demand-as-company = Como la empresa
mfa-demand-required = Debe usar MFA
mfa-demand-phishing-resistant = Debe usar una llave de acceso o de seguridad

## The list of people

users-any-mfa = Cualquier MFA
users-mfa-on = MFA activada
users-mfa-not-set-up = MFA sin configurar
users-mfa-off = MFA desactivada

## Questions before something is done

confirm-set-up-mfa = ¿Configurar MFA?
confirm-set-up-mfa-text = Necesita una aplicación que genere códigos de 6 dígitos, como Google Authenticator, Microsoft Authenticator o 1Password. Tarda unos dos minutos.
confirm-reset-own-mfa = ¿Restablecer su MFA?
confirm-reset-own-mfa-text = Su aplicación de autenticación, sus llaves y sus códigos de recuperación dejan de funcionar ahora. Los configurará de nuevo la próxima vez que inicie sesión.
confirm-turn-off-mfa = ¿Desactivar la MFA?
confirm-turn-off-mfa-text = Su cuenta quedará protegida solo por su contraseña. Lo que ha configurado se conserva, pero no se usa.
confirm-turn-off-mfa-button = Desactivar la MFA
confirm-new-codes = ¿Crear códigos de recuperación nuevos?
confirm-remove-passkey = ¿Quitar { $name }?
confirm-remove-passkey-text = Ya no podrá iniciar sesión con esta llave de acceso o de seguridad.
confirm-reset-mfa = ¿Restablecer la MFA de { $name }?
confirm-reset-mfa-text = Su aplicación de autenticación y sus códigos de recuperación dejan de funcionar ahora, y se cierra su sesión en todas partes. Configurará otra aplicación en el próximo inicio de sesión. Le avisaremos por correo.
confirm-disable-mfa = ¿Desactivar la MFA para todas las personas?
confirm-disable-mfa-text = Las cuentas quedarán protegidas solo por contraseñas. Lo que ya está configurado se conserva, pero no se usa.
confirm-disable-mfa-button = Desactivar la MFA

## What was just done

notice-mfa-turned-on = La MFA está activada. Se le pedirá cuando inicie sesión.
notice-mfa-turned-off = La MFA está desactivada.
notice-mfa-reset = Su MFA se ha restablecido. La configurará de nuevo la próxima vez que inicie sesión.
notice-mfa-put-off = Se lo preguntaremos de nuevo la próxima vez que inicie sesión.
notice-mfa-reset-of = La MFA de { $name } se ha restablecido.
notice-mfa-policy-saved = La política de MFA se ha actualizado.
notice-recovery-codes-made = Tiene códigos de recuperación nuevos. Los anteriores ya no funcionan.
notice-recovery-codes-left =
    { $count ->
        [0] No le quedan códigos de recuperación.
        [one] Le queda { $count } código de recuperación.
       *[other] Le quedan { $count } códigos de recuperación.
    }
notice-make-new-codes = Crear otros nuevos
notice-passkey-added = Se ha añadido { $name }.
notice-passkey-renamed = Ahora se llama { $name }.
notice-passkey-removed = Se ha quitado { $name }.
notice-passkey-kept = { $name } se conserva: su empresa exige MFA y usted no tiene nada más que la cumpla. Añada otra primero.
