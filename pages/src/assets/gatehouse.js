// Betters pages that work without it. No inline handlers, no innerHTML, no eval: the content security policy forbids them.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const live = document.getElementById('live');
  // Sentences come translated from the server, as data attributes of the live region.
  const words = live ? live.dataset : {};
  const announce = (text) => {
    if (!live) return;
    live.textContent = '';
    // Screen readers speak a change, so the old text has to be seen gone first.
    setTimeout(() => { live.textContent = text; }, 60);
  };

  // A message takes focus. `autofocus` does it without script; this also covers a page that was restored.
  document.querySelector('.msg[data-focus]')?.focus();
  all('.msg a[href^="#"]').forEach((link) => link.addEventListener('click', (event) => {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: 'center' });
  }));

  // Show and hide a password; masked again before it is sent and when the page comes back.
  all('[data-reveal]').forEach((button) => {
    const input = document.getElementById(button.getAttribute('aria-controls'));
    if (!input) return;
    const reveal = (visible) => {
      input.type = visible ? 'text' : 'password';
      button.textContent = visible ? words.hide : words.show;
      button.setAttribute('aria-label', visible ? words.hideLong : words.showLong);
    };
    button.hidden = false;
    button.addEventListener('click', () => {
      const visible = input.type === 'password';
      reveal(visible);
      announce(visible ? words.visible : words.masked);
    });
    input.form?.addEventListener('submit', () => reveal(false));
    addEventListener('pageshow', (event) => { if (event.persisted) reveal(false); });
  });

  // Caps Lock hint.
  all('input[type=password]').forEach((input) => {
    const note = document.getElementById(`${input.id}-caps`);
    if (!note) return;
    const look = (event) => { note.textContent = event.getModifierState?.('CapsLock') ? words.caps : ''; };
    input.addEventListener('keydown', look);
    input.addEventListener('keyup', look);
    input.addEventListener('blur', () => { note.textContent = ''; });
  });

  // A second submit is ignored for a while. The button is never `disabled`: that would lose the focus.
  const release = (form) => {
    delete form.dataset.sent;
    all('[aria-disabled]', form).forEach((button) => button.removeAttribute('aria-disabled'));
  };
  all('form').forEach((form) => form.addEventListener('submit', (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    event.submitter?.setAttribute('aria-disabled', 'true');
    setTimeout(() => release(form), 8000);
  }));
  addEventListener('pageshow', () => all('form').forEach(release));
})();
