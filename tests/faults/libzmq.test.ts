import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cut, Relay } from '../../scripts/proxy.js';
import { faultsOf, type Verdict } from './oracle.js';
import { oneWay, type Pair, type Transport, transports, turned } from './pairs.js';
import type { Kind } from './peer.js';
import { flush, onStage, type Stage, until, verdictOf } from './scenario.js';

/** On two cores a few runs at a time are quickest: they wait more than they work. */
const parallel = { concurrency: 4 };

/** Each message is a frame of so many bytes, and so many are sent before each cut. */
const bytesOfFrame = 32;
const burst = 5;
const bytesOfBurst = burst * bytesOfFrame;
const offsets = [0, 1, 2, 16, 31, 32, 33, 63, 64, 65, 80, 96, 97, 128, 159, bytesOfBurst];

/** How long a sender gets to write what it has accepted; who has not done so by then loses less. */
const writingMs = 30;

/** What nobody can save who is not told what has arrived: the messages of which something was still on its way. */
const unavoidable = offsets.reduce((sum, offset) => sum + burst - Math.floor(offset / bytesOfFrame), 0);

const couples: [sender: Kind, receiver: Kind][] = [
  ['zmq', 'zmq'],
  ['c', 'zmq'],
  ['zmq', 'c'],
  ['c', 'c'],
];

function coupleOf([sender, receiver]: [Kind, Kind], transport: Transport, binds: 'sender' | 'receiver'): Pair {
  const pair = oneWay(transport, ['PUSH', sender], ['PULL', receiver]);
  return binds === 'sender' ? turned(pair) : pair;
}

function withSize(pair: Pair, size: number): Pair {
  const withIt = (setup: Pair['opener']) => ({ ...setup, sizes: [size], parts: [1], paceUs: 0 });
  return { ...pair, opener: withIt(pair.opener), accepter: withIt(pair.accepter) };
}

/** Everything has arrived, and nothing is on its way. */
async function quietRelay(stage: Stage): Promise<Relay> {
  await flush(stage.sender, stage.receiver);
  return stage.proxy.relays.at(-1)!;
}

/** The connection breaks, and another is there. */
async function replace({ proxy }: Stage, relay: Relay, how: Cut): Promise<void> {
  const before = proxy.relays.length;
  await relay.cut(how);
  await until('another connection', () => proxy.relays.length > before);
}

/** Cuts connections while only so much of a burst has come through, and the rest has left the sender. */
async function cutBursts(pair: Pair, how: Cut): Promise<Verdict> {
  return await onStage(withSize(pair, bytesOfFrame - 2), async (stage) => {
    const way = pair.opener.role === 'send' ? 'forth' : 'back';
    for (const offset of offsets) {
      const relay = await quietRelay(stage);
      relay.suffer({ after: relay.bytes[way] + offset, of: way, fault: { kind: 'blackhole' } });
      stage.sender.go(burst);
      await stage.sender.accepted(stage.sender.ledger.accepted + burst);
      await until('the point', () => relay.isStruck);
      await delay(writingMs);
      await replace(stage, relay, how);
    }
    await flush(stage.sender, stage.receiver);
    return await verdictOf(stage);
  });
}

/** More than the system takes at once. */
const pileSize = 100_000;
const pile = 100;

/** The connection stalls, messages pile up before it, it breaks. Most of them have never left the sender. */
async function cutPile(pair: Pair): Promise<Verdict> {
  return await onStage(withSize(pair, pileSize), async (stage) => {
    const way = pair.opener.role === 'send' ? 'forth' : 'back';
    const relay = await quietRelay(stage);
    relay.suffer({ after: relay.bytes[way] + 1, of: way, fault: { kind: 'stall', ms: 3_600_000 } });
    stage.sender.go(pile);
    await stage.sender.accepted(stage.sender.ledger.accepted + pile);
    await delay(writingMs);
    await replace(stage, relay, 'rst');
    await flush(stage.sender, stage.receiver);
    return await verdictOf(stage);
  });
}

/** Plain ZMTP promises no more than this: what arrives does so once, in order and whole. */
function faultsBesideLoss(verdict: Verdict): string[] {
  return faultsOf({ ...verdict, lost: [], miscounted: [] });
}

/**
 * libzmq says nothing of what is lost. libymq counts what the system at the other end had not confirmed, which is less than
 * what is lost where that system had it and the process there did not.
 */
function show(test: TestContext, couple: [Kind, Kind], { accepted, lost, admitted }: Verdict): void {
  test.diagnostic(`${couple.join(' to ')}: ${lost.length} of ${accepted} lost, ${admitted} admitted`);
}

describe('a connection that is cut while a burst is on its way', parallel, () => {
  for (const transport of transports) {
    for (const how of ['rst', 'fin'] as const) {
      for (const binds of ['receiver', 'sender'] as const) {
        for (const couple of couples) {
          it(`${couple.join(' to ')} over ${transport}, ${how}, the ${binds} binds`, async (test) => {
            const verdict = await cutBursts(coupleOf(couple, transport, binds), how);
            show(test, couple, verdict);
            assert.deepEqual(faultsBesideLoss(verdict), []);
            if (couple.includes('c')) assert.ok(verdict.lost.length <= unavoidable, `${verdict.lost.length} lost`);
          });
        }
      }
    }
  }
});

describe('a connection that is cut while messages pile up before it', parallel, () => {
  for (const transport of transports) {
    for (const binds of ['receiver', 'sender'] as const) {
      it(`over ${transport}, the ${binds} binds`, async (test) => {
        const lost: number[] = [];
        for (const couple of couples) {
          const verdict = await cutPile(coupleOf(couple, transport, binds));
          show(test, couple, verdict);
          assert.deepEqual(faultsBesideLoss(verdict), []);
          lost.push(verdict.lost.length);
        }
        const [zmqToZmq, ymqToZmq, zmqToYmq, ymqToYmq] = lost as [number, number, number, number];
        const worst = binds === 'sender' ? zmqToZmq - 1 : zmqToZmq;
        assert.ok(ymqToZmq <= worst, `${ymqToZmq} lost, and by libzmq ${zmqToZmq}`);
        assert.ok(zmqToYmq <= pile && ymqToYmq === 0, `${zmqToYmq} and ${ymqToYmq} lost`);
      });
    }
  }
});
