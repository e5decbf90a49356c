// Draws the samples that the site sends twice a second. All values are set as text, never as markup.

const MAX_SAMPLES = 240;
const SMOOTHED = 4; // samples, two seconds
const samples = [];
const byId = id => document.getElementById(id);

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const count = value => whole.format(value);
const rate = value => (value < 10 ? fine : whole).format(value);
const time = millis => (millis >= 1000 ? fine.format(millis / 1000) + ' s' : rate(millis) + ' ms');

const HEALTH = {
  UP: ['Up', 'events are sent as they come'],
  OUTAGE: ['Outage', 'one batch at a time is tried; the rest waits'],
  UNAUTHORIZED: ['Key refused', 'sending pauses; the site asks for the key again'],
  SYSTEMIC_REJECTION: ['Refused', 'the endpoint refuses one event after another'],
  THROTTLED: ['Throttled', 'too many refusals; events are held back'],
  CLOSED: ['Closed', 'the site is stopping'],
  LOST: ['Connection lost', 'the browser tries again'],
};

const OUTCOMES = ['accepted', 'invalid', 'rejected', 'unauthorized', 'expired', 'overflow', 'closed'];

/** The increase of a counter per second, over the last two seconds before sample `at`. */
function perSecond(at, counter) {
  const now = samples[at];
  const then = samples[Math.max(0, at - SMOOTHED)];
  const seconds = (now.at - then.at) / 1000;
  return seconds > 0 ? (counter(now) - counter(then)) / seconds : 0;
}

const stat = name => sample => sample.stats[name];
const increase = name => at => perSecond(at, stat(name));
const level = reader => at => reader(samples[at]);

const charts = [
  new Chart('events', rate, [
    ['arriving', 'series-1', increase('submitted')],
    ['accepted', 'series-2', increase('accepted')],
  ]),
  new Chart('queue', count, [
    ['waiting', 'series-1', level(stat('queued'))],
    ['in flight', 'series-3', level(stat('inFlight'))],
  ]),
  new Chart('latency', time, [
    ['p50', 'shade-1', level(sample => sample.deliveries.p50)],
    ['p95', 'shade-2', level(sample => sample.deliveries.p95)],
    ['p99', 'shade-3', level(sample => sample.deliveries.p99)],
  ]),
  new Chart('posts', rate, [
    ['all', 'series-1', increase('requests')],
    ['retries', 'series-3', increase('retries')],
    ['probes', 'series-2', increase('probes')],
  ]),
  new Chart('limit', count, [['limit', 'series-1', level(sample => sample.concurrencyLimit)]]),
];

function Chart(id, format, series) {
  const figure = byId(id);
  const title = figure.querySelector('figcaption').textContent;
  const legend = figure.appendChild(document.createElement('ul'));
  legend.className = 'legend';
  const values = series.map(([name, style]) => {
    const item = legend.appendChild(document.createElement('li'));
    item.appendChild(document.createElement('i')).className = style;
    item.append(name + ' ');
    return item.appendChild(document.createElement('b'));
  });
  const svg = figure.appendChild(shape('svg', { role: 'img' }));
  const margin = { left: 44, right: 6, top: 8, bottom: 20 };
  const height = 168;
  let pointer = null;

  svg.addEventListener('pointermove', event => {
    pointer = event.offsetX;
    this.draw();
  });
  svg.addEventListener('pointerleave', () => {
    pointer = null;
    this.draw();
  });

  this.draw = () => {
    const width = svg.clientWidth;
    if (width === 0 || samples.length === 0) {
      return;
    }
    const end = samples.at(-1).at;
    const x = at => width - margin.right - ((end - at) / (MAX_SAMPLES * 500)) * (width - margin.left - margin.right);
    const lines = series.map(([, , read]) => samples.map((sample, at) => read(at)));
    const top = ceiling(Math.max(1, ...lines.flat()));
    const y = value => height - margin.bottom - (value / top) * (height - margin.top - margin.bottom);
    const shown = pointer === null ? samples.length - 1 : nearest(samples, sample => Math.abs(x(sample.at) - pointer));

    svg.replaceChildren(
      ...bands(x, margin.left, margin.top, height - margin.bottom),
      ...[0, 0.5, 1].flatMap(part => [
        shape('line', { class: 'grid', x1: margin.left, x2: width - margin.right, y1: y(top * part), y2: y(top * part) }),
        label(margin.left - 8, y(top * part) + 4, 'end', format(top * part)),
      ]),
      label(margin.left, height - 4, 'start', '2 min ago'),
      label(width - margin.right, height - 4, 'end', 'now'),
      ...lines.map((line, n) => shape('path', { class: series[n][1], d: path(line, x, y, margin.left) })),
    );
    if (pointer !== null) {
      const at = x(samples[shown].at);
      svg.append(shape('line', { class: 'cursor', x1: at, x2: at, y1: margin.top, y2: height - margin.bottom }));
    }
    values.forEach((value, n) => { value.textContent = format(lines[n][shown]); });
    const described = series.map(([name], n) => name + ' ' + format(lines[n].at(-1)));
    svg.setAttribute('aria-label', title + ': ' + described.join(', '));
  };
}

function path(line, x, y, left) {
  let d = '';
  line.forEach((value, n) => {
    const at = x(samples[n].at);
    if (at >= left) {
      d += (d ? 'L' : 'M') + at.toFixed(1) + ' ' + y(value).toFixed(1);
    }
  });
  return d;
}

