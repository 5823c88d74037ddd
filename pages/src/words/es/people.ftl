# Frases de las páginas para quienes han iniciado sesión. Needs native review.

## Around every page

nav-label = Cuenta y empresa
nav-menu = Menú
nav-back = Volver a { $app }
nav-you = Usted
nav-company = Empresa
nav-operators = Operadores
nav-password = Contraseña
nav-crumbs = Ruta de navegación
nav-waiting = { $count } en espera
# $choose is the link "Elija la suya".
reminder = Inició sesión con una contraseña temporal. { $choose }.
reminder-choose = Elija la suya
cancel = Cancelar
save-changes = Guardar cambios
search = Buscar
clear-search = Borrar la búsqueda
name = Nombre
unlock = Desbloquear
reset-password = Restablecer contraseña
mfa = MFA
pager = Páginas
pager-previous = Anterior
pager-next = Siguiente

## The past

just-now = ahora mismo
minutes-ago =
    { $minutes ->
        [one] hace { $minutes } minuto
       *[other] hace { $minutes } minutos
    }
hours-ago =
    { $hours ->
        [one] hace { $hours } hora
       *[other] hace { $hours } horas
    }
days-ago =
    { $days ->
        [one] hace { $days } día
       *[other] hace { $days } días
    }

## What was just done

notice-account-updated = Su cuenta se ha actualizado.
notice-confirmation-sent = Hemos enviado un enlace a { $email }. Su correo cambiará cuando lo abra.
notice-password-changed = Su contraseña ha cambiado. Se ha cerrado la sesión en sus otros dispositivos.
notice-signed-out-of = Sesión cerrada en { $device }.
notice-signed-out-elsewhere = Sesión cerrada en todos los demás dispositivos.
notice-link-sent = Enlace enviado a { $name }.
notice-user-saved = Los datos de { $name } se han actualizado.
notice-roles-saved = Los roles de { $name } se han actualizado.
notice-user-added = Se ha añadido a { $name }.
notice-unlocked = { $name } puede volver a iniciar sesión.
notice-sessions-ended = Se ha cerrado la sesión de { $name } en todas partes.
notice-request-approved = Enlace enviado a { $name }. Caduca en { $duration }.
notice-request-declined = La solicitud de { $name } se ha rechazado.
notice-request-taken-back = El enlace enviado a { $name } ya no funciona.
notice-settings-saved = Los datos del cliente se han actualizado.
notice-account-opened = La cuenta se ha abierto.
notice-account-saved = La cuenta se ha actualizado.
notice-first-admin-link-sent = Enlace de primer administrador enviado a { $name }.

## Proving who one is

existing-password = Contraseña actual
existing-password-hint = Necesaria para cambiar su correo electrónico, su nombre de usuario o su contraseña.
existing-password-missing = Introduzca su contraseña actual
existing-password-wrong = Su contraseña actual no es correcta
step-up = Su contraseña
step-up-hint = La introdujo por última vez hace más de { $duration }.
step-up-wrong = Su contraseña no es correcta

## One’s own account

my-account = Mi cuenta
own-missing-name = Introduzca su nombre
own-pending-email = Hemos enviado un enlace a { $email }. Su correo cambiará cuando lo abra.
own-password-heading = Cambiar la contraseña
own-password-lede = Al guardar, se cerrará la sesión en sus otros dispositivos.
own-password-optional = Déjela vacía para conservar su contraseña actual

sessions = Sesiones
sessions-lede = Los navegadores en los que ha iniciado sesión.
sessions-this-device = Este dispositivo
sessions-signed-in = Inició sesión { $when }
sessions-last-active = Última actividad { $when }
sessions-of-device = en { $device }
sessions-sign-out-elsewhere = Cerrar sesión en los demás dispositivos
sessions-only-here = Solo ha iniciado sesión aquí.

## The people of an account

users = Usuarios
users-add = Añadir un usuario
users-count =
    { $count ->
        [one] { $number } persona
       *[other] { $number } personas
    }
users-more =
    { $count ->
        [one] Más de { $number } persona
       *[other] Más de { $number } personas
    }
