import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faultsOf, type Verdict } from './oracle.js';
import { hasty, type Transport, transports } from './pairs.js';
import type { Kind, Peer, PeerSetup } from './peer.js';
import { addressOn, Cast, endless, freed, temporaryFolder } from './scenario.js';

/** On two cores a few runs at a time are quickest: they wait more than they work. */
const parallel = { concurrency: 4 };

const kinds: Kind[] = ['c', 'python', 'aio', 'node'];
const lives = 5;
const someMessages = 100;

/** Where a peer is: bound to one address, or connected to some. */
type Place = Pick<PeerSetup, 'bind' | 'connect'>;

function sender(kind: Kind, name: string, place: Place, options = hasty): PeerSetup {
  return { kind, pattern: 'PUSH', role: 'send', name, ...place, options, sizes: [24, 90], paceUs: 200 };
}

function receiver(kind: Kind, name: string, place: Place): PeerSetup {
  return { kind, pattern: 'PULL', role: 'receive', name, ...place, options: hasty };
}

/** With addresses that nobody else uses, one for each name. */
async function perform(
  transport: Transport,
  names: string[],
  play: (cast: Cast, ...addresses: string[]) => Promise<void>,
  patient = true,
): Promise<Verdict> {
  await using folder = await temporaryFolder();
  await using cast = new Cast();
  const finders = names.map((name) =>
    cast.add(receiver('c', name, { bind: addressOn(transport, folder.path, name, '*') })),
  );
  const addresses = await Promise.all(finders.map((finder) => finder.bound()));
  await cast.closeAll();
  await play(cast, ...addresses);
  return await cast.verdict(patient);
}

/** Takes some messages and is killed; every other time after its application had ceased to take what came. */
async function liveAndDie(peer: Peer, sending: Peer, life: number): Promise<void> {
  await peer.received(someMessages);
  if (life % 2 === 1) {
    await peer.stop();
    await sending.accepted(sending.ledger.accepted + someMessages);
  }
  await peer.kill();
}

async function killReceiver(transport: Transport, kind: Kind): Promise<Verdict> {
  return await perform(transport, ['r'], async (cast, address) => {
    const sending = cast.add(sender(kind, 's', { connect: [address] }));
    sending.go(endless);
    for (let life = 1; life < lives; life++) {
      await liveAndDie(cast.add(receiver(kind, `r${life}`, { bind: address })), sending, life);
      await freed(address);
    }
    await cast.add(receiver(kind, 'last', { bind: address })).received(someMessages);
    await sending.stop();
  });
}

async function killSender(transport: Transport, kind: Kind): Promise<Verdict> {
  return await perform(transport, ['r'], async (cast, address) => {
    cast.add(receiver(kind, 'r', { bind: address }));
    for (let life = 1; life <= lives; life++) {
      const sending = cast.add(sender(kind, `s${life}`, { connect: [address] }));
      sending.go(life < lives ? endless : someMessages);
      await sending.accepted(someMessages);
      if (life < lives) await sending.kill();
    }
  });
}

/** One receiver of two is killed, and nobody takes its place. */
async function useUp(sending: Peer, receivers: [Peer, Peer]): Promise<void> {
  sending.go(endless);
  await Promise.all(receivers.map((receiving) => receiving.received(someMessages)));
  await liveAndDie(receivers[0], sending, 1);
  await sending.accepted(sending.ledger.accepted + someMessages);
  await sending.stop();
}

/** The sender is bound, so that whoever is gone for long is gone for good. */
async function killOneOfTwo(transport: Transport, kind: Kind): Promise<Verdict> {
  return await perform(transport, ['s'], async (cast, address) => {
    const sending = cast.add(sender(kind, 's', { bind: address }, { ...hasty, session_lifetime: 500 }));
    const add = (name: string) => cast.add(receiver(kind, name, { connect: [address] }));
    await useUp(sending, [add('one'), add('other')]);
  });
}

/** The sender is connected, and messages queue for whoever may be there some day: then they are undelivered, and counted. */
async function killOneOfTwoBound(transport: Transport, kind: Kind): Promise<Verdict> {
  const options = { ...hasty, session_lifetime: 500, linger: 1000 };
  const play = async (cast: Cast, ...addresses: string[]) => {
    const sending = cast.add(sender(kind, 's', { connect: addresses }, options));
    const [one, other] = addresses.map((bind) => cast.add(receiver(kind, bind, { bind })));
    await useUp(sending, [one!, other!]);
  };
  return await perform(transport, ['one', 'other'], play, false);
}

/** What had been meant for the one that died comes to the other late, whether or not it had been sent before. */
function faultsBesideOrder(verdict: Verdict): string[] {
  return faultsOf({ ...verdict, disordered: [] });
}

describe('kill -9', parallel, () => {
  for (const transport of transports) {
    for (const kind of kinds) {
      const peers = `${kind} over ${transport}`;
      it(`of a receiver, which is started again: ${peers}`, async () => {
        assert.deepEqual(faultsOf(await killReceiver(transport, kind)), []);
      });

      it(`of a sender, which is started again: ${peers}`, async () => {
        assert.deepEqual(faultsOf(await killSender(transport, kind)), []);
      });

      it(`of one receiver of two, which stays away: ${peers}`, async () => {
        assert.deepEqual(faultsBesideOrder(await killOneOfTwo(transport, kind)), []);
      });

      it(`of one bound receiver of two, which stays away: ${peers}`, async () => {
        const verdict = await killOneOfTwoBound(transport, kind);
        assert.deepEqual(faultsBesideOrder({ ...verdict, lost: [], miscounted: [] }), []);
        assert.ok(verdict.lost.length <= verdict.admitted, `${verdict.lost.length} lost, ${verdict.admitted} admitted`);
      });
    }
  }
});
