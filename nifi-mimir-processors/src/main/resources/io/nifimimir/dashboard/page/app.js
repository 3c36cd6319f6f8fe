// SPDX-License-Identifier: Apache-2.0
// Copyright the nifi-mimir authors

// Which view is shown, and what frames it.

import { h, button } from './dom.js';
import { overview } from './overview.js';
import { series } from './series.js';
import { alert, alerts } from './alerts.js';
import { dataset, datasets } from './datasets.js';
import { model, models } from './models.js';
import { runs } from './runs.js';

const REFRESH_MILLIS = 30_000;

const VIEWS = {
  '': { title: 'Overview', show: overview, refreshes: true },
  series: { title: 'Series', show: series },
  alerts: { title: 'Alerts', show: alerts },
  alert: { title: 'Alert', show: alert, within: 'alerts' },
  models: { title: 'Models', show: models },
  model: { title: 'Model', show: model, within: 'models' },
  datasets: { title: 'Data', show: datasets },
  dataset: { title: 'Data', show: dataset, within: 'datasets' },
  runs: { title: 'Runs', show: runs },
};

const main = document.getElementById('main');
const status = document.getElementById('status');
let shown = 0;

function place() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  return { name: Object.hasOwn(VIEWS, path) ? path : '', query: new URLSearchParams(query ?? '') };
}

/** Asks for a view of the store; what went wrong is in the error. */
export async function ask(name, fields = {}) {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const query = new URLSearchParams(given).toString();
  const response = await fetch(`api/${name}${query ? `?${query}` : ''}`, { headers: { Accept: 'application/json' } });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.error);
  }
  return answer;
}

async function show(refreshing) {
  const turn = ++shown;
  const { name, query } = place();
  const view = VIEWS[name];
  document.title = `${view.title} · Mimir`;
  markView(view.within ?? name);
  if (!refreshing) {
    main.setAttribute('aria-busy', 'true');
  }
  try {
    const content = await view.show(query, ask);
    if (turn !== shown) {
      return;
    }
    main.replaceChildren(...[content].flat(Infinity).filter(part => part !== null));
    status.textContent = `As of ${new Date().toLocaleTimeString('en-GB')}`;
  } catch (error) {
    if (turn !== shown) {
      return;
    }
    if (refreshing) {
      status.textContent = `Not up to date: ${error.message}`;
      return;
    }
    main.replaceChildren(h('h1', {}, 'This cannot be shown'), h('p', { class: 'problem' }, error.message),
      h('p', {}, button('Try again', () => show(false))));
  } finally {
    main.removeAttribute('aria-busy');
  }
}

function markView(current) {
  document.getElementById('views').replaceChildren(...Object.entries(VIEWS)
    .filter(([, view]) => !view.within)
    .map(([name, view]) => h('li', {},
      h('a', { href: `#/${name}`, 'aria-current': name === current ? 'page' : null }, view.title))));
}

const THEMES = ['auto', 'light', 'dark'];

function theme() {
  const stored = localStorage.getItem('mimir.theme');
  return THEMES.includes(stored) ? stored : 'auto';
}

function applyTheme() {
  const chosen = theme();
  document.documentElement.dataset.theme = chosen;
  const toggle = document.getElementById('theme');
  toggle.textContent = { auto: '◐ Auto', light: '☀ Light', dark: '☾ Dark' }[chosen];
  toggle.setAttribute('aria-label', `Colours: ${chosen}. Change`);
  window.dispatchEvent(new Event('mimir-theme'));
}

document.getElementById('theme').addEventListener('click', () => {
  localStorage.setItem('mimir.theme', THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]);
  applyTheme();
});
document.querySelector('.skip').addEventListener('click', event => {
  // The address names the view, so it cannot name the place in it as well
  event.preventDefault();
  main.focus();
});
window.addEventListener('hashchange', async () => {
  await show(false);
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
});
setInterval(() => {
  if (!document.hidden && VIEWS[place().name].refreshes && !main.contains(document.activeElement?.closest('a, button, summary'))) {
    show(true);
  }
}, REFRESH_MILLIS);

applyTheme();
show(false);
