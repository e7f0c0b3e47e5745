import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bestOf, failuresOf, judge } from '../../bench/judgement.js';
import type { Outcome, PointResult } from '../../bench/rounds.js';
import type { Aim, Term } from '../../bench/scenarios.js';
import { contender, outcome, point, result, scenario } from './fixtures.js';

const slow = contender('slow', 'libymq', { backend: 'epoll' });
const fast = contender('fast', 'libymq', { backend: 'io_uring' });
const other = contender('other', 'libzmq');
const compared = point('x', [slow, fast, other], ['messages_per_second', 'cpu_percent']);

function results(outcomes: Outcome[]): PointResult[] {
  return [{ point: compared, pinned: false, outcomes }];
}

const rate = (library: Term['library'], more: Partial<Term> = {}): Term => ({
  point: 'x',
  figure: 'messages_per_second',
  library,
  ...more,
});

const sixTimes: Aim = { about: 'x', of: rate('libymq'), over: rate('libzmq'), is: 'at least', limit: 6, text: '6x' };

const measured = results([
  outcome(slow, 'messages_per_second', [10, 20, 30]),
  outcome(fast, 'messages_per_second', [60, 60, 60]),
  outcome(other, 'messages_per_second', [10, 10, 12]),
]);

describe('the best', () => {
  it('has the highest median where more is better, and the lowest where less is', () => {
    assert.equal(bestOf(measured[0]!.outcomes, 'messages_per_second')?.contender.name, 'fast');
    const times = [outcome(slow, 'p50_us', [5]), outcome(fast, 'p50_us', [3])];
    assert.equal(bestOf(times, 'p50_us')?.contender.name, 'fast');
    assert.equal(bestOf([], 'p50_us'), undefined);
  });

  it('is nobody who failed in some round', () => {
    const broken = outcome(fast, 'p50_us', [1], { failure: 'lost a message' });
    assert.equal(bestOf([broken, outcome(slow, 'p50_us', [5])], 'p50_us')?.contender.name, 'slow');
  });
});

describe('an aim', () => {
  it('compares the best with the best', () => {
    assert.deepEqual(judge(sixTimes, measured), { median: 6, least: 5, most: 6, met: true, isRatio: true });
  });

  it('is not met by less', () => {
    const verdict = judge({ ...sixTimes, limit: 6.01 }, measured);
    assert.equal('met' in verdict && verdict.met, false);
  });

  it('may be about one backend, or say at most or below', () => {
    const over = rate('libzmq');
    const epoll = judge({ ...sixTimes, of: rate('libymq', { backend: 'epoll' }), is: 'at most', limit: 2 }, measured);
    const below = judge({ ...sixTimes, of: over, over, is: 'below', limit: 1 }, measured);
    assert.deepEqual(
      [epoll, below].map((verdict) => 'met' in verdict && verdict.met),
      [true, false],
    );
  });

  it('tells libymq with acknowledged delivery and without it apart', () => {
    const plain = contender('plain', 'libymq', { backend: 'epoll', options: { unacknowledged: true } });
    const of = rate('libymq', { backend: 'epoll' });
    const verdict = judge(
      { ...sixTimes, of, over: { ...of, unacknowledged: true }, limit: 0.9 },
      results([outcome(slow, 'messages_per_second', [9, 19, 18]), outcome(plain, 'messages_per_second', [10, 20, 30])]),
    );
    assert.deepEqual(verdict, { median: 0.9, least: 0.6, most: 0.95, met: true, isRatio: true });
  });

  it('without another term is about the figure itself', () => {
    const { over: _, ...absolute } = sixTimes;
    assert.deepEqual(judge(absolute, measured), { median: 60, least: 60, most: 60, met: true, isRatio: false });
  });

  it('takes all figures of a library from who is best by the first', () => {
    const both = (rates: number, percent: number) => [{ messages_per_second: rates, cpu_percent: percent }];
    const verdict = judge(
      { ...sixTimes, of: rate('libymq', { figure: 'cpu_percent' }), over: rate('libzmq', { figure: 'cpu_percent' }) },
      results([
        { contender: slow, samples: both(1, 1) },
        { contender: fast, samples: both(9, 80) },
        { contender: other, samples: both(5, 10) },
      ]),
    );
    assert.equal('median' in verdict && verdict.median, 8);
  });

  it('says why there is nothing to compare', () => {
    const alone = measured[0]!.outcomes.slice(0, 2);
    const failed = judge(
      sixTimes,
      results([...alone, outcome(other, 'messages_per_second', [], { failure: 'it broke' })]),
    );
    const absent = judge(
      sixTimes,
      results([...alone, outcome(other, 'messages_per_second', [], { unavailable: 'not installable here: no cargo' })]),
    );
    assert.deepEqual(failed, { missing: 'failed: other: it broke' });
    assert.deepEqual(absent, { missing: 'not installable here: no cargo' });
    assert.deepEqual(judge(sixTimes, []), { missing: 'x was not run' });
  });
});

describe('the list of failures', () => {
  it('names the scenario, the case, who failed and why', () => {
    const broken = outcome(other, 'messages_per_second', [], { failure: 'it broke' });
    assert.deepEqual(failuresOf([result(scenario([compared]), [broken], true)]), ['one: x, pinned: other: it broke']);
  });
});
