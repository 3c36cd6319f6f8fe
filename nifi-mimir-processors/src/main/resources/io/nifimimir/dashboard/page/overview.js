// SPDX-License-Identifier: Apache-2.0
// Copyright the nifi-mimir authors

// What a person wants to know first: what is failing, and whether all is alive.

import { h, s, route, table } from './dom.js';
import { score, subject } from './models.js';
import { ago, bytes, count, dataTime, localTime, many, number, place, readable, severityRank, SEVERITIES } from './format.js';

export async function overview(query, ask) {
  const state = await ask('overview');
  const places = byPlace(state.attention);
  return [
    headline(state, places),
    h('div', { class: 'attention' }, places.map(attentionCard)),
    more(state),
    state.attention.length === 0 && state.recent.length > 0 ? recent(state) : null,
    health(state),
    jobs(state),
    models(state),
    report(),
  ].filter(part => part !== null);
}

/** Several alerts of one place are one trouble. */
function byPlace(attention) {
  const places = new Map();
  for (const open of attention) {
    const key = JSON.stringify([open.alert.ontology, open.alert.entity]);
    places.set(key, [...(places.get(key) ?? []), open]);
  }
  return [...places.values()];
}

function total(state) {
  return state.alert_counts.reduce((sum, one) => sum + one.count, 0);
}

function headline(state, places) {
  const open = total(state);
  const shown = state.attention.length;
  const title = open === 0
    ? 'All is quiet'
    : `${open > shown ? 'Many places need' : many(places.length, 'place needs', 'places need')} attention`;
  const counts = SEVERITIES
    .map(severity => [severity, state.alert_counts.filter(one => one.severity === severity).reduce((sum, one) => sum + one.count, 0)])
    .filter(([, value]) => value > 0)
    .map(([severity, value]) => h('li', {}, h('a', { href: route('alerts', { status: 'active', severity }), class: `badge ${severity}` },
      `${count(value)} ${severity}`)));
  return h('div', { class: 'headline' },
    h('h1', { class: open === 0 ? 'calm' : null }, title),
    open === 0
      ? h('p', {}, `No alert is open. ${many(state.job_counts.enabled, 'job watches', 'jobs watch')} the data.`)
      : h('ul', { class: 'badges', 'aria-label': 'Open alerts by severity' }, counts));
}

function attentionCard(opens) {
  const worst = opens[0].alert;
  const metrics = new Map();
  for (const open of opens) {
    metrics.set(open.alert.metric, [...(metrics.get(open.alert.metric) ?? []), open]);
  }
  return h('article', { class: `card alarm ${worst.severity}` },
    h('header', {},
      h('h2', {}, place(worst.entity, worst.ontology)),
      h('span', { class: `badge ${worst.severity}` }, worst.severity)),
    h('p', { class: 'whose' }, readable(worst.ontology)),
    h('ul', { class: 'troubles' }, [...metrics.values()].map(trouble)));
}

function trouble(opens) {
  const worst = opens[0];
  const alert = worst.alert;
  const since = Math.min(...opens.map(open => open.alert.since));
  return h('li', {},
    h('a', { href: route('series', { ontology: alert.ontology, metric: alert.metric, entity: alert.entity }) },
      h('span', { class: 'what' }, alert.metric, ' ', h('span', { class: 'how' }, saying(alert))),
      sparkline(worst.values),
      h('span', { class: 'value' }, number(alert.last_value)),
      h('span', { class: 'expected' }, `expected ${alert.expected}`),
      h('span', { class: 'since' }, `since ${dataTime(since)}`)),
    h('p', { class: 'trouble-care' }, careLink(alert)));
}

function careLink(alert) {
  const text = alert.status === 'acknowledged' ? `${alert.acknowledged_by ?? 'Somebody'} takes care of it` : 'Take care of it';
  return h('a', { href: route('alert', { id: alert.id }), 'aria-label': `${text}: ${alert.title}` }, text);
}

/** The end of the title, which begins with what and where. */
function saying(alert) {
  const found = / (is .+)$/.exec(alert.title);
  return found ? found[1] : alert.title;
}

function sparkline(values) {
  if (values.length < 2) {
    return null;
  }
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = values.map((value, index) => [(index / (values.length - 1)) * 116 + 2, 30 - ((value - low) / span) * 26]);
  const [x, y] = points.at(-1);
  return s('svg', { class: 'spark', viewBox: '0 0 122 34', 'aria-hidden': 'true' },
    s('polyline', { points: points.map(point => point.map(value => value.toFixed(1)).join(',')).join(' ') }),
    s('circle', { cx: x.toFixed(1), cy: y.toFixed(1), r: 3 }));
}

function more(state) {
  const rest = total(state) - state.attention.length;
  return rest > 0
    ? h('p', { class: 'more' }, h('a', { href: route('alerts', { status: 'active' }) }, `All alerts: ${count(rest)} more`))
    : null;
}

function recent(state) {
  return h('section', { class: 'card' },
    h('h2', {}, 'Ended last'),
    h('ul', { class: 'plain' }, state.recent.map(alert => h('li', {},
      h('a', { href: route('alert', { id: alert.id }) }, alert.title), ` · ended ${dataTime(alert.resolved_at)}`))));
}

