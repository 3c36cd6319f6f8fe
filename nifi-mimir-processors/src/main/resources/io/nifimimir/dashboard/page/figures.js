// SPDX-License-Identifier: Apache-2.0
// Copyright the nifi-mimir authors

// Small pictures of models: what was predicted against what was true.

import { h, s } from './dom.js';
import { number } from './format.js';

const SIZE = 320;
const LEFT = 52;
const BOTTOM = 40;
const MARGIN = 10;

/** Numbers from low to high on a side of the square. */
function scale(low, high) {
  const span = high - low || 1;
  return {
    x: value => LEFT + ((value - low) / span) * (SIZE - LEFT - MARGIN),
    y: value => SIZE - BOTTOM - ((value - low) / span) * (SIZE - BOTTOM - MARGIN),
    ticks: [0, 0.5, 1].map(part => low + part * span),
  };
}

/** A square with the same scale on both sides, whose diagonal is where all would be right. */
function square(summary, low, high, horizontal, vertical, say, marks) {
  const at = scale(low, high);
  const line = (x1, y1, x2, y2, name) => s('line', { x1, y1, x2, y2, class: name });
  return h('figure', { class: 'figure' },
    s('svg', { viewBox: `0 0 ${SIZE} ${SIZE}`, role: 'img', 'aria-label': summary },
      at.ticks.map(tick => [
        line(at.x(tick), at.y(low), at.x(tick), at.y(high), 'grid'), line(at.x(low), at.y(tick), at.x(high), at.y(tick), 'grid'),
        s('text', { x: at.x(tick), y: at.y(low) + 15, 'text-anchor': tick === high ? 'end' : 'middle' }, say(tick)),
        s('text', { x: at.x(low) - 6, y: at.y(tick) + 4, 'text-anchor': 'end' }, say(tick)),
      ]),
      line(at.x(low), at.y(low), at.x(high), at.y(high), 'diagonal'),
      s('text', { x: (LEFT + SIZE) / 2, y: SIZE - 6, 'text-anchor': 'middle', class: 'axis' }, horizontal),
      s('text', { transform: `translate(11 ${(SIZE - BOTTOM) / 2}) rotate(-90)`, 'text-anchor': 'middle', class: 'axis' }, vertical),
      marks(at)),
    h('figcaption', {}, summary));
}

/** Held-out rows as points: {predicted, actual}. */
export function scatter(rows) {
  const values = rows.flatMap(row => [row.predicted, row.actual]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const near = rows.filter(row => Math.abs(row.predicted - row.actual) <= 0.1 * (high - low)).length;
  const summary = `${rows.length} rows that it has not seen. On the dashed line a prediction is right; `
    + `${Math.round((100 * near) / rows.length)} % of them lie within a tenth of the range of it.`;
  return square(summary, low, high, 'predicted', 'in truth', value => number(value, 3),
    at => rows.map(row => s('circle', { cx: at.x(row.predicted).toFixed(1), cy: at.y(row.actual).toFixed(1), r: 3, class: 'point' })));
}

/** Rows of alike probabilities: {predicted, observed, rows}; the more rows, the larger the point. */
export function calibrationCurve(bins) {
  const most = Math.max(...bins.map(bin => bin.rows));
  const summary = 'Of the rows with about the same probability, how many came true. On the dashed line probabilities can be taken at their word.';
  return square(summary, 0, 1, 'it says', 'it was', value => `${Math.round(100 * value)} %`,
    at => [
      s('polyline', { class: 'curve', points: bins.map(bin => `${at.x(bin.predicted).toFixed(1)},${at.y(bin.observed).toFixed(1)}`).join(' ') }),
      bins.map(bin => s('circle', {
        class: 'point', cx: at.x(bin.predicted).toFixed(1), cy: at.y(bin.observed).toFixed(1), r: (3 + 5 * Math.sqrt(bin.rows / most)).toFixed(1),
      })),
    ]);
}
