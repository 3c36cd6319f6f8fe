// SPDX-License-Identifier: Apache-2.0
// Copyright the nifi-mimir authors

// Datasets: what the data of a training looked like, column by column.

import { h, s, route, table } from './dom.js';
import { count, localTime, many, number, readable } from './format.js';

const SHOWN_COLUMNS = 200;

export async function datasets(query, ask) {
  const all = await ask('datasets');
  return [
    h('h1', {}, 'Data'),
    h('p', { class: 'lead' }, 'What was trained on, the newest first.'),
    all.length === 0
      ? h('p', { class: 'card' }, 'Nothing was trained on yet.')
      : h('section', { class: 'card' }, table('Datasets', [
        { label: 'Dataset', value: one => (one.profiled ? h('a', { href: route('dataset', { key: one.key }) }, readable(one.ontology)) : readable(one.ontology)) },
        { label: 'Rows', number: true, value: one => count(one.row_count) },
        { label: 'Columns', number: true, value: one => count(one.column_count) },
        { label: 'Trained', value: one => localTime(one.trained_at) },
        { label: 'Fingerprint', value: one => h('code', { title: one.data_fingerprint }, one.data_fingerprint.slice(0, 12)) },
      ], all)),
  ];
}

export async function dataset(query, ask) {
  const profile = await ask('dataset', { key: query.get('key') });
  const reasons = new Map((profile.source_info.type_decisions ?? []).map(({ name, value }) => [name, value]));
  const columns = profile.columns.slice(0, SHOWN_COLUMNS);
  return [
    h('p', { class: 'back' }, h('a', { href: route('datasets') }, 'All data')),
    h('h1', {}, profile.metadata.file_name ?? profile.metadata.source_label ?? 'Columns'),
    h('p', { class: 'lead' },
      `${many(profile.row_count, 'row')}, ${many(profile.column_count, 'column')}, read as ${profile.source}. ${inWords(profile.profile)}`),
    profile.source_info.timeseries_decision ? h('p', {}, `Time series: ${profile.source_info.timeseries_decision}`) : null,
    h('div', { class: 'columns' }, columns.map(column => card(column, profile.row_count, reasons.get(column.name)))),
    profile.columns.length > SHOWN_COLUMNS ? h('p', {}, `and ${count(profile.columns.length - SHOWN_COLUMNS)} more columns`) : null,
  ].filter(part => part !== null);
}

function inWords(rows) {
  return rows ? `${many(rows.complete_rows, 'row')} without a gap, ${many(rows.duplicate_rows, 'repetition')}.` : '';
}

function card(column, rows, reason) {
  const profile = column.profile ?? {};
  const frequent = profile.frequent_values ?? [];
  const quantiles = Object.entries(profile.quantiles ?? {}).map(([rank, value]) => [Number(rank), Number(value)]).sort(([one], [other]) => one - other);
  return h('section', { class: 'card' },
    h('h2', {}, column.name),
    h('p', { class: 'detail' }, `${column.data_type}${reason ? `: ${reason}` : ''}`),
    h('p', {}, [
      column.null_count > 0 ? `${number((100 * column.null_count) / rows, 3)} % missing` : 'complete',
      `${column.unique_count_exact ? '' : 'about '}${many(column.unique_count, 'value')}`,
      column.stats ? `mean ${number(column.stats.mean)}` : null,
      profile.range ? `${profile.range.min} to ${profile.range.max}` : null,
    ].filter(Boolean).join(' · ')),
    column.stats && quantiles.length > 3 ? [histogram(column, quantiles), spread(column, quantiles)] : frequent.length > 0 && frequent[0].count > 2 ? topValues(column, frequent) : null);
}

/** Between two quantiles lie as many rows as their ranks are apart: the narrower, the higher. */
function histogram(column, quantiles) {
  const low = quantiles[0][1];
  const span = quantiles.at(-1)[1] - low;
  if (!(span > 0)) {
    return null;
  }
  const BARS = 24;
  const heights = Array.from({ length: BARS }, (unused, bar) => share(quantiles, low + (span * (bar + 1)) / BARS) - share(quantiles, low + (span * bar) / BARS));
  const most = Math.max(...heights);
  return s('svg', { class: 'histogram', viewBox: `0 0 ${BARS * 10} 60`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    heights.map((height, bar) => s('rect', { x: bar * 10 + 0.5, width: 9, height: (58 * height) / most, y: 60 - (58 * height) / most })));
}

/** The share of values below one, on a straight line between the quantiles. */
function share(quantiles, value) {
  const after = quantiles.findIndex(([, limit]) => limit > value);
  if (after <= 0) {
    return after === 0 ? 0 : 1;
  }
  const [lowRank, low] = quantiles[after - 1];
  const [highRank, high] = quantiles[after];
  return lowRank + ((highRank - lowRank) * (value - low)) / (high - low || 1);
}

function spread(column, quantiles) {
  const at = rank => quantiles.reduce((best, one) => (Math.abs(one[0] - rank) < Math.abs(best[0] - rank) ? one : best))[1];
  return h('p', { class: 'detail' },
    `from ${number(column.stats.min)} to ${number(column.stats.max)}, half of them between ${number(at(0.25))} and ${number(at(0.75))}`);
}

function topValues(column, frequent) {
  const most = frequent[0].count;
  return table(`Most frequent values of ${column.name}`, [
    { label: 'Value', value: one => one.value },
    {
      label: 'Share',
      value: one => s('svg', { class: 'bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        s('rect', { width: (100 * one.count) / most, height: 10, rx: 1 })),
    },
    { label: 'Rows', number: true, value: one => count(one.count) },
  ], frequent);
}
