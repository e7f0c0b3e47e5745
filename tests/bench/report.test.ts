import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { drawCharts, shortNumber } from '../../bench/charts.js';
import { formatDuration, secondsLeft } from '../../bench/progress.js';
import { type Findings, toJson, writeReport } from '../../bench/report.js';
import type { Aim } from '../../bench/scenarios.js';
import { detailTables, ratioTable, tally, toMarkdown, toTerminal } from '../../bench/table.js';
import { contender, outcome, point, result, scenario } from './fixtures.js';

const ours = contender('libymq epoll', 'libymq', { backend: 'epoll' });
const theirs = contender('libzmq default', 'libzmq');
const broken = contender('nng', 'nng');
const absent = contender('OMQ', 'OMQ');
const compared = point('128 B', [ours, theirs, broken, absent], ['messages_per_second', 'cpu_seconds_per_million']);
const aim: Aim = {
  about: '128 B',
  of: { point: '128 B', figure: 'messages_per_second', library: 'libymq' },
  over: { point: '128 B', figure: 'messages_per_second', library: 'libzmq' },
  is: 'at least',
  limit: 5,
  text: 'at least 5x libzmq',
};
const one = scenario([compared], [aim], { name: 'push-tcp-small' });
const outcomes = [
  outcome(ours, 'messages_per_second', [5_000_000, 6_000_000, 7_000_000]),
  outcome(theirs, 'messages_per_second', [1_000_000, 1_000_000, 2_000_000]),
  outcome(broken, 'messages_per_second', [], { failure: 'message 3 | is lost' }),
  outcome(absent, 'messages_per_second', [], { unavailable: 'OMQ is not installable here: no cargo' }),
];
const measured = [result(one, outcomes)];

describe('the ratio table', () => {
  it('has aim, ratio, spread, verdict and command', () => {
    const { head, rows } = ratioTable(measured);
    assert.deepEqual(head, ['scenario', 'case', 'aim', 'measured (least to most)', 'met']);
    assert.deepEqual(rows, [
      [
        'One scenario\nnpm run bench -- --scenario push-tcp-small',
        '128 B',
        'at least 5x libzmq',
        '6.00x (3.50x to 6.00x)',
        'met',
      ],
    ]);
    assert.equal(tally(measured), '1 of 1 aims met');
  });

  it('tells pinned and unpinned apart', () => {
    const slower = [outcome(ours, 'messages_per_second', [4e6]), outcome(theirs, 'messages_per_second', [1e6])];
    const both = { scenario: one, results: [...measured[0]!.results, ...result(one, slower, true).results] };
    assert.deepEqual(ratioTable([both]).rows[0]?.slice(3), [
      ...['6.00x (3.50x to 6.00x)', 'met'],
      ...['4.00x (4.00x to 4.00x)', 'not met'],
    ]);
    assert.equal(tally([both]), '1 of 2 aims met');
  });

  it('shows why there is nothing', () => {
    const alone = [result(one, [outcomes[0]!, outcome(theirs, 'messages_per_second', [], { failure: 'it broke' })])];
    assert.deepEqual(ratioTable(alone).rows[0]?.slice(3), ['failed: libzmq default: it broke', '-']);
    assert.equal(tally(alone), '0 of 1 aims met, 1 not measured');
  });
});