/** The times when the endpoint was broken. */
function bands(x, left, top, bottom) {
  const found = [];
  let start = null;
  samples.forEach((sample, n) => {
    const broken = sample.endpoint !== null && sample.endpoint.fault !== 'NONE';
    if (broken && start === null) {
      start = sample.at;
    }
    if (start !== null && (!broken || n === samples.length - 1)) {
      const from = Math.max(left, x(start));
      const width = x(sample.at) - from;
      if (width > 0) {
        found.push(shape('rect', { class: 'band', x: from, y: top, width, height: bottom - top }));
      }
      start = null;
    }
  });
  return found;
}

/** The next higher number that is easy to read and to halve. */
function ceiling(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].find(step => step * unit >= value) * unit;
}

function nearest(items, distance) {
  let best = 0;
  items.forEach((item, n) => {
    if (distance(item) < distance(items[best])) {
      best = n;
    }
  });
  return best;
}

function shape(name, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return element;
}

function label(x, y, anchor, text) {
  const element = shape('text', { x, y, 'text-anchor': anchor });
  element.textContent = text;
  return element;
}

function setText(id, text) {
  const element = byId(id);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function health(state) {
  byId('health').dataset.state = state;
  setText('health-state', HEALTH[state][0]);
  setText('health-more', HEALTH[state][1]);
}

function tiles(sample) {
  health(sample.health);
  setText('accepted', count(sample.stats.accepted));
  setText('accepted-rate', rate(perSecond(samples.length - 1, stat('accepted'))));
  setText('waiting', count(sample.stats.queued));
  setText('in-flight', count(sample.stats.inFlight));
  setText('p99', sample.deliveries.count ? time(sample.deliveries.p99) : '–');
  setText('p50', sample.deliveries.count ? time(sample.deliveries.p50) : '–');
}

const outcomeRows = OUTCOMES.map(name => {
  const row = byId('outcomes').insertRow();
  const head = row.appendChild(document.createElement('th'));
  head.scope = 'row';
  head.textContent = name;
  const total = row.insertCell();
  const svg = row.insertCell().appendChild(shape('svg', { 'aria-hidden': 'true' }));
  const bar = svg.appendChild(shape('rect', { height: 8, rx: 4, width: 0 }));
  return { name, row, total, bar };
});

function outcomes(stats) {
  const most = Math.max(1, ...OUTCOMES.map(name => stats[name]));
  outcomeRows.forEach(({ name, row, total, bar }) => {
    total.textContent = count(stats[name]);
    bar.setAttribute('width', stats[name] === 0 ? '0' : Math.max(1, (100 * stats[name]) / most) + '%');
    row.className = (name === 'accepted' ? '' : 'failed ') + (stats[name] === 0 ? 'zero' : '');
  });
}

let shownFailures = '[]';

function failures(list) {
  const json = JSON.stringify(list);
  if (json === shownFailures) {
    return;
  }
  shownFailures = json;
  byId('failures').replaceChildren(...list.map(failure => {
    const row = document.createElement('tr');
    row.setAttribute('role', 'row'); // also where the style sheet makes it a grid
    const last = new Date(failure.last).toLocaleTimeString('en-GB');
    [last, count(failure.times), failure.event ?? '', failure.reason, failure.field].forEach(text => {
      const cell = row.insertCell();
      cell.setAttribute('role', 'cell');
      cell.textContent = text;
    });
    return row;
  }));
}

function panel(endpoint) {
  document.querySelectorAll('[data-fault]').forEach(button => {
    const pressed = button.dataset.fault === endpoint.fault;
    button.setAttribute('aria-pressed', pressed);
    if (pressed) {
      setText('fault-description', button.title);
    }
  });
  setText('mend', endpoint.fault === 'KEY_REVOKED' ? 'Give the site the new key' : 'Mend it');
  document.querySelectorAll('[data-visitors]').forEach(button => {
    button.setAttribute('aria-pressed', Number(button.dataset.visitors) === endpoint.visitors);
  });
}

function send(path, field, value) {
  return fetch(path, { method: 'POST', body: new URLSearchParams([[field, value]]) });
}

document.querySelectorAll('[data-fault]').forEach(button =>
  button.addEventListener('click', () => send('/operations/fault', 'fault', button.dataset.fault)));
document.querySelectorAll('[data-visitors]').forEach(button =>
  button.addEventListener('click', () => send('/operations/visitors', 'per-second', button.dataset.visitors)));

let drawing = false;

function draw() {
  drawing = false;
  const sample = samples.at(-1);
  if (sample === undefined) {
    return;
  }
  tiles(sample);
  charts.forEach(chart => chart.draw());
  outcomes(sample.stats);
  failures(sample.failures);
  if (sample.endpoint !== null) {
    panel(sample.endpoint);
  }
}

function drawSoon() {
  if (!drawing) {
    drawing = true;
    requestAnimationFrame(draw);
  }
}

const stream = new EventSource('/operations/stream');
stream.onmessage = message => {
  const sample = JSON.parse(message.data);
  sample.at = Date.parse(sample.time);
  // After a lost connection, the site may have restarted its counters, and known samples come again.
  const known = samples.at(-1);
  if (known !== undefined && sample.at <= known.at) {
    return;
  }
  if (known !== undefined && sample.number <= known.number) {
    samples.length = 0;
  }
  samples.push(sample);
  if (samples.length > MAX_SAMPLES) {
    samples.shift();
  }
  drawSoon();
};
stream.onerror = () => health('LOST');
window.addEventListener('resize', drawSoon);