users-search-label = Buscar por nombre, nombre de usuario o correo
users-search-placeholder = Nombre, usuario o correo
users-any-state = Cualquier estado
users-roles = Roles
users-no-roles = Sin roles
users-more-roles = { $roles } y { $count } más
users-last-sign-in = Último inicio de sesión
users-never = Nunca
users-actions = Acciones
users-you = Usted
# Follows a button such as "Restablecer contraseña", for those who hear it.
users-for = de { $name }
users-reset-mfa = Restablecer MFA
users-empty = Todavía no hay usuarios.
users-no-match = Nadie coincide con «{ $query }».
users-none-so = Nadie está en este estado.
users-welcome = Le enviaremos un enlace para elegir una contraseña.
users-no-welcome = No enviaremos un correo de bienvenida. Envíe un enlace de restablecimiento cuando esté a punto de empezar.

user-tabs = Usuario
user-details = Datos
user-roles = Roles
user-roles-title = { $name }: roles
user-state = Estado
user-active = Activo
user-disabled = Desactivado
user-locked = Bloqueado
user-never-signed-in = Nunca ha iniciado sesión
user-letter-undeliverable = Correo no entregable
user-level = Nivel
user-level-hint = Cada persona actúa solo sobre personas de su mismo nivel o de uno inferior.
user-language = Idioma
user-language-of-browser = El que prefiera su navegador
user-must-change = Debe cambiar la contraseña en el próximo inicio de sesión
user-email-hint = Una dirección nueva surte efecto cuando se confirma desde su propio buzón. Se avisa a la anterior.
user-pending-email = Hemos enviado un enlace a { $email }. Su correo cambiará cuando lo abra.
user-end-sessions = Cerrar sesión en todas partes
user-missing-name = Introduzca un nombre
user-missing-email = Introduzca un correo electrónico
user-missing-username = Introduzca un nombre de usuario
user-malformed-username = Use un nombre de usuario sin espacios ni caracteres de control
user-email-taken = Ese correo electrónico ya está en uso
user-last-administrator = Al menos una persona debe poder gestionar usuarios.
user-no-mail = Aquí no se envía correo, así que no se puede confirmar una dirección nueva. Pregunta a quien administra este servicio.
user-username-taken = Ese nombre de usuario ya está en uso
user-own-state = No puede bloquearse ni desactivarse a sí mismo.
user-level-too-high = No puede dar un nivel superior al suyo.
user-email-beyond-you = Esta persona tiene roles que usted no tiene. Pida a alguien que los tenga todos que cambie la dirección.

level-company = Empresa
level-global = Global
level-staff = Personal
level-team = Equipo

mfa-on = Activada
mfa-not-set-up = Sin configurar
mfa-off = Desactivada

## Roles

roles-available = Disponibles
roles-assigned = Asignados
roles-assign = Asignar
roles-remove = Quitar
roles-all-assigned = Todos los roles están asignados.
roles-none-assigned = Todavía no hay roles. Sin un rol, esta persona puede iniciar sesión pero no abrir nada.
roles-pick-first = Seleccione primero al menos un rol.
roles-assigned-status = Asignados: { $count }. Guarde para aplicar.
roles-removed-status = Quitados: { $count }. Guarde para aplicar.
roles-own-mfa = No puede quitarse su propio acceso para gestionar MFA.
roles-last-company-mfa = Al menos una persona debe poder gestionar la MFA de la empresa.
roles-not-held = Solo puede dar y quitar roles que usted mismo tiene.

role-own-mfa = Acceso para gestionar la MFA propia
role-own-mfa-allows = Activar, desactivar o restablecer su propia MFA
role-company-mfa = Acceso para gestionar la MFA de la empresa
role-company-mfa-allows = Cambiar la política de MFA de la empresa y restablecer la MFA de otras personas
role-users = Gestionar usuarios
role-users-allows = Añadir y modificar personas, y restablecer sus contraseñas y su MFA
role-resets = Aprobar restablecimientos de contraseña
role-resets-allows = Ver las solicitudes y enviar enlaces de un solo uso
role-customer = Gestionar los datos del cliente
role-customer-allows = Cambiar el nombre, el contacto y los datos de facturación de la organización
role-api = Gestionar el acceso a la API
role-api-allows = Crear y revocar tokens de acceso
role-audit = Leer el registro de auditoría
role-audit-allows = Ver y descargar qué ocurrió, cuándo y desde dónde
role-recordings = Grabaciones
role-recordings-allows = Abrir y reproducir grabaciones, también las cifradas