describe('the table of a scenario', () => {
  it('has everyone, with ratios, or with the reason', () => {
    const [table, ...more] = detailTables(measured[0]!.results);
    assert.equal(more.length, 0);
    assert.deepEqual(table?.head, ['case', '', 'messages/s', 'least', 'most', 'CPU s per million', 'to libzmq']);
    assert.deepEqual(table?.rows, [
      ['128 B', 'libymq epoll', '6,000,000', '5,000,000', '7,000,000', '-', '6.00x'],
      ['128 B', 'libzmq default', '1,000,000', '1,000,000', '2,000,000', '-', '1.00x'],
      ['128 B', 'nng', 'failed: message 3 | is lost'],
      ['128 B', 'OMQ', 'OMQ is not installable here: no cargo'],
    ]);
  });

  it('is a table for each list of figures', () => {
    const calls = point('calls', [ours], ['system_calls_per_message']);
    const two = [...measured[0]!.results, { point: calls, pinned: false, outcomes: [] }];
    assert.equal(detailTables(two).length, 2);
  });

  it('becomes Markdown with as many cells in every row, and text for a terminal', () => {
    const [table] = detailTables(measured[0]!.results);
    const lines = toMarkdown(table!).split('\n');
    assert.equal(lines[1], '| --- | --- | ---: | ---: | ---: | ---: | ---: |');
    assert.deepEqual([...new Set(lines.map((line) => line.match(/(?<!\\)\|/g)?.length))], [8]);
    assert.match(toMarkdown(ratioTable(measured)), /One scenario<br>npm run bench/);
    assert.match(toTerminal(table!), /failed: message 3 \| is lost {2,}│/);
  });
});

describe('the report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ymq-report-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const findings: Findings = {
    machine: { processor: 'a processor', kernel: 'a kernel' },
    settings: { rounds: 3, seconds: 0.4 },
    results: measured,
    absent: ['OMQ is not installable here: no cargo'],
  };

  it('replaces an earlier one, and shows charts that are there', () => {
    writeFileSync(join(folder, 'old.svg'), '');
    writeReport(folder, findings);
    assert.deepEqual(readdirSync(folder).sort(), ['rates-tcp.svg', 'ratios.svg', 'report.md']);
    const text = readFileSync(join(folder, 'report.md'), 'utf8');
    for (const [, name] of text.matchAll(/\]\((.*?)\)/g)) assert.ok(readdirSync(folder).includes(name!), name);
  });

  it('names the machine, what is missing, what failed, and every command', () => {
    const text = readFileSync(join(folder, 'report.md'), 'utf8');
    assert.match(text, /\| processor \| a processor \|/);
    assert.match(text, /## Not measured here\n\n- OMQ is not installable here/);
    assert.match(text, /## What failed\n\n- push-tcp-small: 128 B: nng: message 3/);
    assert.match(text, /npm run bench -- --scenario push-tcp-small/);
  });

  it('has every sample as JSON', () => {
    const { scenarios } = JSON.parse(toJson(findings));
    assert.deepEqual(scenarios[0].cases[0].contenders[0].samples[0], { messages_per_second: 5_000_000 });
    assert.equal(scenarios[0].cases[0].contenders[2].failure, 'message 3 | is lost');
  });
});

describe('the charts', () => {
  it('draw what was measured, with its names and ratios', () => {
    const charts = new Map(drawCharts(measured).map(({ name, svg }) => [name, svg]));
    assert.deepEqual([...charts.keys()], ['ratios', 'rates-tcp']);
    assert.match(charts.get('ratios')!, /^<svg[^>]*>\n<title>Rates[\s\S]*6x[\s\S]*<\/svg>$/);
    const rates = charts.get('rates-tcp')!;
    for (const text of ['libymq epoll', 'libzmq', '128 B', 'messages/s', '10M']) assert.ok(rates.includes(text), text);
    assert.equal(rates.includes('nng'), false);
  });

  it('draw nothing where nothing was measured', () => {
    assert.deepEqual(drawCharts([result(one, outcomes.slice(2))]), []);
    assert.deepEqual([999, 20_000, 1.5e6].map(shortNumber), ['999', '20k', '1.5M']);
  });
});

describe('the time left', () => {
  it('is what was expected, corrected by how long it took so far', () => {
    assert.equal(secondsLeft(100, 0, 0), 100);
    assert.equal(secondsLeft(100, 50, 100), 100);
    // One run that took thirty times as long says little yet.
    assert.equal(Math.round(secondsLeft(100, 1, 30)), 243);
    assert.equal(secondsLeft(100, 100, 130), 0);
    assert.deepEqual([12.1, 600].map(formatDuration), ['13 s', '10 min']);
  });
});