function health(state) {
  const is = state.health;
  const now = state.now;
  const runs = is.runs;
  const tickLate = is.last_tick === null || now - is.last_tick > 5 * 60_000;
  const tiles = [
    tile('Schedule', tickLate || state.job_counts.late > 0 ? 'warn' : 'good', `looked at ${ago(is.last_tick, now)}`,
      state.job_counts.late > 0 ? many(state.job_counts.late, 'job is late', 'jobs are late') : 'no job is late', is.last_tick),
    tile('Store', is.takes_new_data && is.in_place ? 'good' : 'bad', bytes(is.bytes),
      is.in_place ? `${is.takes_new_data ? '' : 'takes no new data: '}${bytes(is.free_bytes)} free` : 'its file is gone'),
    tile('Backup', is.backup_fault ? 'bad' : is.last_backup ? 'good' : 'warn',
      is.last_backup_at ? ago(is.last_backup_at, now) : 'none yet',
      is.backup_fault ?? (is.last_backup ? 'read back and verified' : 'the first one is taken soon'), is.last_backup_at),
    tile('Checkpoint', 'good', is.last_checkpoint ? ago(is.last_checkpoint, now) : 'not yet since the start',
      `open for ${ago(is.opened_at, now).replace(' ago', '')}`, is.last_checkpoint),
    tile('Last stop', is.cut_off ? 'warn' : 'good', is.last_clean_stop ? `clean, ${ago(is.last_clean_stop, now)}` : 'no clean stop yet',
      is.cut_off ? 'the power was cut since; nothing stored was lost' : 'not cut off since', is.last_clean_stop),
    tile('Runs since then', runs.failed > 0 ? 'bad' : runs.interrupted + runs.missed > 0 ? 'warn' : 'good',
      `${count(runs.interrupted)} interrupted, ${count(runs.caught_up)} caught up`, `${count(runs.missed)} missed, ${count(runs.failed)} failed`),
  ];
  return h('section', { 'aria-labelledby': 'alive' },
    h('h2', { id: 'alive' }, tiles.some(one => one.dataset.state !== 'good') ? 'Is everything alive? Nearly' : 'Everything is alive'),
    is.restored_from ? h('p', { class: 'problem' }, `The store was damaged, and restored from ${is.restored_from}.`) : null,
    h('div', { class: 'tiles' }, tiles));
}

const STATES = { good: 'well', warn: 'look at this', bad: 'needs help' };

function tile(title, state, value, detail, instant) {
  const element = h('div', { class: 'tile' },
    h('h3', {}, h('span', { class: `dot ${state}`, role: 'img', 'aria-label': STATES[state] }), title),
    h('p', { class: 'strong', title: instant ? localTime(instant) : null }, value),
    h('p', { class: 'detail' }, detail));
  element.dataset.state = state;
  return element;
}

function jobs(state) {
  if (state.jobs.length === 0) {
    return null;
  }
  const rows = table('Jobs, those that need care first', [
    { label: 'Job', value: job => h('a', { href: route('runs', { job: job.id }) }, job.name) },
    { label: 'Last run', value: job => [outcome(job.last_status), ' ', job.last_run ? ago(job.last_run, state.now) : ''] },
    { label: 'Next run', value: job => (job.next_run ? `${ago(job.next_run, state.now)}${job.late ? ', late' : ''}` : 'none') },
    { label: 'Schedule', value: job => h('code', {}, job.schedule) },
    { label: 'Note', value: job => job.error ?? '' },
  ].filter(column => column.label !== 'Note' || state.jobs.some(job => job.error !== null)), state.jobs);
  const hidden = state.job_counts.enabled - state.jobs.length;
  return h('section', { class: 'card', 'aria-labelledby': 'jobs' },
    h('h2', { id: 'jobs' }, 'Jobs'), rows, hidden > 0 ? h('p', { class: 'more' }, `and ${count(hidden)} more`) : null);
}

const OUTCOMES = { success: 'good', caught_up: 'good', failed: 'bad', interrupted: 'warn', missed: 'warn', running: 'busy', waiting: 'busy' };

export function outcome(status) {
  return status
    ? h('span', { class: `outcome ${OUTCOMES[status] ?? 'busy'}` }, readable(status))
    : h('span', { class: 'outcome busy' }, 'not run yet');
}

const LANGUAGES = { en: 'English', fr: 'Français', ar: 'العربية', uk: 'Українська' };

/** In each language by its own name, for those who read no other. */
function report() {
  return h('p', { class: 'report' }, 'All this as one file, to print, to carry or to mail: ',
    Object.entries(LANGUAGES).map(([tag, name], index) => [index > 0 ? ' · ' : null,
      h('a', { href: `api/report.html?lang=${tag}`, lang: tag, download: true }, name)]));
}

function models(state) {
  if (state.models.length === 0) {
    return null;
  }
  return h('section', { class: 'card', 'aria-labelledby': 'models' },
    h('h2', { id: 'models' }, 'Models that answer'),
    table('Models that answer, with their score on held-out rows', [
      { label: 'Predicts', value: model => h('a', { href: route('model', { id: model.id }) }, subject(model)) },
      { label: 'Dataset', value: model => readable(model.ontology) },
      { label: 'Score', value: model => score(model) },
      { label: 'Naive guess', value: model => score(model, 'baseline_') },
      { label: 'Version', number: true, value: model => model.version },
    ], state.models));
}
