import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Host, Network } from './network.js';
import { faultsOf } from './oracle.js';
import { hasty } from './pairs.js';
import type { Kind, Peer, PeerSetup } from './peer.js';
import { Cast, endless, until } from './scenario.js';

const kinds: Kind[] = ['c', 'python', 'aio', 'node'];
const someMessages = 100;
/** A time that a connection survives. */
const briefMs = 300;

/** Two ways to notice that the other host is out of reach. */
const byHeartbeats = { ...hasty, heartbeat_interval: 100, handshake_timeout: 500 };
const byTheSystem = { ...hasty, heartbeat_interval: 0, network_timeout: 500, handshake_timeout: 500 };

/** A way in which the wire between two hosts fails, and is mended. */
interface Failure {
  name: string;
  fail: (sends: Host, receives: Host) => void;
  mend: (sends: Host, receives: Host) => void;
}

const failures: Failure[] = [
  {
    name: 'a route that is dropped at the sender',
    fail: (sends, receives) => sends.dropRouteTo(receives),
    mend: (sends, receives) => sends.restoreRouteTo(receives),
  },
  {
    name: 'a route that is dropped at the receiver',
    fail: (sends, receives) => receives.dropRouteTo(sends),
    mend: (sends, receives) => receives.restoreRouteTo(sends),
  },
  {
    name: 'a card that is down',
    fail: (sends) => sends.setCard('down'),
    mend: (sends) => sends.setCard('up'),
  },
];

interface Play {
  sending: Peer;
  receiving: Peer;
  fail: () => void;
  mend: () => void;
}

async function openOrSkip(test: TestContext): Promise<Network | undefined> {
  try {
    return await Network.open();
  } catch (error) {
    test.skip(`no network namespaces here: ${(error as Error).message}`);
    return undefined;
  }
}

/** Messages go from one host to the other while the wire fails. */
async function fail(
  test: TestContext,
  { fail, mend }: Failure,
  setup: Pick<PeerSetup, 'kind' | 'options'>,
  play: (play: Play) => Promise<void>,
): Promise<void> {
  using network = await openOrSkip(test);
  if (!network) return;
  const [sends, receives] = network.hosts;
  await using cast = new Cast();
  const bind = `tcp://${receives.address}:*`;
  const receiving = cast.add({ ...setup, pattern: 'PULL', role: 'receive', name: 'r', bind, host: receives });
  const connect = [await receiving.bound()];
  const sending = cast.add({ ...setup, pattern: 'PUSH', role: 'send', name: 's', connect, host: sends, paceUs: 200 });
  sending.go(endless);
  await receiving.received(someMessages);
  await play({ sending, receiving, fail: () => fail(sends, receives), mend: () => mend(sends, receives) });
  await receiving.received(receiving.ledger.receipts.length + someMessages);
  await sending.stop();
  assert.deepEqual(faultsOf(await cast.verdict()), []);
}

async function hasLostItsLink(peer: Peer): Promise<boolean> {
  return (await peer.stats()).links_closed! > 0;
}

describe('a network', () => {
  for (const failure of failures) {
    it(`with ${failure.name} for a while`, async (test) => {
      await fail(test, failure, { kind: 'c', options: hasty }, async ({ fail, mend }) => {
        fail();
        await delay(briefMs);
        mend();
      });
    });

    it(`with ${failure.name} until the system gives up`, async (test) => {
      await fail(test, failure, { kind: 'c', options: byTheSystem }, async ({ sending, fail, mend }) => {
        fail();
        await until('the end of the link', () => hasLostItsLink(sending));
        mend();
      });
    });

    for (const kind of kinds) {
      it(`with ${failure.name} until heartbeats are missed, ${kind}`, async (test) => {
        await fail(test, failure, { kind, options: byHeartbeats }, async ({ sending, receiving, fail, mend }) => {
          fail();
          await until('the ends of the link', () => hasLostItsLink(sending));
          await until('the ends of the link', () => hasLostItsLink(receiving));
          mend();
        });
      });
    }
  }
});
