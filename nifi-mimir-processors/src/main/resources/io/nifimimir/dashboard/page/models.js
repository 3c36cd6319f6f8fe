// SPDX-License-Identifier: Apache-2.0
// Copyright the nifi-mimir authors

// Models: which one answers, how good it is, and how it came to be.

import { h, s, route, table } from './dom.js';
import { calibrationCurve, scatter } from './figures.js';
import { count, duration, localTime, many, number, readable } from './format.js';

/** What a model predicts, in words. */
export function subject(model) {
  return model.target.replace(/^forecast:/, 'Forecast of ');
}

/** Scores that say most to most people, as what they say. */
const SCORES = {
  regression: ['r2_score', value => `explains ${Math.round(100 * Math.max(0, value))} %`],
  classification: ['accuracy', value => `${Math.round(100 * value)} % right`],
  forecasting: ['mase', value => `error ${number(value, 3)}`],
};

export function score(model, prefix = '') {
  const [name, say] = SCORES[model.task] ?? [null, null];
  const value = name === null ? undefined : model.metrics[prefix + name];
  return value === undefined ? '–' : say(value);
}

const STATES = { champion: 'good', challenger: 'busy', retired: 'busy', rejected: 'warn' };

function state(model) {
  return h('span', { class: `outcome ${STATES[model.state] ?? 'busy'}` }, model.state);
}

export async function models(query, ask) {
  const all = await ask('models');
  if (all.length === 0) {
    return [h('h1', {}, 'Models'), h('p', {}, 'No model is registered yet. They come with the first training.')];
  }
  const datasets = [...new Set(all.map(model => model.ontology))];
  return [
    h('h1', {}, 'Models'),
    h('p', { class: 'lead' }, 'The champion of each target answers. A model that is no better than a naive guess is rejected.'),
    datasets.map(ontology => h('section', { class: 'card' },
      h('h2', {}, readable(ontology)),
      table(`Models of ${readable(ontology)}`, [
        { label: 'Predicts', value: model => h('a', { href: route('model', { id: model.id }) }, subject(model)) },
        { label: 'Score', value: model => score(model) },
        { label: 'Naive guess', value: model => score(model, 'baseline_') },
        { label: 'State', value: state },
        { label: 'By', value: model => readable(model.learner) },
        { label: 'Version', number: true, value: model => model.version },
      ], all.filter(model => model.ontology === ontology)))),
  ];
}

export async function model(query, ask) {
  const view = await ask('model', { id: query.get('id') });
  const it = view.model;
  const report = view.report;
  return [
    h('p', { class: 'back' }, h('a', { href: route('models') }, 'All models')),
    h('h1', {}, subject(it)),
    h('section', { class: 'card' },
      h('p', { class: 'message' }, state(it), ` · version ${it.version} · ${readable(it.ontology)}`),
      h('p', { class: 'verdict' }, score(it), h('span', { class: 'muted' }, `, a naive guess ${score(it, 'baseline_')}`)),
      h('p', {}, report.verdict ?? it.reason),
      report.verdict ? h('p', { class: 'detail' }, it.reason) : null,
      h('p', {}, 'Model card to keep: ',
        h('a', { href: `api/model-card.html?id=${encodeURIComponent(it.id)}`, download: true }, 'HTML'), ' ',
        h('a', { href: `api/model-card.json?id=${encodeURIComponent(it.id)}`, download: true }, 'JSON'))),
    scores(it, report),
    leaderboard(report),
    importance(report),
    predictedActual(report),
    residuals(report),
    calibration(report),
    confusion(report),
    featurePairs(report),
    leftOut(report),
    targets(view.training),
    versions(view),
    origin(view),
  ].filter(part => part !== null);
}

function scores(it, report) {
  const names = Object.keys(it.metrics).filter(name => !name.startsWith('baseline_'));
  const intervals = report.evaluation?.confidence_intervals ?? {};
  return h('section', { class: 'card' },
    h('h2', {}, 'Scores on rows that it has not seen'),
    table('Scores on held-out rows', [
      { label: 'Score', value: name => readable(name) },
      { label: 'Model', number: true, value: name => number(it.metrics[name]) },
      { label: '95 % interval', value: name => (intervals[name] ? intervals[name].map(one => number(one)).join(' to ') : '') },
      { label: 'Naive guess', number: true, value: name => number(it.metrics[`baseline_${name}`]) },
    ], names),
    report.validation ? h('p', { class: 'detail' }, report.validation) : null);
}