## Questions before something is done

confirm-reset = ¿Enviar un enlace de restablecimiento a { $name }?
confirm-reset-text = Va a { $email }, funciona una sola vez y caduca en { $duration }. Su contraseña actual sigue funcionando hasta que lo use.
confirm-reset-button = Enviar el enlace
confirm-end-sessions = ¿Cerrar la sesión de { $name } en todas partes?
confirm-end-sessions-text = Se cierra de inmediato en todos sus dispositivos. Su contraseña no cambia.
confirm-unlock = ¿Desbloquear a { $name }?
confirm-unlock-text = Podrá volver a iniciar sesión con la contraseña que tiene.
confirm-take-back = ¿Retirar el enlace enviado a { $name }?
confirm-take-back-text = Deja de funcionar de inmediato. Su contraseña actual no cambia.
confirm-suspend = ¿Suspender { $name }?
confirm-suspend-text = Se cierra de inmediato la sesión de todas sus personas, y ninguna podrá iniciarla hasta que la cuenta se reabra.
confirm-reopen = ¿Reabrir { $name }?
confirm-reopen-text = Sus personas podrán volver a iniciar sesión.
confirm-type = Escriba { $phrase } para confirmar
confirm-type-exactly = Escriba { $phrase } exactamente como se muestra

## Requests for a new password

requests = Solicitudes
requests-lede = Estas personas pidieron una nueva contraseña. El enlace se envía a la dirección registrada; funciona una sola vez y caduca en { $duration }.
requests-advice = ¿Duda de que fuera realmente esa persona? Llámela a un número que ya tenga antes de enviar el enlace.
requests-empty = No hay nadie en espera.
requests-origin = Solicitado { $when } desde { $network }, { $browser }
requests-own = Pida ayuda a otro administrador.
requests-send = Enviar enlace
requests-send-to = a { $name }
requests-decline = Rechazar
requests-decline-of = la solicitud de { $name }
requests-approved = Enviados y aún sin usar
requests-approved-by = Enviado por { $by } { $when }. Caduca en { $duration }.
requests-take-back = Retirar
requests-take-back-of = el enlace enviado a { $name }
requests-one = Solicitud de { $name }
requests-already = { $by } ya envió un enlace { $when }.
requests-declined = { $by } rechazó esta solicitud.
requests-expired = Esta solicitud ha caducado. Puede pedirlo de nuevo.
requests-used = El enlace ya se ha usado.
requests-taken-back = { $by } retiró el enlace.

## Customer settings

settings = Datos del cliente
settings-lede = Los cambios se registran y se envían por correo a su proveedor de servicios.
settings-name = Nombre de la organización
settings-contact = Contacto
settings-phone = Teléfono
settings-address = Dirección
settings-billing-email = Correo de facturación
settings-missing-name = Introduzca el nombre de la organización

## Audit log

audit = Registro de auditoría
audit-when = Cuándo
audit-who = Quién
audit-what = Qué
audit-from = Desde
audit-result = Resultado
audit-any-event = Cualquier evento
audit-from-day = Primer día
audit-to-day = Último día
audit-filter = Filtrar
audit-clear = Quitar los filtros
audit-no-match = Ningún evento coincide con estos filtros.
audit-empty = Todavía no hay eventos.
audit-csv = Descargar CSV
audit-json-lines = Descargar JSON lines
audit-visitor = Un visitante
audit-command-line = Línea de comandos
audit-gateway = Gatehouse
audit-done = Hecho
audit-refused = Rechazado
audit-failed = Fallido

# $about says whether there is somebody or something that is not the one who did it: "someone" or "nobody".
event-signed-in =
    { $about ->
        [someone] Inició sesión como { $subject }
       *[nobody] Inició sesión
    }
event-passkey-added =
    { $about ->
        [someone] Añadió una llave de acceso de { $subject }
       *[nobody] Añadió una llave de acceso
    }
event-passkey-renamed =
    { $about ->
        [someone] Cambió el nombre de una llave de acceso de { $subject }
       *[nobody] Cambió el nombre de una llave de acceso
    }
