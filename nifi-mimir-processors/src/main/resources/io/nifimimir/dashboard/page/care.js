// SPDX-License-Identifier: Apache-2.0
// Copyright the nifi-mimir authors

// What people do about an alert. It goes through the REST call of the bundle, and what is shown afterwards is what the store says.

import { h, button } from './dom.js';

const NAME = 'mimir.name';
const TOKEN = 'mimir.token';

const DEEDS = [
  { status: 'acknowledged', label: 'Acknowledge', done: 'Acknowledged', means: 'I take care of it' },
  { status: 'resolved', label: 'Resolve', done: 'Resolved', means: 'it is dealt with' },
  { status: 'dismissed', label: 'Dismiss', done: 'Dismissed', means: 'it is no alert, say why' },
];

/** What can still be done about an alert in this state. */
function possible(alert) {
  switch (alert.status) {
    case 'active':
      return DEEDS;
    case 'acknowledged':
      return DEEDS.slice(1);
    case 'resolved':
      // Silent as it is, it would speak up again where its condition comes back
      return alert.closed ? [] : DEEDS.slice(2);
    default:
      return [];
  }
}

/** Asks the store for a change. A refusal is an error with its status. */
async function change(alert, deed, by, note) {
  const token = sessionStorage.getItem(TOKEN);
  const response = await fetch(`api/v1/monitoring/alerts/${encodeURIComponent(alert.id)}`, {
    method: 'PATCH',
    headers: {
      Accept: 'application/json', 'Content-Type': 'application/json', 'X-Mimir-Page': '1',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ status: deed.status, by, ...(note ? { note } : {}) }),
  });
  if (!response.ok) {
    const answer = await response.json().catch(() => ({}));
    throw Object.assign(new Error(answer.error ?? `The server answers ${response.status}`), { status: response.status });
  }
}

function inWords(error) {
  switch (error.status) {
    case 401:
      return 'This server wants its token from whoever changes something. Enter it, and try again.';
    case 405:
      return 'This page is for looking only: its flow in NiFi does not take changes.';
    case 409:
      return `${error.message}. Somebody, or the data, was faster; below is how it stands.`;
    default:
      return `Not done: ${error.message}.`;
  }
}

/**
 * The buttons, with who presses them and why.
 *
 * @param reload shows the alert as it is stored now, and returns it
 */
export function care(alert, reload) {
  const section = h('section', { class: 'card care', 'aria-labelledby': 'care' });
  const said = h('p', { class: 'said', role: 'status', tabindex: '-1' });
  const name = h('input', { type: 'text', id: 'by', autocomplete: 'name', maxlength: '100', value: localStorage.getItem(NAME) ?? '' });
  const note = h('input', { type: 'text', id: 'note', autocomplete: 'off', maxlength: '500' });
  const token = h('input', { type: 'password', id: 'token', autocomplete: 'off' });
  const tokenField = h('label', { class: 'field', hidden: true }, h('span', {}, 'Token of this server'), token);
  const buttons = h('div', { class: 'buttons' });
  let busy = false;

  const missing = (field, text) => {
    said.textContent = text;
    field.setAttribute('aria-invalid', 'true');
    field.focus();
  };

  const doIt = async deed => {
    if (busy) {
      return;
    }
    [name, note].forEach(field => field.removeAttribute('aria-invalid'));
    if (!name.value.trim()) {
      missing(name, 'Enter your name first: others see who takes care of it.');
      return;
    }
    if (deed.status === 'dismissed' && !note.value.trim()) {
      missing(note, 'Say in a few words why it is no alert.');
      return;
    }
    busy = true;
    section.setAttribute('aria-busy', 'true');
    localStorage.setItem(NAME, name.value.trim());
    if (token.value) {
      // For as long as this window is open, and for this address alone
      sessionStorage.setItem(TOKEN, token.value);
    }
    try {
      await change(alert, deed, name.value.trim(), note.value.trim());
      offer(await reload());
      note.value = '';
      said.textContent = `${deed.done} by ${name.value.trim()}.`;
    } catch (error) {
      tokenField.hidden = error.status !== 401;
      if (error.status === 401) {
        sessionStorage.removeItem(TOKEN);
      }
      if (error.status === 409) {
        offer(await reload());
      }
      said.textContent = inWords(error);
    } finally {
      busy = false;
      section.removeAttribute('aria-busy');
      said.focus();
    }
  };

  const offer = stored => {
    const deeds = possible(stored);
    buttons.replaceChildren(...deeds.map(deed => button([deed.label, h('span', { class: 'means' }, deed.means)], () => doIt(deed), { 'data-deed': deed.status })));
    fields.hidden = deeds.length === 0;
    section.hidden = deeds.length === 0 && said.textContent === '';
  };

  const fields = h('div', { class: 'controls' },
    h('label', { class: 'field' }, h('span', {}, 'Your name'), name),
    h('label', { class: 'field' }, h('span', {}, 'Note'), note), tokenField);
  section.append(h('h2', { id: 'care' }, 'Take care of it'), fields, buttons, said);
  offer(alert);
  return section;
}
