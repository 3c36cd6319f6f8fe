// SPDX-License-Identifier: Apache-2.0
// Copyright the nifi-mimir authors

// The picture of a series: points, what was expected, anomalies, bounds, what is to come, gaps and alerts.

import uPlot from './uplot.js';
import { h } from './dom.js';
import { number } from './format.js';

const HEIGHT = 360;

/** Colours come from the style sheet, so that they change with the theme. */
function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = name => style.getPropertyValue(`--${name}`).trim();
  return {
    line: of('line'), band: of('band'), anomaly: of('anomaly'), bound: of('bound'), forecast: of('forecast'),
    forecastBand: of('forecast-band'), gap: of('gap'), overdue: of('muted'), alert: of('alert-span'), grid: of('grid'), text: of('muted'), surface: of('surface'),
  };
}

/** Points and forecast on one axis of time. A gap gets an instant of its own without a value, so that no line crosses it. */
function align(chart) {
  const rows = new Map();
  const at = time => {
    if (!rows.has(time)) {
      rows.set(time, {});
    }
    return rows.get(time);
  };
  const anomalies = new Set(chart.anomalies);
  chart.times.forEach((time, index) => {
    Object.assign(at(time), {
      value: chart.values[index], lower: chart.lower[index], upper: chart.upper[index],
      anomaly: anomalies.has(index) ? chart.values[index] : undefined,
    });
  });
  chart.gaps.forEach(([from]) => Object.assign(at(from + 1), { value: null, lower: null, upper: null }));
  chart.forecast?.times.forEach((time, index) => {
    Object.assign(at(time), {
      mean: chart.forecast.mean[index], low: chart.forecast.lower[index], high: chart.forecast.upper[index],
    });
  });
  const times = [...rows.keys()].sort((one, other) => one - other);
  const columns = ['value', 'lower', 'upper', 'anomaly', 'mean', 'low', 'high'];
  // Undefined is bridged, null is a gap
  return [times, ...columns.map(name => times.map(time => rows.get(time)[name]))];
}

function shade(plot, from, to, colour) {
  const left = Math.max(plot.bbox.left, plot.valToPos(from, 'x', true));
  const right = Math.min(plot.bbox.left + plot.bbox.width, plot.valToPos(to, 'x', true));
  if (right > left) {
    plot.ctx.fillStyle = colour;
    plot.ctx.fillRect(left, plot.bbox.top, Math.max(1, right - left), plot.bbox.height);
  }
}

function drawBehind(chart, colour) {
  return plot => {
    plot.ctx.save();
    chart.gaps.forEach(([from, to]) => shade(plot, from, to, colour.gap));
    chart.alerts.forEach(alert => shade(plot, alert.since, alert.last_seen, colour.alert));
    plot.ctx.restore();
  };
}

