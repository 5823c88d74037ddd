# Spanish: needs native review.

## In every letter

mail-hello = Hola:
mail-hello-named = Hola, { $name }:
mail-your-administrator = su administrador
mail-sent-by = Enviado por { $tenant }.
mail-never-asks = Nunca le pediremos su contraseña ni un código por correo o por teléfono.
mail-fact = { $label }: { $value }

## Links

mail-link-life = El enlace funciona una sola vez y caduca en { $life }.
mail-paste = Si el botón no funciona, pegue esta dirección en su navegador:

## Where and when

# $device is a browser and its system, $moment a date and a time.
mail-requested-from = Solicitado desde { $network }, { $device }, { $moment }.
mail-changed-from = Cambiado desde { $network }, { $device }, { $moment }.
mail-tried-from = El último intento llegó desde { $network }, { $device }, { $moment }.
mail-device = { $browser } en { $system }
mail-unknown-browser = un navegador desconocido
mail-moment = { $day } { $month } { $year }, { $time } UTC
mail-january = ene
mail-february = feb
mail-march = mar
mail-april = abr
mail-may = may
mail-june = jun
mail-july = jul
mail-august = ago
mail-september = sept
mail-october = oct
mail-november = nov
mail-december = dic

## For readers who are surprised

mail-unasked = ¿No lo ha solicitado?
mail-unexpected = ¿No lo esperaba?
mail-password-unchanged = No haga caso de este correo: su contraseña no ha cambiado. Si se repite, avise a su administrador.
mail-password-still-works = No haga caso de este correo: su contraseña actual sigue funcionando. Si se repite, avise a su administrador.
# $support is a mail address, a web address or "su administrador".
mail-was-not-you = Si no fue usted, contacte ahora con { $support }.

## A temporary password

mail-temporary-password-subject = Su contraseña temporal de { $tenant }
mail-temporary-password-heading = Su contraseña temporal
mail-temporary-password = { $greeting } su contraseña temporal es:
mail-temporary-password-life = Funciona una sola vez, hasta el { $until }.
mail-temporary-password-require = Inicie sesión con ella y le pediremos que la cambie.
mail-temporary-password-recommend = Inicie sesión con ella y elija después la suya en Mi cuenta.

## A link to a temporary password

mail-temporary-link-subject = Hemos recibido su solicitud
mail-temporary-link = { $greeting } abra este enlace y le enviaremos una contraseña temporal por correo:
mail-temporary-link-button = Enviarme una contraseña temporal

## A link to a new password

mail-reset-subject = Restablezca su contraseña de { $tenant }
mail-reset-heading = Restablezca su contraseña
mail-reset-asked = { $greeting } alguien ha pedido restablecer la contraseña de su cuenta de { $tenant }. Si fue usted, elija una nueva aquí:
mail-reset-approved = { $greeting } un administrador ha aprobado su solicitud. Elija aquí una nueva contraseña para su cuenta de { $tenant }:
mail-reset-button = Elegir una nueva contraseña
mail-reset-sent-subject = Su administrador le ha enviado un enlace para su contraseña
mail-reset-sent = { $greeting } { $administrator } le ha enviado este correo. Elija aquí una nueva contraseña para su cuenta de { $tenant }:
mail-reset-sent-unexpected = Pregunte a su administrador antes de abrir el enlace. Nada cambia hasta que elija una nueva contraseña.

## A request that waits for an administrator

mail-approval-subject = { $person } ha pedido una nueva contraseña
mail-approval = { $greeting } { $person } ha pedido una nueva contraseña. Inicie sesión para aprobarla o rechazarla:
mail-approval-of-account = { $greeting } { $person }, de { $account }, ha pedido una nueva contraseña. Inicie sesión para aprobarla o rechazarla:
mail-approval-button = Ver la solicitud
mail-approval-life = La solicitud caduca en { $life }.
mail-approval-doubt = ¿No tiene la certeza de que fuera esa persona?
mail-approval-doubt-answer = Llámela a un número que ya tenga antes de enviar el enlace.
mail-declined-subject = Su solicitud de contraseña
mail-declined = { $greeting } un administrador no ha aprobado su solicitud.
mail-declined-advice = Hable directamente con esa persona si aún necesita ayuda.

## First access

mail-welcome-subject = Le damos la bienvenida a { $tenant }
mail-welcome = { $greeting } { $account } le ha dado acceso a { $tenant }.
mail-first-administrator-subject = Su enlace de administrador para { $tenant }
mail-first-administrator-heading = Administra por primera vez la cuenta
mail-first-administrator = { $greeting } usted es la primera persona que administra { $account } en { $tenant }.
mail-first-access = Elija una contraseña para empezar:
mail-first-access-button = Elegir una contraseña
mail-first-access-unexpected = No haga caso de este correo: no ocurre nada hasta que elija una contraseña.

## News about an account

mail-password-changed-subject = Su contraseña de { $tenant } ha cambiado
mail-password-changed-heading = Su contraseña ha cambiado
mail-password-changed = { $greeting } la contraseña de su cuenta de { $tenant } ha cambiado. Se ha cerrado la sesión en los demás dispositivos.

mail-email-changing-subject = Su correo electrónico de { $tenant } va a cambiar
mail-email-changing-heading = Su correo electrónico va a cambiar
mail-email-changing = { $greeting } alguien ha pedido cambiar el correo electrónico de su cuenta de { $tenant } a { $address }. Cambiará cuando se confirme esa dirección.
mail-confirm-email-heading = Confirme su nuevo correo electrónico
mail-confirm-email = { $greeting } confirme que su cuenta de { $tenant } usará esta dirección de correo:
mail-confirm-email-button = Confirmar esta dirección
mail-confirm-email-unasked = No haga caso de este correo: nada cambia hasta que se confirme la dirección.
mail-email-changed-subject = Su correo electrónico de { $tenant } ha cambiado
mail-email-changed-heading = Su correo electrónico ha cambiado
mail-email-changed = { $greeting } el correo electrónico de su cuenta de { $tenant } es ahora { $address }. No volveremos a escribir a esta dirección.

