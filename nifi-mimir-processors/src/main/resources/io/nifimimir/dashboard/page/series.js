// SPDX-License-Identifier: Apache-2.0
// Copyright the nifi-mimir authors

// One series at a time: choose it, see it, look closer.

import { h, button, route, select, table } from './dom.js';
import { draw, key } from './chart.js';
import { count, dataTime, many, number, place, readable } from './format.js';

const MANY_ENTITIES = 60;

const ROWS_OF_TABLE = 100;

export async function series(query, ask) {
  const metrics = await ask('metrics');
  if (metrics.length === 0) {
    return [h('h1', {}, 'Series'), h('p', {}, 'No series is stored yet. One comes with the first dataset that has dates.')];
  }
  const metric = chosenMetric(metrics, query);
  const entities = await ask('entities', { ontology: metric.ontology, metric: metric.metric, limit: MANY_ENTITIES + 1 });
  const entity = query.has('entity') ? query.get('entity') : metric.first_entity;
  const chart = await ask('series', {
    ontology: metric.ontology, metric: metric.metric, entity, from: query.get('from'), to: query.get('to'),
  });
  const go = fields => {
    location.hash = route('series', { ontology: metric.ontology, metric: metric.metric, entity, ...fields });
  };
  return [
    h('h1', {}, chart.metric, chart.entity ? [h('span', { class: 'of' }, ' of '), chart.entity] : null),
    picker(metrics, metric, entities, entity, ask),
    seriesCard(chart, query, go),
    alertsOf(chart),
    rulesOf(chart),
    dataOf(chart),
  ];
}

function chosenMetric(metrics, query) {
  const asked = metrics.find(one => one.ontology === query.get('ontology') && one.metric === query.get('metric'));
  return asked ?? metrics.reduce((best, one) => (one.open_alerts > best.open_alerts ? one : best));
}

/** What has an open alert is marked, so that nobody has to try one after the other. */
function marked(text, openAlerts) {
  return openAlerts > 0 ? `${text} ● ${many(openAlerts, 'alert')}` : text;
}

function picker(metrics, metric, entities, entity, ask) {
  const datasets = [...new Set(metrics.map(one => one.ontology))];
  const options = datasets.map(ontology => ({
    label: readable(ontology),
    options: metrics.filter(one => one.ontology === ontology).map(one => ({
      value: JSON.stringify([one.ontology, one.metric]), label: marked(one.metric, one.open_alerts),
    })),
  }));
  const choose = value => {
    const [ontology, name] = JSON.parse(value);
    location.hash = route('series', { ontology, metric: name });
  };
  return h('div', { class: 'controls' },
    select('Metric', options, JSON.stringify([metric.ontology, metric.metric]), choose),
    metric.entities > 1 ? entityPicker(metric, entities, entity, ask) : null);
}

function entityPicker(metric, entities, entity, ask) {
  const choose = name => {
    location.hash = route('series', { ontology: metric.ontology, metric: metric.metric, entity: name });
  };
  if (entities.length <= MANY_ENTITIES) {
    return select('Of', entities.map(one => ({ value: one.entity, label: marked(one.entity, one.open_alerts) })), entity, choose);
  }
  const list = h('datalist', { id: 'entities' });
  const offer = async text => {
    const found = await ask('entities', { ontology: metric.ontology, metric: metric.metric, search: text, limit: 20 });
    list.replaceChildren(...found.map(one => h('option', { value: one.entity }, marked(one.entity, one.open_alerts))));
  };
  return h('label', { class: 'field' }, h('span', {}, `Of ${count(metric.entities)}`),
    h('input', {
      type: 'search', list: 'entities', value: entity, autocomplete: 'off',
      on: { input: event => offer(event.target.value), change: event => choose(event.target.value) },
    }), list);
}

/** What the picture says, in words. */
export function summary(chart) {
  const values = chart.values.filter(value => value !== null);
  if (values.length === 0) {
    return 'No points in this span.';
  }
  const open = chart.alerts.filter(alert => alert.resolved_at === null).length;
  const parts = [
    `${many(chart.points, 'point')} from ${dataTime(chart.times[0])} to ${dataTime(chart.times.at(-1))}`,
    `between ${number(Math.min(...values))} and ${number(Math.max(...values))}, the newest is ${number(values.at(-1))}`,
    open > 0 ? `${many(open, 'alert is', 'alerts are')} open` : chart.alerts.length > 0 ? `no alert is open, ${chart.alerts.length} ended` : 'no alert',
  ];
  if (chart.gaps.length > 0) {
    parts.push(`data is missing in ${many(chart.gaps.length, 'place')}`);
  }
  if (chart.forecast?.mean.length > 0) {
    parts.push(`the forecast for ${dataTime(chart.forecast.times.at(-1))} is ${number(chart.forecast.mean.at(-1))}, `
      + `between ${number(chart.forecast.lower.at(-1))} and ${number(chart.forecast.upper.at(-1))} with ${Math.round(100 * chart.forecast.level)} % confidence`);
  }
  return `${parts.join('; ')}.`;
}