event-passkey-removed =
    { $about ->
        [someone] Quitó una llave de acceso de { $subject }
       *[nobody] Quitó una llave de acceso
    }
event-passkey-cloned =
    { $about ->
        [someone] Usó lo que puede ser una copia de una llave de acceso de { $subject }
       *[nobody] Usó lo que puede ser una copia de una llave de acceso
    }
event-password-accepted =
    { $about ->
        [someone] Dio la contraseña correcta de { $subject }
       *[nobody] Dio la contraseña correcta
    }
event-sign-in-refused =
    { $about ->
        [someone] Intentó iniciar sesión como { $subject }
       *[nobody] Intentó iniciar sesión
    }
event-signed-out =
    { $about ->
        [someone] Cerró la sesión de { $subject }
       *[nobody] Cerró la sesión
    }
event-session-ended =
    { $about ->
        [someone] Terminó una sesión de { $subject }
       *[nobody] Terminó una sesión
    }
event-sessions-ended =
    { $about ->
        [someone] Cerró la sesión de { $subject } en todas partes
       *[nobody] Cerró la sesión en los demás dispositivos
    }
event-step-up =
    { $about ->
        [someone] Confirmó su contraseña para { $subject }
       *[nobody] Confirmó su contraseña
    }
event-step-up-refused =
    { $about ->
        [someone] No pudo confirmar la contraseña de { $subject }
       *[nobody] No pudo confirmar su contraseña
    }
event-recovery-requested =
    { $about ->
        [someone] Pidió una nueva contraseña para { $subject }
       *[nobody] Pidió una nueva contraseña
    }
event-recovery-refused =
    { $about ->
        [someone] Se le denegó una nueva contraseña para { $subject }
       *[nobody] Se le denegó una nueva contraseña
    }
event-link-sent =
    { $about ->
        [someone] Envió un enlace de contraseña a { $subject }
       *[nobody] Envió un enlace de contraseña
    }
event-link-opened =
    { $about ->
        [someone] Abrió el enlace de contraseña de { $subject }
       *[nobody] Abrió un enlace de contraseña
    }
event-link-used =
    { $about ->
        [someone] Usó el enlace de contraseña de { $subject }
       *[nobody] Usó un enlace de contraseña
    }
event-temporary-password-sent =
    { $about ->
        [someone] Envió una contraseña temporal a { $subject }
       *[nobody] Envió una contraseña temporal
    }
event-temporary-password-used =
    { $about ->
        [someone] Usó la contraseña temporal de { $subject }
       *[nobody] Usó una contraseña temporal
    }
event-letter-given-up =
    { $about ->
        [someone] No pudo entregar un correo a { $subject }
       *[nobody] No pudo entregar un correo
    }
event-approval-requested =
    { $about ->
        [someone] Pidió a los administradores una nueva contraseña para { $subject }
       *[nobody] Pidió a los administradores una nueva contraseña
    }
event-approved =
    { $about ->
        [someone] Aprobó la solicitud de { $subject }
       *[nobody] Aprobó una solicitud
    }
event-declined =
    { $about ->
        [someone] Rechazó la solicitud de { $subject }
       *[nobody] Rechazó una solicitud
    }
event-approval-taken-back =
    { $about ->
        [someone] Retiró el enlace enviado a { $subject }
       *[nobody] Retiró un enlace
    }
event-password-set =
    { $about ->
        [someone] Estableció una contraseña para { $subject }
       *[nobody] Estableció una contraseña
    }
event-password-changed =
    { $about ->
        [someone] Cambió la contraseña de { $subject }
       *[nobody] Cambió su contraseña
    }
event-email-change-requested =
    { $about ->
        [someone] Pidió cambiar el correo electrónico de { $subject }
       *[nobody] Pidió cambiar su correo electrónico
    }
event-email-changed =
    { $about ->
        [someone] Cambió el correo electrónico de { $subject }
       *[nobody] Cambió su correo electrónico
    }
event-username-changed =
    { $about ->
        [someone] Cambió el nombre de usuario de { $subject }
       *[nobody] Cambió su nombre de usuario
    }
event-user-added =
    { $about ->
        [someone] Añadió a { $subject }
       *[nobody] Añadió un usuario
    }
event-user-changed =
    { $about ->
        [someone] Modificó a { $subject }
       *[nobody] Modificó un usuario
    }