mail-new-sign-in-subject = Nuevo inicio de sesión en su cuenta
mail-new-sign-in = { $greeting } alguien inició sesión en su cuenta de { $tenant } desde un navegador que no habíamos visto antes.
mail-new-sign-in-when = Cuándo
mail-new-sign-in-device = Dispositivo
mail-new-sign-in-network = Dirección de red
mail-new-sign-in-doubt-answer = Cambie ahora su contraseña, cierre la sesión en los demás dispositivos en Sesiones y avise a { $support }.

mail-paused-subject = El inicio de sesión de su cuenta está en pausa
mail-paused = { $greeting } ha habido demasiados intentos fallidos de iniciar sesión en su cuenta de { $tenant }, así que el inicio de sesión está en pausa durante { $pause }.
mail-paused-advice = Si fue usted, espere o restablezca su contraseña desde la página de inicio de sesión. Puede hacerlo durante la pausa.
mail-paused-doubt = ¿No fue usted?
mail-paused-doubt-answer = Su contraseña no ha cambiado. Si se repite, avise a { $support }. Enviamos este aviso una vez al día como máximo.

mail-settings-subject = { $account } ha cambiado su configuración
mail-settings = { $greeting } { $person } ha cambiado estos datos de { $account }:
mail-setting-organisation-name = Nombre de la organización
mail-setting-contact = Contacto
mail-setting-phone = Teléfono
mail-setting-address = Dirección
mail-setting-billing-email = Correo de facturación

## El segundo factor y los tokens de acceso

mail-news-doubt = ¿No fue usted?
mail-news-doubt-answer = Avise ahora a { $support }.
mail-mfa-on-subject = Se activó la MFA de su cuenta
mail-mfa-on = { $greeting } su cuenta de { $tenant } pedirá un segundo paso al iniciar sesión.
mail-mfa-on-by = { $greeting } { $administrator } ha activado la MFA de su cuenta de { $tenant }. Pedirá un segundo paso al iniciar sesión.
mail-mfa-reset-subject = Se restableció la MFA de su cuenta
mail-mfa-reset = { $greeting } se ha restablecido el segundo paso de su cuenta de { $tenant }. Lo configurará de nuevo la próxima vez que inicie sesión.
mail-mfa-reset-by = { $greeting } { $administrator } ha restablecido el segundo paso de su cuenta de { $tenant }. Lo configurará de nuevo la próxima vez que inicie sesión.
mail-mfa-off-subject = Se desactivó la MFA de su cuenta
mail-mfa-off = { $greeting } su cuenta de { $tenant } pedirá solo su contraseña.
mail-mfa-off-by = { $greeting } { $administrator } ha desactivado la MFA de su cuenta de { $tenant }. Pedirá solo su contraseña.
mail-passkey-added-subject = Se añadió una llave de acceso a su cuenta
mail-passkey-added = { $greeting } la llave de acceso o de seguridad { $name } ya sirve para iniciar sesión en su cuenta de { $tenant }.
mail-passkey-removed-subject = Se quitó una llave de acceso de su cuenta
mail-passkey-removed = { $greeting } la llave de acceso o de seguridad { $name } ya no sirve para iniciar sesión en su cuenta de { $tenant }.
mail-recovery-code-subject = Se usó un código de recuperación
mail-recovery-code = { $greeting } alguien inició sesión en su cuenta de { $tenant } con uno de sus códigos de recuperación. Ya no volverá a funcionar.
mail-recovery-code-left = Códigos restantes: { $count }
mail-codes-paused-subject = Alguien tiene su contraseña
mail-codes-paused = { $greeting } alguien ha iniciado sesión en su cuenta de { $tenant } con su contraseña y después ha dado demasiados códigos incorrectos. Nadie ha entrado. Durante un tiempo no se aceptan códigos.
mail-codes-paused-doubt-answer = Cambie su contraseña ahora y avise a { $support }.
mail-mfa-codes-subject = Hay códigos de recuperación nuevos para su cuenta
mail-mfa-codes = { $greeting } se han creado códigos de recuperación nuevos para su cuenta de { $tenant }. Los anteriores ya no sirven.
mail-mfa-codes-by = { $greeting } { $administrator } ha creado códigos de recuperación nuevos para su cuenta de { $tenant }. Los anteriores ya no sirven.
mail-mfa-registered-subject = { $person } ha configurado MFA en un dispositivo nuevo
mail-mfa-registered = { $greeting } { $person }, de su empresa, ha configurado MFA en { $tenant } en un dispositivo que no se había usado antes con esa cuenta.
mail-mfa-registered-doubt = ¿No está seguro de que fuera esa persona?
mail-mfa-registered-doubt-answer = Llámela a un número que ya tenga. Si fue otra persona, restablezca su MFA y su contraseña en la página Usuarios.
mail-mfa-policy-subject = La política de MFA cambió a { $value }
mail-mfa-policy = { $greeting } { $person } ha cambiado la política de MFA de su empresa en { $tenant } a { $value }.
mail-token-made-subject = Se creó un token de acceso
mail-token-made = { $greeting } un nuevo token de acceso puede actuar en nombre de su cuenta de { $tenant }.
mail-token-expiring-subject = Un token de acceso caduca en 7 días
mail-token-expiring = { $greeting } un token de acceso de su cuenta de { $tenant } caduca en 7 días. Cree otro antes de que deje de funcionar lo que lo usa.
mail-token-name = Nombre
mail-token-scopes = Puede
