// SPDX-License-Identifier: Apache-2.0
// Copyright the nifi-mimir authors

// Numbers and times as people read them. The instants of data are told in UTC, as the alerts tell them.

const numbers = new Map();

/** A measured value, with as many digits as say something. */
export function number(value, digits = 4) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–';
  }
  if (!numbers.has(digits)) {
    numbers.set(digits, new Intl.NumberFormat('en', { maximumSignificantDigits: digits }));
  }
  return Math.abs(value) >= 10 ** digits ? count(Math.round(value)) : numbers.get(digits).format(value);
}

const counts = new Intl.NumberFormat('en');

export function count(value) {
  return counts.format(value);
}

/** Such as "1 alert" and "3 alerts". */
export function many(value, one, several = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : several}`;
}

export function bytes(value) {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let rest = value;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return `${number(rest, 3)} ${units[unit]}`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const MINUTE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'UTC',
});

/** An instant of data: the day alone at midnight. */
export function dataTime(millis) {
  if (millis === null || millis === undefined) {
    return '–';
  }
  return millis % 86_400_000 === 0 ? DAY.format(millis) : `${MINUTE.format(millis)} UTC`;
}

const LOCAL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** An instant of this machine's life, in the time zone of who looks. */
export function localTime(millis) {
  return millis === null || millis === undefined ? '–' : LOCAL.format(millis);
}

export function duration(millis) {
  if (millis < 1000) {
    return `${Math.max(0, Math.round(millis))} ms`;
  }
  const seconds = millis / 1000;
  for (const [unit, size] of [['day', 86_400], ['hour', 3_600], ['minute', 60]]) {
    if (seconds >= size * 1.5) {
      return many(Math.round(seconds / size), unit);
    }
  }
  return many(Math.round(seconds), 'second');
}

/** How long ago, or in how long. */
export function ago(millis, now) {
  if (millis === null || millis === undefined) {
    return 'never';
  }
  const distance = now - millis;
  if (Math.abs(distance) < 1500) {
    return 'now';
  }
  return distance > 0 ? `${duration(distance)} ago` : `in ${duration(-distance)}`;
}

/** Names from data as they are, names of datasets without what keeps them together. */
export function readable(name) {
  return name.replaceAll('_', ' ');
}

/** What a series is of, where it is of something. */
export function place(entity, ontology) {
  return entity || readable(ontology);
}

export const SEVERITIES = ['critical', 'high', 'medium', 'low'];

export function severityRank(severity) {
  return SEVERITIES.indexOf(severity);
}
