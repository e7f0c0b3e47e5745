import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { addressOf, FaultProxy, type Plans } from '../../scripts/proxy.js';
import { judge, type Ledger, type Verdict } from './oracle.js';
import type { Pair, Transport } from './pairs.js';
import { Peer, type PeerSetup } from './peer.js';

const patienceMs = 180_000;
const pollMs = 5;
/** How long the messages behind a cut get before another is sent after them. */
const flushMs = 500;
/** Who waits for messages that are missing looks so often, and gives up after so long without any. */
const settleMs = 50;
const silenceMs = 30_000;
export const endless = 1_000_000_000;

/** A pair at work, with the proxy between them. */
export interface Stage {
  proxy: FaultProxy;
  opener: Peer;
  accepter: Peer;
  sender: Peer;
  receiver: Peer;
}

/** Waits for what no ledger tells of. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await delay(pollMs);
  }
}

/** Sets up a pair, lets it play, and leaves no process and no file behind. */
export async function onStage<Result>(
  { transport, opener, accepter }: Pair,
  play: (stage: Stage) => Promise<Result>,
  plans?: Plans,
): Promise<Result> {
  await using folder = await temporaryFolder();
  const address = (name: string, port: string) => addressOn(transport, folder.path, name, port);
  await using accepting = new Peer({ ...accepter, bind: address('accepter', '*') });
  using proxy = await FaultProxy.open(address('proxy', '0'), await accepting.bound(), plans);
  await using opening = new Peer({ ...opener, connect: [proxy.endpoint] });
  const [sender, receiver] = opener.role === 'receive' ? [accepting, opening] : [opening, accepting];
  const played = play({ proxy, opener: opening, accepter: accepting, sender, receiver });
  return await Promise.race([played, opening.untimely, accepting.untimely]);
}

/** An address to bind to: a path in the folder, or a port, `*` or 0 for any. */
export function addressOn(transport: Transport, folder: string, name: string, port: string): string {
  return transport === 'tcp' ? `tcp://127.0.0.1:${port}` : `ipc://${join(folder, name)}`;
}

/** Waits until nobody is bound there. The sockets of a process that was killed may live a little longer than it did. */
export async function freed(endpoint: string): Promise<void> {
  await until(`${endpoint} to be free`, async () => {
    const probe = connect(addressOf(endpoint));
    const refused = await once(probe, 'connect').then(
      () => false,
      () => true,
    );
    probe.destroy();
    return refused;
  });
}

export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'ymq-faults-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/**
 * Returns when everything that can still arrive has: order is kept, so nothing is on its way any more before a message that
 * was sent last and has arrived. One that does not arrive is lost, and another is sent.
 */
export async function flush(sender: Peer, receiver: Peer): Promise<void> {
  await until(`a last message from ${sender} to ${receiver}`, async () => {
    const next = sender.ledger.accepted;
    sender.go(1);
    await sender.accepted(next + 1);
    const deadline = performance.now() + flushMs;
    while (!hasReceived(receiver, sender, next) && performance.now() < deadline) await delay(pollMs);
    return hasReceived(receiver, sender, next);
  });
}

function hasReceived(receiver: Peer, sender: Peer, number: number): boolean {
  const last = receiver.ledger.receipts.findLast(({ from }) => from === sender.ledger.name);
  return last !== undefined && last.number >= number;
}

/**
 * Returns when nothing is missing any more, or when nothing has come for long. What a lost peer had not acknowledged is sent
 * to others late and out of order, so no last message tells when that is over.
 */
export async function settle(senders: Peer[], receivers: Peer[]): Promise<void> {
  const ledgers = (peers: Peer[]) => peers.map(({ ledger }) => ledger);
  const missing = () => judge(ledgers(senders), ledgers(receivers)).lost.length;
  let [left, since] = [missing(), performance.now()];
  while (left > 0 && performance.now() < since + silenceMs) {
    await delay(settleMs);
    const now = missing();
    if (now < left) since = performance.now();
    left = now;
  }
}

/** Peers that come and go as a test wants it. Leaves no process behind. */
export class Cast {
  #peers: Peer[] = [];

  add(setup: PeerSetup): Peer {
    const peer = new Peer(setup);
    this.#peers.push(peer);
    return peer;
  }

  /** Closes everybody who lives, and says what became of all messages. `patient`: what is missing is waited for. */
  async verdict(patient = true): Promise<Verdict> {
    if (patient) await settle(this.#peers, this.#peers);
    return judge(...(await this.closeAll()));
  }

  /** Closes those who send first, while the others still receive. */
  async closeAll(): Promise<[Ledger[], Ledger[]]> {
    const peers = this.#peers.splice(0);
    const senders = peers.filter(({ setup }) => setup.role !== 'receive');
    const receivers = peers.filter((peer) => !senders.includes(peer));
    for (const each of [senders, receivers]) await Promise.all(each.map((peer) => peer.close()));
    const ledgers = peers.map(({ ledger }) => ledger);
    return [ledgers, ledgers];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#peers.map((peer) => peer[Symbol.asyncDispose]()));
  }
}

/** Closes both in order, and says what became of the messages. */
export async function verdictOf({ opener, accepter }: Stage): Promise<Verdict> {
  const ledgers = [await opener.close(), await accepter.close()];
  return judge(ledgers, ledgers);
}

/** Those whose messages the ledgers count. */
export function sendersOf({ opener, accepter }: Stage): Peer[] {
  return [opener, accepter].filter(({ setup }) => setup.role !== 'receive');
}

export function goAll(stage: Stage, count: number): void {
  for (const sender of sendersOf(stage)) sender.go(count);
}

export async function stopAll(stage: Stage): Promise<void> {
  await Promise.all(sendersOf(stage).map((sender) => sender.stop()));
}

export async function settleAll(stage: Stage): Promise<void> {
  await settle([stage.opener, stage.accepter], [stage.opener, stage.accepter]);
}
