// SPDX-License-Identifier: Apache-2.0
// Copyright the nifi-mimir authors

// The audit trail of what ran, what was made up for, and what did not run.

import { h, button, route, select, table } from './dom.js';
import { provenance } from './alerts.js';
import { outcome } from './overview.js';
import { count, duration, localTime, many } from './format.js';

const PAGE = 50;

const STATUSES = ['running', 'waiting', 'success', 'caught_up', 'failed', 'interrupted', 'missed'];

export async function runs(query, ask) {
  const filter = { status: query.get('status') ?? '', job: query.get('job') ?? '' };
  const [found, settings] = await Promise.all([ask('runs', { ...filter, before: query.get('before'), limit: PAGE }), ask('settings')]);
  const go = change => {
    location.hash = route('runs', { ...filter, ...change });
  };
  const statuses = [{ value: '', label: 'any' }, ...STATUSES.map(value => ({ value, label: value.replace('_', ' ') }))];
  const ended = found.filter(run => run.completed_at !== null);
  return [
    h('h1', {}, 'Runs'),
    h('p', { class: 'lead' }, 'Every time that a job was due: what came of it, and whether the power was in the way.'),
    h('div', { class: 'controls' },
      select('Outcome', statuses, filter.status, value => go({ status: value })),
      filter.job ? button('Runs of all jobs', () => go({ job: '' })) : null),
    found.length === 0
      ? h('p', { class: 'card' }, 'No such run.')
      : h('section', { class: 'card' }, table('Runs, the newest first', [
        { label: 'Job', value: run => run.job_name },
        { label: 'Due', value: run => `${localTime(run.scheduled_for)}${run.missed_until ? ` to ${localTime(run.missed_until)}` : ''}` },
        { label: 'Outcome', value: run => outcome(run.status) },
        { label: 'Took', value: run => (run.started_at !== null && run.completed_at !== null ? duration(run.completed_at - run.started_at) : '–') },
        { label: 'Found', value: found_ },
        { label: 'Notes', value: notes },
        { label: 'Flowfile', value: run => provenance(run.flow_file_uuid, settings) },
      ], found)),
    ended.length >= PAGE ? h('p', { class: 'more' }, button('Older runs', () => go({ before: ended.at(-1).completed_at }))) : null,
  ];
}

function found_(run) {
  if (run.series_checked === null) {
    return '–';
  }
  return `${many(run.alerts_active, 'alert')} in ${many(run.points_evaluated, 'point')} of ${count(run.series_checked)} series`
    + `${run.alerts_resolved > 0 ? `, ${count(run.alerts_resolved)} ended` : ''}`;
}

function notes(run) {
  const parts = [];
  if (run.occurrences > 1) {
    parts.push(`${count(run.occurrences)} times`);
  }
  if (run.attempts > 1) {
    parts.push(many(run.attempts, 'try', 'tries'));
  }
  if (run.recovered) {
    parts.push('cut off before');
  }
  if (run.overdue) {
    parts.push('made up for');
  }
  if (run.error) {
    parts.push(run.error);
  }
  return parts.join('; ') || '–';
}
