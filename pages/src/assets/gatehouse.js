// Betters pages that work without it. No inline handlers, innerHTML or eval: our policy forbids them.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const live = document.getElementById('live');
  // Sentences come translated, as data attributes of the live region.
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

  // How strong a new password is. The gateway is the only judge, and is asked when the typing pauses; nothing waits for its answer.
  all('[data-check]').forEach((meter) => {
    const input = document.getElementById(meter.dataset.for);
    if (!input) return;
    const rules = all(`#${input.id}-rules [data-rule]`);
    const { check, met = '', unmet = '', unchecked = '' } = meter.dataset;
    const show = (band, sentence, kept = {}) => {
      meter.dataset.band = band;
      meter.querySelector('p').textContent = sentence;
      rules.forEach((rule) => {
        const isKept = kept[rule.dataset.rule];
        rule.dataset.ok = isKept ?? '';
        const state = rule.querySelector('.vh');
        if (state) state.textContent = { true: met, false: unmet }[isKept] ?? '';
      });
      announce(sentence);
    };
    let pause;
    let asking;
    const ask = async () => {
      asking = new AbortController();
      const { signal } = asking;
      const body = new URLSearchParams({ csrf: input.form.elements.csrf.value, password: input.value });
      try {
        const answer = await fetch(check, { method: 'POST', body, signal, headers: { accept: 'application/json' } });
        if (!answer.ok) throw new Error(answer.status);
        const { band, text, rules: kept } = await answer.json();
        if (!signal.aborted) show(band, text, kept);
      } catch {
        if (!signal.aborted) show('none', unchecked);
      }
    };
    meter.hidden = false;
    input.addEventListener('input', () => {
      clearTimeout(pause);
      asking?.abort();
      if (input.value) pause = setTimeout(ask, 350);
      else show('none', '');
    });
    // Saving asks the same judge, and a link that was used answers no more questions.
    input.form.addEventListener('submit', () => { clearTimeout(pause); asking?.abort(); });
  });

  // Copying and printing, where they work.
  all('[data-copy]').forEach((button) => {
    const { copy, join = '', copied } = button.dataset;
    button.hidden = !navigator.clipboard;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(all(`${copy} > *`).map((piece) => piece.textContent).join(join));
      button.lastChild.data = copied;
      announce(copied);
    });
  });
  all('[data-print]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => print());
  });

  // Passkeys: the browser is asked, and its answer is posted like any field.
  all('[data-passkey]').forEach((part) => {
    const { passkey, options, offered, unsupported, known, cancelled } = part.dataset;
    const form = part.closest('form');
    const { credential } = form.elements;
    const [button, note] = part.querySelectorAll('button, [role]');
    const type = window.PublicKeyCredential;
    const read = `parse${passkey === 'get' ? 'Request' : 'Creation'}OptionsFromJSON`;
    if (!type?.[read]) { note.textContent = unsupported; return; }
    let asking;
    const ask = async (mediation) => {
      asking?.abort();
      const { signal } = asking = new AbortController();
      note.textContent = '';
      try {
        const publicKey = type[read](JSON.parse(options));
        credential.value = JSON.stringify(await navigator.credentials[passkey]({ publicKey, mediation, signal }));
        form.requestSubmit();
      } catch ({ name }) {
        if (!mediation && !signal.aborted) note.textContent = name === 'InvalidStateError' ? known : cancelled;
      }
    };
    form.hidden = button.hidden = false;
    addEventListener('pageshow', () => { credential.value = ''; });
    form.addEventListener('submit', (event) => {
      if (credential.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask();
    });
    if (offered) type.isConditionalMediationAvailable?.().then((can) => can && ask('conditional'));
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

  // Role lists: the rows that a button would move are moved here, fields and all, without asking the server.
  all('[data-duo]').forEach((duo) => {
    const list = (name) => duo.querySelector(`[data-list=${name}]`);
    const status = document.querySelector('[data-duo-status]');
    const box = (row) => row.querySelector('[type=checkbox]');
    all('[data-move]', duo).forEach((button) => button.addEventListener('click', (event) => {
      event.preventDefault();
      const assigns = button.dataset.move === 'assign';
      const [from, to] = assigns ? ['available', 'assigned'] : ['assigned', 'available'];
      const picked = all('li', list(from)).filter((row) => box(row).checked);
      picked.forEach((row) => {
        box(row).checked = false;
        box(row).name = box(row).name.replace(from, to);
        row.querySelector('[type=hidden]').disabled = !assigns;
        list(to).querySelector('ul').append(row);
      });
      all('[data-list]', duo).forEach((each) => {
        const { length } = all('li', each);
        each.querySelector('[data-n]').textContent = length;
        each.querySelector('.none').hidden = length > 0;
      });
      const sentence = picked.length ? duo.dataset[button.dataset.move] : duo.dataset.pick;
      status.textContent = sentence.replace('{n}', picked.length);
      if (picked.length) box(picked[0]).focus();
    }));
  });
})();