event-mfa-registered =
    { $about ->
        [someone] Configuró la MFA de { $subject }
       *[nobody] Configuró la MFA
    }
event-mfa-turned-on =
    { $about ->
        [someone] Activó la MFA de { $subject }
       *[nobody] Activó la MFA
    }
event-mfa-turned-off =
    { $about ->
        [someone] Desactivó la MFA de { $subject }
       *[nobody] Desactivó la MFA
    }
event-mfa-reset =
    { $about ->
        [someone] Restableció la MFA de { $subject }
       *[nobody] Restableció la MFA
    }
event-mfa-policy-changed =
    { $about ->
        [someone] Cambió la política de MFA de { $subject }
       *[nobody] Cambió la política de MFA
    }
event-code-refused =
    { $about ->
        [someone] Dio un código incorrecto de { $subject }
       *[nobody] Dio un código incorrecto
    }
event-recovery-code-used =
    { $about ->
        [someone] Usó un código de recuperación de { $subject }
       *[nobody] Usó un código de recuperación
    }
event-recovery-codes-made =
    { $about ->
        [someone] Creó nuevos códigos de recuperación de { $subject }
       *[nobody] Creó nuevos códigos de recuperación
    }
event-unlocked =
    { $about ->
        [someone] Desbloqueó a { $subject }
       *[nobody] Desbloqueó a un usuario
    }
event-account-added =
    { $about ->
        [someone] Abrió la cuenta { $subject }
       *[nobody] Abrió una cuenta
    }
event-account-changed =
    { $about ->
        [someone] Modificó la cuenta { $subject }
       *[nobody] Modificó una cuenta
    }
event-settings-changed =
    { $about ->
        [someone] Cambió los datos del cliente de { $subject }
       *[nobody] Cambió los datos del cliente
    }
event-first-administrator-link-sent =
    { $about ->
        [someone] Envió el enlace de primer administrador a { $subject }
       *[nobody] Envió un enlace de primer administrador
    }
event-audit-exported =
    { $about ->
        [someone] Descargó el registro de auditoría de { $subject }
       *[nobody] Descargó el registro de auditoría
    }
event-audit-shortened =
    { $about ->
        [someone] Eliminó la parte más antigua del registro de auditoría de { $subject }
       *[nobody] Eliminó la parte más antigua del registro de auditoría
    }
event-keys-rotated =
    { $about ->
        [someone] Rotó las claves de firma de { $subject }
       *[nobody] Rotó las claves de firma
    }

## The operators’ console

accounts = Cuentas
accounts-new = Abrir una cuenta
accounts-count =
    { $count ->
        [one] { $number } cuenta
       *[other] { $number } cuentas
    }
accounts-more =
    { $count ->
        [one] Más de { $number } cuenta
       *[other] Más de { $number } cuentas
    }
accounts-search-label = Buscar por nombre o ID de cuenta
accounts-search-placeholder = Nombre o ID de cuenta
accounts-empty = Todavía no hay cuentas.
accounts-no-match = Ninguna cuenta coincide con «{ $query }».
account = Cuenta
account-state = Estado
account-open = Abierta
account-suspended = Suspendida
account-suspend = Suspender
account-reopen = Reabrir
account-people = Personas
account-recovery = Recuperación de la contraseña
account-recovery-hint = Qué ocurre cuando sus personas olvidan la contraseña.
account-recovery-as-portal = La del portal
account-recovery-emailed-password = Contraseña temporal por correo
account-recovery-link = Enlace por correo
account-recovery-link-then-temporary = Enlace y después contraseña temporal por correo
account-recovery-admin-approval = Aprobación de un administrador
account-id-rule = Letras, cifras y guiones. Sus personas lo escriben para iniciar sesión.
account-missing-id = Introduzca un ID de cuenta
account-malformed-id = Use solo letras, cifras y guiones
account-id-taken = Ese ID de cuenta ya está en uso
first-admin = Primer administrador
first-admin-text = Esto omite la aprobación. Se permite una sola vez, antes de que un administrador haya iniciado sesión.
first-admin-send = Enviar el enlace de primer administrador
first-admin-exists = Ya hay un administrador. Ahora aprueba los restablecimientos.
first-admin-back = Volver a la cuenta
