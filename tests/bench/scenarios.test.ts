import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Choice, choose, effort, variantsOf } from '../../bench/compare.js';
import { figures } from '../../bench/figures.js';
import { isOf } from '../../bench/judgement.js';
import { scenarios } from '../../bench/scenarios.js';

const choice: Choice = {
  scenario: [],
  case: [],
  quick: false,
  pinned: false,
  unpinned: false,
  rounds: 5,
  seconds: 0.3,
};
const bench = { run: async () => ({}), missing: () => undefined, progress: () => {} };

const named = (name: string) => scenarios.find((scenario) => scenario.name === name)!;

describe('the table of scenarios', () => {
  it('has a name of its own for every scenario, case and contender', () => {
    const isUnique = (names: string[]) => assert.deepEqual(names, [...new Set(names)]);
    isUnique(scenarios.map(({ name }) => name));
    for (const { points } of scenarios) {
      isUnique(points.map(({ name }) => name));
      for (const { contenders } of points) isUnique(contenders.map(({ name }) => name));
    }
  });

  it('aims only at what is measured', () => {
    for (const { name, points, aims } of scenarios) {
      assert.ok(aims.length > 0, name);
      for (const { of, over } of aims) {
        for (const term of [of, ...(over ? [over] : [])]) {
          const point = points.find((one) => one.name === term.point);
          assert.ok(point, `${name}: ${term.point}`);
          assert.ok(point.figures.includes(term.figure), `${name}: ${term.figure}`);
          assert.ok(
            point.contenders.some((contender) => isOf(term, contender)),
            `${name}: ${term.library}`,
          );
        }
      }
    }
  });

  it('gives everyone in a comparison the same sizes, marks and transports', () => {
    for (const { points } of scenarios) {
      for (const { contenders, options } of points) {
        for (const one of contenders)
          assert.deepEqual(
            Object.keys(one.options).filter((key) => key in options),
            [],
          );
      }
    }
  });

  it('has libymq on both backends everywhere', () => {
    for (const { points } of scenarios) {
      for (const { name, contenders } of points) {
        const seen = new Set(contenders.map(({ env }) => env.YMQ_BACKEND).filter(Boolean));
        assert.deepEqual([...seen].sort(), ['epoll', 'io_uring'], name);
      }
    }
  });

  it('has acknowledged delivery and the lack of it take turns, in the same way of sending', () => {
    for (const { name, contenders } of named('acknowledged').points) {
      assert.equal(contenders.length, 4, name);
      for (const at of [0, 2]) {
        const [on, off] = contenders.slice(at, at + 2);
        assert.deepEqual(off?.options, { ...on?.options, unacknowledged: true });
        assert.deepEqual(off?.env, on?.env);
      }
    }
  });

  it('allows acknowledged delivery a tenth of each rate and time, on each backend', () => {
    const { points, aims } = named('acknowledged');
    assert.equal(aims.length, 2 * points.length);
    for (const { about, of, over, is, limit } of aims) {
      assert.deepEqual(over, { ...of, unacknowledged: true });
      assert.deepEqual([is, limit], about.includes('round trip') ? ['at most', 1.1] : ['at least', 0.9]);
    }
  });

  it('paces runs by figures that exist', () => {
    for (const { amount, name } of scenarios.flatMap(({ points }) => points)) {
      if (amount && 'pace' in amount) assert.ok(amount.pace in figures, name);
    }
  });

  it('takes about half an hour as it is, and about a minute quickly', () => {
    const minutes = (wanted: Choice) => effort(choose(scenarios, wanted), wanted, bench).seconds / 60;
    assert.ok(minutes(choice) > 15 && minutes(choice) < 35, `${minutes(choice)} minutes`);
    const quick = { ...choice, quick: true, rounds: 1, seconds: 0.1 };
    assert.ok(minutes(quick) < 1.5, `${minutes(quick)} minutes`);
  });
});

describe('a choice', () => {
  it('takes scenarios by their names and cases by a part of theirs', () => {
    const [chosen, ...more] = choose(scenarios, { ...choice, scenario: ['push-tcp-small'], case: ['HWM 1,000'] });
    assert.equal(more.length, 0);
    assert.deepEqual(
      chosen?.points.map(({ name }) => name),
      ['16 B, HWM 1,000', '128 B, HWM 1,000', '1 KiB, HWM 1,000'],
    );
    assert.equal(chosen?.aims.length, 3);
  });

  it('keeps no aim that a left out case would decide', () => {
    const [chosen] = choose(scenarios, { ...choice, scenario: ['router'], case: ['128 B, 1000'] });
    assert.deepEqual(
      chosen?.aims.map(({ text }) => text),
      ['at least 3x libzmq'],
    );
  });

  it('looks quickly at a part, or whole at what is asked for by name', () => {
    const quick = choose(scenarios, { ...choice, quick: true });
    assert.ok(quick.every(({ points }) => points.every((point) => point.quick)));
    const [idle] = choose(scenarios, { ...choice, quick: true, scenario: ['idle'] });
    assert.equal(idle?.points.length, 1);
  });

  it('pins headlines as well, and otherwise what it is told to', () => {
    assert.deepEqual(variantsOf(named('push-tcp-small'), choice), [false, true]);
    assert.deepEqual(variantsOf(named('router'), choice), [false]);
    assert.deepEqual(variantsOf(named('router'), { ...choice, pinned: true }), [true]);
    assert.deepEqual(variantsOf(named('router'), { ...choice, pinned: true, unpinned: true }), [false, true]);
    assert.deepEqual(variantsOf(named('python'), { ...choice, pinned: true }), [false]);
  });
});
