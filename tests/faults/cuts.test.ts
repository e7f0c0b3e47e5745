import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Count, type Cut, cuts } from '../../scripts/proxy.js';
import { record, runCuts } from './cuts.js';
import { faultsOf } from './oracle.js';
import { bothWays, oneWay, type Pair, routed, type Transport, transports, turned, withOptions } from './pairs.js';
import type { Kind } from './peer.js';

/** Every offset from none to all of these bytes, or only each of so many. */
function offsets(bytes: number, stride = 1): number[] {
  return Array.from({ length: Math.floor(bytes / stride) + 1 }, (_, index) => index * stride);
}

/** Cuts connection after connection at the next offset of what one of them exchanges. */
async function cutEverywhere(pair: Pair, how: Cut, of: Count, stride = 1): Promise<void> {
  const bytes = await record(pair);
  const verdict = await runCuts(pair, { how, of, offsets: offsets(bytes[of], stride) });
  assert.deepEqual(faultsOf(verdict), []);
}

function cutsOf(pair: (transport: Transport) => Pair, ways: Count[], stride?: number): void {
  for (const transport of transports) {
    for (const how of cuts) {
      for (const of of ways) {
        it(`${transport}, ${how}, by the bytes ${of}`, () => cutEverywhere(pair(transport), how, of, stride));
      }
    }
  }
}

const pushPull = (kind: Kind) => (transport: Transport) => oneWay(transport, ['PUSH', kind], ['PULL', kind]);

/** On two cores three runs at a time are quickest: they wait more than they work. */
const parallel = { concurrency: 3 };

describe('a cut at every byte', parallel, () => {
  describe('of a connection made by who sends', parallel, () => {
    cutsOf(pushPull('c'), ['forth', 'back', 'both']);
  });

  describe('of a connection made by who receives', parallel, () => {
    cutsOf((transport) => turned(pushPull('c')(transport)), ['forth', 'back', 'both']);
  });
});

describe('a cut at every few bytes', parallel, () => {
  for (const kind of ['python', 'aio', 'node'] as const) {
    describe(`of a connection between two peers of ${kind}`, parallel, () => {
      cutsOf(pushPull(kind), ['both'], 13);
    });
  }

  for (const [opens, accepts] of [
    ['DEALER', 'DEALER'],
    ['PAIR', 'PAIR'],
    ['REQ', 'REP'],
  ] as const) {
    describe(`of a connection with messages both ways, ${opens} and ${accepts}`, parallel, () => {
      cutsOf((transport) => bothWays(transport, 'c', opens, accepts), ['both'], 3);
    });
  }

  describe('of a connection to a ROUTER that receives', parallel, () => {
    cutsOf((transport) => oneWay(transport, ['DEALER', 'c'], ['ROUTER', 'c']), ['both'], 3);
  });

  describe('of a connection to a PUB', parallel, () => {
    // A PUB drops at its high-water mark, so here it has none.
    const pubSub = (transport: Transport) => oneWay(transport, ['PUB', 'c'], ['SUB', 'c']);
    cutsOf((transport) => withOptions(turned(pubSub(transport)), { send_hwm: 0 }), ['both'], 3);
  });

  describe('of a connection to a ROUTER that sends', parallel, () => {
    cutsOf((transport) => routed(transport, 'c'), ['both'], 3);
  });
});