function stroke(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

function drawBounds(chart, colour) {
  return plot => {
    const context = plot.ctx;
    context.save();
    context.strokeStyle = colour.bound;
    context.lineWidth = 1.5 * devicePixelRatio;
    context.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    for (const { value } of chart.thresholds) {
      const y = plot.valToPos(value, 'y', true);
      if (y >= plot.bbox.top && y <= plot.bbox.top + plot.bbox.height) {
        stroke(context, plot.bbox.left, y, plot.bbox.left + plot.bbox.width, y);
      }
    }
    context.beginPath();
    context.rect(plot.bbox.left, plot.bbox.top, plot.bbox.width, plot.bbox.height);
    context.clip();
    for (const { from, start, to, end } of chart.slopes) {
      stroke(context, plot.valToPos(from, 'x', true), plot.valToPos(start, 'y', true), plot.valToPos(to, 'x', true), plot.valToPos(end, 'y', true));
    }
    if (chart.overdue_from !== null) {
      const x = plot.valToPos(chart.overdue_from, 'x', true);
      context.strokeStyle = colour.overdue;
      context.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
      stroke(context, x, plot.bbox.top, x, plot.bbox.top + plot.bbox.height);
    }
    context.restore();
  };
}

/** The bounds are seen too, unless they are so far away that the points would be a flat line. */
function range(chart) {
  return (plot, low, high) => {
    if (low === null || high === null) {
      return [0, 1];
    }
    let [from, to] = [low, high];
    for (const { value } of chart.thresholds) {
      if (value < from && from - value < 1.2 * (high - low)) {
        from = value;
      }
      if (value > to && value - to < 1.2 * (high - low)) {
        to = value;
      }
    }
    const margin = 0.06 * (to - from || Math.abs(to) || 1);
    return [from - margin, to + margin];
  };
}

const TICKS = [
  [86_400_000, { hour: '2-digit', minute: '2-digit', day: 'numeric', month: 'short' }],
  [28 * 86_400_000, { day: 'numeric', month: 'short' }],
  [300 * 86_400_000, { month: 'short', year: 'numeric' }],
  [Infinity, { year: 'numeric' }],
].map(([below, fields]) => [below, new Intl.DateTimeFormat('en-GB', { ...fields, timeZone: 'UTC' })]);

/** An instant on the axis, as exactly as the distance to the next one asks for. */
function tick(millis, step) {
  return TICKS.find(([below]) => step < below)[1].format(millis);
}

function options(chart, width, zoom) {
  const colour = colours();
  const axis = { stroke: colour.text, grid: { stroke: colour.grid, width: 1 }, ticks: { stroke: colour.grid, width: 1 }, font: '12px system-ui, sans-serif' };
  const hidden = { stroke: 'transparent', width: 0, points: { show: false } };
  const few = chart.times.length < 150;
  return {
    width, height: width < 480 ? 260 : HEIGHT, ms: 1,
    tzDate: millis => uPlot.tzDate(new Date(millis), 'Etc/UTC'),
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { size: 7 } },
    select: { show: true },
    scales: { x: { time: true }, y: { range: range(chart) } },
    axes: [
      { ...axis, space: 84, size: 34, values: (plot, splits, index, space, step) => splits.map(split => tick(split, step)) },
      { ...axis, size: 58, values: (plot, splits) => splits.map(value => number(value, 5)) },
    ],
    series: [
      {},
      { stroke: colour.line, width: 1.8, spanGaps: false, points: { show: few, size: 4, fill: colour.line, stroke: colour.line } },
      hidden, hidden,
      { stroke: colour.anomaly, paths: () => null, points: { show: true, size: 7, fill: colour.anomaly, stroke: colour.surface, width: 1 } },
      { stroke: colour.forecast, width: 2, dash: [6, 4], points: { show: false } },
      hidden, hidden,
    ],
    bands: [{ series: [3, 2], fill: colour.band }, { series: [7, 6], fill: colour.forecastBand }],
    hooks: {
      drawClear: [drawBehind(chart, colour)],
      draw: [drawBounds(chart, colour)],
      setSelect: [plot => {
        if (plot.select.width > 4) {
          zoom(plot.posToVal(plot.select.left, 'x'), plot.posToVal(plot.select.left + plot.select.width, 'x'));
        }
      }],
    },
  };
}

/**
 * Draws a series into an element of its own.
 *
 * @param summary in words, for those who do not see it
 * @param zoom called with the ends of a span that was dragged over
 * @param readout called with the place in the list of points under the pointer, or null
 */
export function draw(chart, summary, zoom, readout = () => {}) {
  const holder = h('div', { class: 'chart', role: 'img', 'aria-label': summary });
  const data = align(chart);
  let plot = null;
  const redraw = () => {
    if (!holder.isConnected) {
      return;
    }
    plot?.destroy();
    const settings = options(chart, holder.clientWidth, zoom);
    settings.hooks.setCursor = [one => readout(one.cursor.idx === null ? null : {
      time: data[0][one.cursor.idx], value: data[1][one.cursor.idx], lower: data[2][one.cursor.idx], upper: data[3][one.cursor.idx],
      mean: data[5][one.cursor.idx], low: data[6][one.cursor.idx], high: data[7][one.cursor.idx],
    })];
    plot = new uPlot(settings, data, holder);
  };
  let width = 0;
  const observer = new ResizeObserver(() => {
    if (!holder.isConnected) {
      observer.disconnect();
      window.removeEventListener('mimir-theme', redraw);
      dark.removeEventListener('change', redraw);
      plot?.destroy();
    } else if (holder.clientWidth !== width) {
      width = holder.clientWidth;
      redraw();
    }
  });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  observer.observe(holder);
  window.addEventListener('mimir-theme', redraw);
  dark.addEventListener('change', redraw);
  return holder;
}

/** What the marks mean, for the marks that are there. */
export function key(chart) {
  const entries = [
    ['line', 'measured', true],
    ['band', 'expected, by the points before', chart.lower.some(value => value !== null)],
    ['anomaly', 'part of an alert', chart.anomalies.length > 0],
    ['bound', 'bound', chart.thresholds.length > 0],
    ['slope', 'how far a trend may lead', chart.slopes.length > 0],
    ['overdue', 'data is missing from here on', chart.overdue_from !== null && chart.forecast?.times.length > 0],
    ['forecast', 'forecast', chart.forecast?.times.length > 0],
    ['alert', 'an alert lasts', chart.alerts.length > 0],
    ['gap', 'no data', chart.gaps.length > 0],
  ];
  return h('ul', { class: 'key', 'aria-label': 'Key' },
    entries.filter(([, , present]) => present).map(([name, label]) => h('li', {}, h('span', { class: `mark ${name}` }), label)));
}
