import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Count, Fault, FaultProxy, Plan } from '../../scripts/proxy.js';
import { record } from './cuts.js';
import { faultsOf, type Verdict } from './oracle.js';
import { oneWay, type Pair, type Transport, transports, turned, withOptions } from './pairs.js';
import type { Kind } from './peer.js';
import { endless, goAll, onStage, type Stage, settleAll, stopAll, until, verdictOf } from './scenario.js';

/** On two cores a few runs at a time are quickest: they wait more than they work. */
const parallel = { concurrency: 4 };

/** Notices within a fraction of a second that a peer is gone. */
const watchful = { heartbeat_interval: 100, handshake_timeout: 500 };
const enough = 300;

const kinds: Kind[] = ['c', 'python', 'aio', 'node'];

function pushPull(transport: Transport, kind: Kind): Pair {
  return withOptions(oneWay(transport, ['PUSH', kind], ['PULL', kind]), watchful);
}

/** What each of the plans does to a connection. After a `fatal` one another connection is made. */
type Effect = 'fatal' | 'harmless';

/** Goes through the plans, one connection after the other, and sends on for a while. */
async function endure(pair: Pair, plans: Plan[], effect: Effect, during = async (_: Stage) => {}): Promise<Verdict> {
  return await onStage(
    pair,
    async (stage) => {
      goAll(stage, endless);
      await during(stage);
      const connections = plans.length + (effect === 'fatal' ? 1 : 0);
      const areStruck = ({ relays }: FaultProxy) =>
        relays.length >= connections && relays.every(({ isStruck }) => isStruck);
      await until('every fault', () => areStruck(stage.proxy));
      await stage.sender.accepted(stage.sender.ledger.accepted + enough);
      await stopAll(stage);
      await settleAll(stage);
      return await verdictOf(stage);
    },
    (index) => plans[index],
  );
}

async function survive(...lot: Parameters<typeof endure>): Promise<void> {
  assert.deepEqual(faultsOf(await endure(...lot)), []);
}

/** Points all over what a connection exchanges: within the greeting, the READY, the messages, between and behind them. */
async function points(pair: Pair, of: Count, count: number): Promise<number[]> {
  const bytes = await record(pair);
  return Array.from({ length: count }, (_, index) => Math.round((bytes[of] * index) / (count - 1)));
}

function at(after: number, of: Count, fault: Fault): Plan {
  return { after, of, fault };
}

describe('a connection that stalls', parallel, () => {
  for (const transport of transports) {
    for (const kind of kinds) {
      it(`is waited for when it is short, ${kind} over ${transport}`, async () => {
        const pair = oneWay(transport, ['PUSH', kind], ['PULL', kind]);
        await survive(pair, [at(300, 'forth', { kind: 'stall', ms: 300 })], 'harmless');
      });

      it(`is given up when it is long, ${kind} over ${transport}`, async () => {
        const plan = at(300, 'forth', { kind: 'stall', ms: 3_600_000 });
        await survive(pushPull(transport, kind), [plan], 'fatal');
      });
    }
  }
});

describe('a connection that is slow', parallel, () => {
  for (const transport of transports) {
    for (const kind of kinds) {
      it(`loses nothing, ${kind} over ${transport}`, async () => {
        const plan = at(200, 'forth', { kind: 'throttle', bytesPerSecond: 20_000 });
        await survive(pushPull(transport, kind), [plan], 'harmless');
      });
    }
  }
});

describe('a connection that swallows everything', parallel, () => {
  const blackholes = async (pair: Pair) =>
    (await points(pair, 'both', 12)).map((after) => at(after, 'both', { kind: 'blackhole' }));

  for (const transport of transports) {
    for (const kind of kinds) {
      it(`is given up, ${kind} over ${transport}`, async () => {
        const pair = pushPull(transport, kind);
        await survive(pair, await blackholes(pair), 'fatal');
      });
    }

    it(`is given up, to a sender that was bound, over ${transport}`, async () => {
      const pair = turned(pushPull(transport, 'c'));
      await survive(pair, await blackholes(pair), 'fatal');
    });
  }
});

describe('a target that refuses connections', parallel, () => {
  for (const transport of transports) {
    it(`is waited for, over ${transport}`, async () => {
      await survive(pushPull(transport, 'c'), [], 'harmless', async ({ proxy, sender }) => {
        for (let round = 0; round < 5; round++) {
          await sender.accepted(sender.ledger.accepted + 50);
          await proxy.refuse();
          await proxy.cutAll('rst');
          await sender.accepted(sender.ledger.accepted + 50);
          await proxy.accept();
        }
      });
    });
  }
});

describe('a connection that somebody repeats', parallel, () => {
  const cutFirst = at(250, 'both', { kind: 'cut', how: 'rst' });
  const smallestFrame = 26;

  /** The second connection of a pair goes on with a session. What it says is repeated up to some point. */
  const repeat = async (pair: Pair, after: number) =>
    await endure(pair, [cutFirst, at(after, 'forth', { kind: 'duplicate' })], 'harmless');

  for (const transport of transports) {
    it(`harms nobody when it is a handshake, over ${transport}`, async () => {
      const pair = pushPull(transport, 'c');
      const { forth } = await record(pair, 0);
      for (let after = 1; after <= forth; after += 10) assert.deepEqual(faultsOf(await repeat(pair, after)), []);
      assert.deepEqual(faultsOf(await repeat(pair, forth)), []);
    });

    it(`adds no more than was repeated, over ${transport}`, async () => {
      const pair = pushPull(transport, 'c');
      const { forth } = await record(pair, 0);
      for (let messages = 1; messages <= 8; messages++) {
        const { lost, twice, damaged, invented } = await repeat(pair, forth + messages * smallestFrame);
        assert.deepEqual([lost, damaged, invented], [[], [], []]);
        assert.ok(twice.length <= messages, `${twice}`);
      }
    });

    it(`takes no messages for good from who receives, over ${transport}`, async () => {
      const pair = withOptions(turned(pushPull(transport, 'c')), { session_lifetime: 300 });
      const { forth } = await record(pair, 0);
      for (const after of [64, 100, forth]) assert.deepEqual(faultsOf(await repeat(pair, after)), []);
    });
  }
});
