// SPDX-License-Identifier: Apache-2.0
// Copyright the nifi-mimir authors

// Elements are made here and nowhere else. Text becomes a text node, whatever it holds, so nothing that comes from data is ever run.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) {
        element.addEventListener(event, listener);
      }
    } else if (name === 'href' && !/^(#|https?:\/\/|api\/)/.test(value)) {
      throw new Error(`No link is made to ${value}`);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
  return element;
}

/** An element of HTML: h('p', {class: 'note', on: {click: listener}}, 'text', another element). */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An element of SVG. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** An address within the page. */
export function route(view, query = {}) {
  const fields = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const text = new URLSearchParams(fields).toString();
  return `#/${view}${text ? `?${text}` : ''}`;
}

/**
 * A table that becomes a list of cards where the screen is narrow. Its roles are said once more, because that takes them away in some
 * browsers.
 *
 * @param columns {label, value: row => node or text, number: whether it is aligned as one}
 */
export function table(caption, columns, rows, { visibleCaption = false } = {}) {
  return h('table', { role: 'table', class: 'cards' },
    h('caption', { class: visibleCaption ? null : 'unseen' }, caption),
    h('thead', { role: 'rowgroup' },
      h('tr', { role: 'row' },
        columns.map(column => h('th', { role: 'columnheader', scope: 'col', class: column.number ? 'number' : null }, column.label)))),
    h('tbody', { role: 'rowgroup' },
      rows.map(row => h('tr', { role: 'row' },
        columns.map((column, index) => h(index === 0 ? 'th' : 'td', {
          role: index === 0 ? 'rowheader' : 'cell',
          scope: index === 0 ? 'row' : null,
          'data-label': column.label,
          class: column.number ? 'number' : null,
        }, h('span', {}, column.value(row))))))));
}

/** A choice from a list: options are {value, label} or {label, options}. */
export function select(label, options, chosen, onChange, attributes = {}) {
  const option = one => h('option', { value: one.value, selected: one.value === chosen }, one.label);
  return h('label', { class: 'field' }, h('span', {}, label),
    h('select', { ...attributes, on: { change: event => onChange(event.target.value) } },
      options.map(one => (one.options ? h('optgroup', { label: one.label }, one.options.map(option)) : option(one)))));
}

export function button(label, onClick, attributes = {}) {
  return h('button', { type: 'button', ...attributes, on: { click: onClick } }, label);
}