function seriesCard(chart, query, go) {
  const from = query.has('from') ? Number(query.get('from')) : chart.first_point;
  const to = query.has('to') ? Number(query.get('to')) : chart.last_point;
  const span = to - from;
  const look = (first, last) => go({ from: Math.round(first), to: Math.round(last) });
  const readout = h('p', { class: 'readout', 'aria-hidden': 'true' }, '\u00a0');
  const zoomed = query.has('from') || query.has('to');
  return h('section', { class: 'card', 'aria-label': 'Chart' },
    draw(chart, summary(chart), look, at => {
      readout.textContent = at ? tell(at) : '\u00a0';
    }),
    readout,
    key(chart),
    h('div', { class: 'buttons' },
      button('Earlier', () => look(from - span / 2, to - span / 2), { disabled: from <= chart.first_point }),
      button('Later', () => look(from + span / 2, to + span / 2), { disabled: to >= chart.last_point }),
      button('Closer', () => look(to - span / 2, to)),
      button('Wider', () => look(from - span / 2, to + span / 2), { disabled: !zoomed }),
      button('Whole series', () => go({}), { disabled: !zoomed })),
    h('p', { class: 'summary' }, summary(chart)),
    chart.forecast ? h('p', { class: 'detail' }, forecastNote(chart.forecast)) : null);
}

function forecastNote(forecast) {
  return forecast.times.length > 0
    ? `Forecast by ${readable(forecast.method)}. ${forecast.reason}.`
    : `No forecast is drawn. ${forecast.reason}.`;
}

function tell(at) {
  const parts = [dataTime(at.time)];
  if (at.value !== undefined && at.value !== null) {
    parts.push(number(at.value));
  }
  if (typeof at.lower === 'number') {
    parts.push(`expected ${number(at.lower)} to ${number(at.upper)}`);
  }
  if (typeof at.mean === 'number') {
    parts.push(`forecast ${number(at.mean)} (${number(at.low)} to ${number(at.high)})`);
  }
  return parts.join(' · ');
}

function alertsOf(chart) {
  if (chart.alerts.length === 0) {
    return null;
  }
  return h('section', { class: 'card' },
    h('h2', {}, 'Alerts of this series'),
    table('Alerts of this series, the newest first', [
      { label: 'Alert', value: alert => h('a', { href: route('alert', { id: alert.id }) }, alert.title) },
      { label: 'Severity', value: alert => h('span', { class: `badge ${alert.severity}` }, alert.severity) },
      { label: 'State', value: alert => alert.status },
      { label: 'Since', value: alert => dataTime(alert.since) },
      { label: 'Last value', number: true, value: alert => number(alert.last_value) },
      { label: 'Expected', value: alert => alert.expected },
    ], chart.alerts));
}

function rulesOf(chart) {
  return h('section', { class: 'card' },
    h('h2', {}, 'What watches it'),
    chart.rules.length === 0
      ? h('p', {}, 'No rule watches this series.')
      : h('ul', { class: 'plain' }, chart.rules.map(rule => h('li', {},
        h('span', { class: `badge ${rule.severity}` }, rule.severity), ' ', rule.description || rule.type))));
}

function dataOf(chart) {
  const shown = chart.times.map((time, index) => index).slice(-ROWS_OF_TABLE).reverse();
  const anomalies = new Set(chart.anomalies);
  return h('details', { class: 'card' },
    h('summary', {}, `The newest ${shown.length} points as a table`),
    table(`Points of ${chart.metric} of ${place(chart.entity, chart.ontology)}, the newest first`, [
      { label: 'Time', value: index => dataTime(chart.times[index]) },
      { label: 'Value', number: true, value: index => number(chart.values[index], 6) },
      { label: 'Expected', value: index => (chart.lower[index] === null ? '–' : `${number(chart.lower[index])} to ${number(chart.upper[index])}`) },
      { label: 'Note', value: index => (anomalies.has(index) ? 'part of an alert' : '') },
    ], shown));
}
