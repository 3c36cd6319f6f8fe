// SPDX-License-Identifier: Apache-2.0
// Copyright the nifi-mimir authors

// Alerts: a list to filter, and one with all that is known of it.

import { h, button, route, select, table } from './dom.js';
import { care } from './care.js';
import { draw, key } from './chart.js';
import { summary } from './series.js';
import { dataTime, localTime, many, number, readable, SEVERITIES } from './format.js';

const PAGE = 50;

const STATES = ['active', 'acknowledged', 'resolved', 'dismissed'];

export async function alerts(query, ask) {
  const filter = { status: query.get('status') ?? '', severity: query.get('severity') ?? '', search: query.get('search') ?? '' };
  const found = await ask('alerts', { ...filter, before: query.get('before'), limit: PAGE });
  const go = change => {
    location.hash = route('alerts', { ...filter, ...change });
  };
  const any = values => [{ value: '', label: 'any' }, ...values.map(value => ({ value, label: value }))];
  const search = h('input', { type: 'search', value: filter.search, on: { change: event => go({ search: event.target.value }) } });
  return [
    h('h1', {}, 'Alerts'),
    h('div', { class: 'controls' },
      select('State', any(STATES), filter.status, value => go({ status: value })),
      select('Severity', any(SEVERITIES), filter.severity, value => go({ severity: value })),
      h('label', { class: 'field' }, h('span', {}, 'Search'), search)),
    found.length === 0
      ? h('p', { class: 'card' }, 'No such alert.')
      : h('section', { class: 'card' }, table(`Alerts, the newest first`, [
        { label: 'Alert', value: alert => h('a', { href: route('alert', { id: alert.id }) }, alert.title) },
        { label: 'Severity', value: alert => h('span', { class: `badge ${alert.severity}` }, alert.severity) },
        { label: 'State', value: alert => alert.status + (alert.status === 'acknowledged' && alert.acknowledged_by ? ` by ${alert.acknowledged_by}` : '') },
        { label: 'Since', value: alert => dataTime(alert.since) },
        { label: 'Until', value: alert => (alert.resolved_at === null ? 'lasts' : dataTime(alert.resolved_at)) },
        { label: 'Last value', number: true, value: alert => number(alert.last_value) },
        { label: 'Expected', value: alert => alert.expected },
        { label: 'Dataset', value: alert => readable(alert.ontology) },
      ], found)),
    found.length === PAGE
      ? h('p', { class: 'more' }, button('Older alerts', () => go({ before: found.at(-1).since })))
      : null,
  ];
}

export async function alert(query, ask) {
  const id = query.get('id');
  const { alert: it, steps } = await ask('alert', { id });
  const settings = await ask('settings');
  // As much before it as it lasted, and some days at least
  const lasted = Math.max(it.last_seen - it.since, 3 * 86_400_000);
  const around = { ontology: it.ontology, metric: it.metric, entity: it.entity };
  const chart = await ask('series', { ...around, from: it.since - 2 * lasted, to: it.last_seen + lasted });
  const look = (from, to) => {
    location.hash = route('series', { ...around, from: Math.round(from), to: Math.round(to) });
  };
  const others = chart.alerts.filter(other => other.id !== id && other.resolved_at === null);
  const state = h('section', { class: `card alarm ${it.severity}` }, stateOf(it));
  const life = h('section', { class: 'card' }, lifeOf(steps, settings));
  const reload = async () => {
    const stored = await ask('alert', { id });
    state.replaceChildren(...stateOf(stored.alert));
    life.replaceChildren(...lifeOf(stored.steps, settings));
    return stored.alert;
  };
  return [
    h('p', { class: 'back' }, h('a', { href: route('alerts') }, 'All alerts')),
    h('h1', {}, it.title),
    state,
    care(it, reload),
    others.length > 0
      ? h('p', {}, 'Open for the same series: ', others.map((other, index) => [index > 0 ? ', ' : null, h('a', { href: route('alert', { id: other.id }) }, `${other.title} (${other.severity})`)]))
      : null,
    h('section', { class: 'card', 'aria-label': 'The series around it' },
      draw(chart, summary(chart), look), key(chart), h('p', { class: 'summary' }, summary(chart)),
      h('p', {}, h('a', { href: route('series', around) }, 'The whole series'))),
    life,
  ];
}

function stateOf(it) {
  return [
    h('p', {}, h('span', { class: `badge ${it.severity}` }, it.severity), ' ', h('span', { class: 'state' }, it.status),
      it.status === 'acknowledged' && it.acknowledged_by ? ` by ${it.acknowledged_by}` : ''),
    h('p', { class: 'message' }, it.message),
    h('dl', { class: 'facts' },
      fact('Since', dataTime(it.since)), fact('Seen last', `${dataTime(it.last_seen)}, ${many(it.occurrences, 'reading')}`),
      fact('Ended', it.resolved_at === null ? 'not yet' : dataTime(it.resolved_at)),
      fact('Last value', number(it.last_value)), fact('Expected', it.expected),
      fact('Dataset', readable(it.ontology)), fact('Why', it.rule_description || it.type)),
  ];
}

function lifeOf(steps, settings) {
  return [
    h('h2', {}, 'What happened'),
    table('Steps in the life of this alert', [
      // What people do has an instant of this machine, what rules find one of the data
      { label: 'When', value: step => (step.by === null ? dataTime(step.at) : localTime(step.at)) },
      { label: 'Became', value: step => step.to_status },
      { label: 'By', value: step => [step.by ?? 'its rule', step.note === null ? '' : `: ${step.note}`] },
      { label: 'Told', value: told },
      { label: 'Flowfile', value: step => provenance(step.flow_file_uuid, settings) },
    ], steps),
  ];
}

function fact(name, value) {
  return h('div', {}, h('dt', {}, name), h('dd', {}, value));
}

function told(step) {
  if (step.kept_back !== null) {
    return `nobody: ${step.kept_back}`;
  }
  return step.sent_at === null ? 'waits to be told' : localTime(step.sent_at);
}

/** A flowfile by its identifier, linked to where NiFi tells of it. */
export function provenance(uuid, settings) {
  if (!uuid) {
    return '–';
  }
  const short = h('code', { title: uuid }, uuid.slice(0, 8));
  return settings.nifi_address
    ? h('a', { href: `${settings.nifi_address}/#/provenance?flowFileUuid=${encodeURIComponent(uuid)}`, rel: 'noreferrer' }, short)
    : h('code', {}, uuid);
}