/** Bars, drawn by the style sheet's colours; the number beside each says the same. */
function bars(caption, rows, label, value, says) {
  const most = Math.max(...rows.map(value), 0) || 1;
  return table(caption, [
    { label: 'What', value: label },
    {
      label: 'In proportion',
      value: row => s('svg', { class: 'bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        s('rect', { width: (100 * Math.max(0, value(row))) / most, height: 10, rx: 1 })),
    },
    { label: 'Value', number: true, value: says },
  ], rows);
}

function leaderboard(report) {
  if (!report.leaderboard?.length) {
    return null;
  }
  return h('section', { class: 'card' },
    h('h2', {}, 'Candidates'),
    table('Candidates, the least loss first; those with a weight make up the model', [
      { label: 'Candidate', value: one => one.candidate },
      { label: 'Loss', number: true, value: one => number(one.mean_loss) },
      { label: 'Spread over folds', number: true, value: one => `± ${number(one.spread, 3)}` },
      { label: 'Weight', number: true, value: one => (one.weight > 0 ? `${Math.round(100 * one.weight)} %` : '–') },
    ], report.leaderboard, { visibleCaption: true }));
}

function importance(report) {
  const columns = Object.entries(report.evaluation?.importance ?? {}).sort(([, one], [, other]) => other - one).slice(0, 20);
  if (columns.length === 0) {
    return null;
  }
  return h('section', { class: 'card' },
    h('h2', {}, 'What it looks at'),
    h('p', { class: 'detail' }, 'The loss that shuffling a column adds: the more, the more it is needed.'),
    bars('Importance of columns', columns, ([name]) => name, ([, value]) => value, ([, value]) => number(value, 3)));
}

function predictedActual(report) {
  const rows = report.evaluation?.predicted_actual ?? [];
  return rows.length === 0 ? null : h('section', { class: 'card' }, h('h2', {}, 'Predicted, and in truth'), scatter(rows));
}

function residuals(report) {
  const quantiles = Object.entries(report.evaluation?.residual_quantiles ?? {});
  if (quantiles.length === 0) {
    return null;
  }
  const interval = report.evaluation.interval;
  return h('section', { class: 'card' },
    h('h2', {}, 'Actual less predicted'),
    table('Quantiles of the errors', [
      { label: 'Share of rows below', value: ([share]) => `${Math.round(100 * share)} %` },
      { label: 'Error', number: true, value: ([, value]) => number(value) },
    ], quantiles.sort(([one], [other]) => one - other)),
    interval ? h('p', { class: 'detail' }, `Predictions are given as ${number(interval[0])} to +${number(interval[1])} around the value.`) : null);
}

function calibration(report) {
  const bins = report.evaluation?.calibration ?? [];
  if (bins.length === 0) {
    return null;
  }
  return h('section', { class: 'card' },
    h('h2', {}, 'Are its probabilities true?'),
    calibrationCurve(bins),
    table('Calibration', [
      { label: 'It says', value: bin => `${Math.round(100 * bin.predicted)} %` },
      { label: 'It was', number: true, value: bin => `${Math.round(100 * bin.observed)} %` },
      { label: 'Rows', number: true, value: bin => count(bin.rows) },
    ], bins));
}

function confusion(report) {
  if (!report.confusion_matrix) {
    return null;
  }
  const classes = report.classes;
  const rows = report.confusion_matrix.map((cells, index) => ({ name: classes[index] ?? 'others', cells }));
  return h('section', { class: 'card' },
    h('h2', {}, 'What it takes for what'),
    table('True classes by predicted class', [
      { label: 'In truth', value: row => row.name },
      ...classes.map((name, index) => ({ label: `as ${name}`, number: true, value: row => cell(row, index) })),
    ], rows));
}

function featurePairs(report) {
  const pairs = report.feature_pairs ?? [];
  return pairs.length === 0 ? null : h('section', { class: 'card' },
    h('h2', {}, 'Made of two columns, since it helps'),
    h('ul', {}, pairs.map(one => h('li', {}, one))));
}

/** The darker, the larger the part of the rows of this class. */
function cell(row, index) {
  const rows = row.cells[index] ?? 0;
  const all = row.cells.reduce((sum, one) => sum + one, 0) || 1;
  return h('span', { class: `heat heat${Math.round((4 * rows) / all)}` }, count(rows));
}

function leftOut(report) {
  const columns = Object.entries(report.left_out_columns ?? {});
  const warnings = report.warnings ?? [];
  if (columns.length + warnings.length === 0) {
    return null;
  }
  return h('section', { class: 'card' },
    h('h2', {}, 'Left out, and why'),
    columns.length > 0 ? table('Columns left out', [
      { label: 'Column', value: ([name]) => name }, { label: 'Why', value: ([, reason]) => reason },
    ], columns) : null,
    warnings.length > 0 ? h('ul', {}, warnings.slice(0, 50).map(one => h('li', {}, one))) : null);
}

function targets(training) {
  const judged = training.considered_targets ?? [];
  const failed = training.failed_models ?? [];
  if (judged.length + failed.length === 0) {
    return null;
  }
  return h('details', { class: 'card' },
    h('summary', {}, 'What else its training looked at'),
    judged.length > 0 ? table('Columns that were judged as something to predict', [
      { label: 'Column', value: one => one.column }, { label: 'Taken', value: one => (one.chosen ? 'yes' : 'no') }, { label: 'Why', value: one => one.reasoning },
    ], judged.slice(0, 100), { visibleCaption: true }) : null,
    failed.length > 0 ? table('Models that could not be made', [
      { label: 'Column', value: one => one.target_property }, { label: 'Why', value: one => one.error_message },
    ], failed, { visibleCaption: true }) : null);
}

function versions(view) {
  return h('section', { class: 'card' },
    h('h2', {}, 'Versions'),
    table('Versions, the newest first', [
      { label: 'Version', value: one => h('a', { href: route('model', { id: one.id }), 'aria-current': one.id === view.model.id ? 'true' : null }, `Version ${one.version}`) },
      { label: 'State', value: state },
      { label: 'Score', value: one => score(one) },
      { label: 'Made', value: one => localTime(one.created_at) },
      { label: 'Why', value: one => one.reason },
    ], view.versions));
}

function origin(view) {
  const from = view.provenance;
  const facts = [
    ['Learnt from', from.row_count ? many(from.row_count, 'row') : null],
    ['Columns', (from.columns ?? []).join(', ')],
    ['Training took', from.duration_millis ? duration(from.duration_millis) : null],
    ['Seed', from.seed], ['Fingerprint of the data', view.model.data_fingerprint], ['Checksum', view.model.sha256],
    ['Made with', Object.entries(from.libraries ?? {}).map(([name, version]) => `${name} ${version}`).join(', ')],
    ['Made on', from.jvm],
  ];
  return h('section', { class: 'card' },
    h('h2', {}, 'Where it comes from'),
    h('dl', { class: 'facts' }, facts.filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))));
}
