import type { Kind, Pattern, PeerSetup } from './peer.js';

export type Transport = 'tcp' | 'ipc';
export const transports: Transport[] = ['tcp', 'ipc'];

/** Who talks to whom through the proxy. The opener connects, the accepter binds; either may be the one that sends. */
export interface Pair {
  transport: Transport;
  opener: Omit<PeerSetup, 'bind' | 'connect'>;
  accepter: Omit<PeerSetup, 'bind' | 'connect'>;
}

/** Connections are to be made again at once, since the next one is what a test is about. */
export const hasty: Record<string, number> = { reconnect_interval: 1, reconnect_interval_max: 4, linger: 60_000 };
const common = { options: hasty, sizes: [24, 90], parts: [1, 2], paceUs: 100 };

/** The same, with these options on both sides. */
export function withOptions(pair: Pair, options: PeerSetup['options']): Pair {
  const withThem = (setup: Pair['opener']) => ({ ...setup, options: { ...setup.options, ...options } });
  return { ...pair, opener: withThem(pair.opener), accepter: withThem(pair.accepter) };
}

/** The same, but that the one that accepted connects, and the other way round. */
export function turned({ transport, opener, accepter }: Pair): Pair {
  return { transport, opener: accepter, accepter: opener };
}

/** Messages go from who connects to who accepts. */
export function oneWay(
  transport: Transport,
  [sends, sender]: [Pattern, Kind],
  [receives, receiver]: [Pattern, Kind],
): Pair {
  return {
    transport,
    opener: { ...common, kind: sender, pattern: sends, role: 'send', name: 's' },
    accepter: { ...common, kind: receiver, pattern: receives, role: 'receive', name: 'r' },
  };
}

/** Messages go both ways. */
export function bothWays(transport: Transport, kind: Kind, opens: Pattern, accepts: Pattern): Pair {
  return {
    transport,
    opener: { ...common, kind, pattern: opens, role: 'both', name: 'o' },
    accepter: { ...common, kind, pattern: accepts, role: 'both', name: 'a' },
  };
}

/** A ROUTER sends to a DEALER that connects to it, and waits for it where it must. */
export function routed(transport: Transport, kind: Kind): Pair {
  const { opener, accepter } = turned(oneWay(transport, ['ROUTER', kind], ['DEALER', kind]));
  return {
    transport,
    opener: { ...opener, options: { ...opener.options, identity: 'd' } },
    accepter: { ...accepter, to: 'd', options: { ...accepter.options, router_mandatory: 1 } },
  };
}
