import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Sample } from '../../bench/figures.js';
import { type Invocation, RunFailed } from '../../bench/programs.js';
import { type Bench, measurePoint, roundsOf } from '../../bench/rounds.js';
import { contender, point, scenario } from './fixtures.js';

const a = contender('a', 'libymq', { backend: 'epoll', env: { YMQ_BACKEND: 'epoll' } });
const b = contender('b', 'libzmq', { program: 'router' });
const settings = { rounds: 3, seconds: 0.5 };

/** A bench whose runs give what `sample` says; tells what was run. */
function fake(sample: (invocation: Invocation) => Sample) {
  const ran: Invocation[] = [];
  const bench: Bench = {
    run: async (invocation) => {
      ran.push(invocation);
      return sample(invocation);
    },
    missing: () => undefined,
    progress: () => {},
  };
  return { ran, bench };
}

const ways = (ran: Invocation[]) => ran.map(({ options }) => options.way).join('');

describe('rounds', () => {
  it('lets everyone take turns', async () => {
    const { ran, bench } = fake(() => ({ p50_us: 1 }));
    const compared = point('x', [a, b], ['p50_us'], { amount: { fixed: 7 } });
    const { outcomes } = await measurePoint(scenario([compared]), compared, false, settings, bench);
    assert.equal(ways(ran), 'ababab');
    assert.deepEqual(
      outcomes.map(({ samples }) => samples.length),
      [3, 3],
    );
    assert.deepEqual(ran[0], {
      program: 'throughput',
      options: { way: 'a', size: 128, count: 7 },
      env: { YMQ_BACKEND: 'epoll' },
      traced: false,
      limitSeconds: 5,
    });
    assert.equal(ran[1]?.program, 'router');
  });

  it('finds for each how many messages take the wanted time, by a run that does not count', async () => {
    const rates: Record<string, number> = { a: 1_000_000, b: 10 };
    const { ran, bench } = fake(({ options }) => ({ messages_per_second: rates[String(options.way)]! }));
    const amount = { first: 100, least: 32, pace: 'messages_per_second' as const };
    const compared = point('x', [a, b], ['messages_per_second'], { amount });
    const { outcomes } = await measurePoint(scenario([compared]), compared, false, { ...settings, rounds: 2 }, bench);
    assert.equal(ways(ran), 'aabbab');
    assert.deepEqual(
      ran.map(({ options }) => options.count),
      [100, 500_000, 100, 32, 500_000, 32],
    );
    assert.equal(outcomes[0]?.samples.length, 2);
  });

  it('goes on without who fails, and keeps the reason', async () => {
    const { ran, bench } = fake(({ options }) => {
      if (options.way === 'a') throw new RunFailed('it broke');
      return { p50_us: 1 };
    });
    const compared = point('x', [a, b], ['p50_us'], { amount: { fixed: 1 } });
    const { outcomes } = await measurePoint(scenario([compared]), compared, false, settings, bench);
    assert.equal(ways(ran), 'abbb');
    assert.deepEqual(
      outcomes.map(({ failure, samples }) => [failure, samples.length]),
      [
        ['it broke', 0],
        [undefined, 3],
      ],
    );
  });

  it('takes a run without its first figure as failed', async () => {
    const { bench } = fake(() => ({ p99_us: 1 }));
    const compared = point('x', [a], ['p50_us', 'p99_us']);
    const { outcomes } = await measurePoint(scenario([compared]), compared, false, settings, bench);
    assert.equal(outcomes[0]?.failure, 'it printed no p50_us');
  });

  it('does not hide a mistake of its own', async () => {
    const { bench } = fake(() => {
      throw new TypeError('a mistake');
    });
    const compared = point('x', [a], ['p50_us']);
    await assert.rejects(measurePoint(scenario([compared]), compared, false, settings, bench), TypeError);
  });

  it('are more of what is over at once, and no more than a scenario wants', () => {
    const all = { mostRounds: 3, roundsTimes: 3 };
    assert.equal(roundsOf(scenario([]), settings), 3);
    assert.equal(roundsOf(scenario([], [], { roundsTimes: 3 }), settings), 9);
    assert.equal(roundsOf(scenario([], [], all), { ...settings, rounds: 1 }), 3);
  });

  it('leaves out who is not here, and pins', async () => {
    const { ran, bench } = fake(() => ({ p50_us: 1 }));
    const without: Bench = { ...bench, missing: ({ name }) => (name === 'b' ? 'no b here' : undefined) };
    const compared = point('x', [a, b], ['p50_us']);
    const few = scenario([compared], [], { mostRounds: 1 });
    const { outcomes } = await measurePoint(few, compared, true, settings, without);
    assert.equal(ways(ran), 'a');
    assert.equal(ran[0]?.options.pin, true);
    assert.equal('count' in ran[0]!.options, false);
    assert.equal(outcomes[1]?.unavailable, 'no b here');
  });
});
