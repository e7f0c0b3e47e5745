import {
  ConnectorStatsLayout,
  EventKind,
  EventLayout,
  PeerInfoLayout,
  PeerState,
  PeerStatsLayout,
  Status,
} from './abi.gen.js';
import { checked, type StatusName, statusName } from './errors.js';
import { abi } from './library.js';
import { type CamelCase, camelCase, readU64 } from './words.js';

const kBytesPerWord = Uint32Array.BYTES_PER_ELEMENT;

/**
 * Counters of a connector since it was made. They only grow, but for `peers`, `messagesQueued`, `messagesWaiting`,
 * `messagesUnacknowledged` and `sessionsWaiting`, which say what is now.
 */
export type ConnectorStats = {
  readonly [Field in Exclude<keyof typeof ConnectorStatsLayout.offset, 'size'> as CamelCase<Field>]: number;
};

/**
 * What a peer is. `LINKED`: it has a link, whose handshake is done. `LASTING`: it was made by `connect`, and gets one link
 * after the other. `SESSION`: what it does not acknowledge is kept for it. `AWAITED`: it has no link, and may come back to
 * its session. `GONE`: it is gone, and what it sent has not been taken yet.
 */
export type PeerStateName = keyof typeof PeerState;

/**
 * What a peer of a connector is, and its counters since it was made. They only grow, but for those of messages and bytes
 * that are queued, unacknowledged or waiting; bytes are counted as they go to the wire.
 */
export type PeerStats = {
  readonly [Field in Exclude<PeerField, 'state' | 'identity' | 'identity_size'> as CamelCase<Field>]: number;
} & {
  /** What it is now. */
  readonly state: readonly PeerStateName[];
  /** What it calls itself; a ROUTER knows it by that. Empty if it said nothing. */
  readonly identity: Buffer;
};
type PeerField = keyof typeof PeerStatsLayout.offset;

/** The process at the other end of an ipc link, when it connected or bound. */
export interface Credentials {
  readonly processId: number;
  readonly userId: number;
  /** The first group of the user. */
  readonly groupId: number;
}

/** Who a peer is. */
export interface PeerInfo {
  /** Its number within its connector, as in `ConnectorEvent`. */
  readonly peer: number;
  /** What it is now. */
  readonly state: readonly PeerStateName[];
  /** Where it is, as an endpoint: `tcp://127.0.0.1:40123`; empty before it had a link. Cut at 128 bytes. */
  readonly address: string;
  /** What it calls itself. Empty if it said nothing. */
  readonly identity: Buffer;
  /** SERVER, PEER: the routing id that the connector gave it; otherwise 0. */
  readonly routingId: number;
  /** Of a peer that is connected over ipc. */
  readonly credentials: Credentials | undefined;
}

/** What happened to a connector's endpoints and links, by name. */
export type EventName = keyof typeof EventKind;

/** Something that happened to a connector. */
export interface ConnectorEvent {
  /** What happened. */
  readonly kind: EventName;
  /** When, in nanoseconds of the clock that `process.hrtime.bigint()` reads. */
  readonly timeNs: bigint;
  /** Number of the peer within its connector, 0 where no peer is meant. */
  readonly peer: number;
  /** `LOST`: events. `CONNECT_FAILED`: milliseconds to the next attempt. Otherwise messages. */
  readonly count: number;
  /** Why it happened, where there is a reason to give. */
  readonly status: StatusName | undefined;
  /** The operating system's error number behind the status, or 0. */
  readonly errno: number;
  /** The endpoint, cut at 88 bytes; empty where none is meant. */
  readonly endpoint: string;
}

/** Reads the counters of a connector. */
export function readStats(connector: number): ConnectorStats {
  const { byteLength, offset } = ConnectorStatsLayout;
  const words = new Uint32Array(byteLength / kBytesPerWord);
  words[offset.size / kBytesPerWord] = byteLength;
  checked(abi.connector_get_stats(connector, words));
  const { size: _, peers, ...counters } = offset;
  const entries = Object.entries(counters).map(([name, at]) => [camelCase(name), readU64(words, at / kBytesPerWord)]);
  return { peers: words[peers / kBytesPerWord], ...Object.fromEntries(entries) } as ConnectorStats;
}

const kPeerCapacity = 64;

/** Reads the counters of each peer of a connector. */
export function readPeerStats(connector: number): PeerStats[] {
  const memory = Buffer.alloc(kPeerCapacity * PeerStatsLayout.byteLength);
  const peers: PeerStats[] = [];
  for (let taken = kPeerCapacity; taken === kPeerCapacity; ) {
    const last = peers.at(-1);
    taken = checked(abi.connector_get_peer_stats(connector, last ? last.peer + 1 : 0, memory, kPeerCapacity));
    for (let index = 0; index < taken; index += 1) peers.push(readPeer(memory, index * PeerStatsLayout.byteLength));
  }
  return peers;
}

function readPeer(memory: Buffer, start: number): PeerStats {
  const { state, identity_size, identity, ...counters } = PeerStatsLayout.offset;
  const entries = Object.entries(counters).map(([name, at]) => [
    camelCase(name),
    Number(memory.readBigUInt64LE(start + at)),
  ]);
  const name = memory.subarray(start + identity, start + identity + memory.readUInt32LE(start + identity_size));
  const states = namesOfState(memory.readUInt32LE(start + state));
  return { ...Object.fromEntries(entries), state: states, identity: Buffer.from(name) } as PeerStats;
}

function namesOfState(state: number): PeerStateName[] {
  return Object.entries(PeerState).flatMap(([name, flag]) => (state & flag ? [name as PeerStateName] : []));
}

/** Reads who a peer of a connector is. */
export function readPeerInfo(connector: number, peer: number): PeerInfo {
  const { byteLength, offset } = PeerInfoLayout;
  const memory = Buffer.alloc(byteLength);
  memory.writeUInt32LE(byteLength, offset.size);
  checked(abi.connector_get_peer_info(connector, peer, memory));
  const field = (at: number) => memory.readUInt32LE(at);
  return {
    peer,
    state: namesOfState(field(offset.state)),
    address: memory.toString('utf8', offset.address, offset.address + field(offset.address_size)),
    identity: memory.subarray(offset.identity, offset.identity + field(offset.identity_size)),
    routingId: field(offset.routing_id),
    credentials: field(offset.has_credentials) === 0 ? undefined : readCredentials(field),
  };
}

function readCredentials(field: (at: number) => number): Credentials {
  const { process_id, user_id, group_id } = PeerInfoLayout.offset;
  return { processId: field(process_id), userId: field(user_id), groupId: field(group_id) };
}

/** Reads a property that a peer of a connector has said. */
export function readPeerProperty(connector: number, peer: number, name: string): Buffer | undefined {
  const text = Buffer.from(name);
  for (let capacity = 256; ; ) {
    const value = Buffer.alloc(capacity);
    const size = abi.connector_get_peer_property(connector, peer, text, text.length, value, capacity);
    if (size === Status.NOT_FOUND) return undefined;
    if (checked(size) <= capacity) return value.subarray(0, size);
    capacity = size;
  }
}

const kEventCapacity = 64;
const nameOfKind = new Map<number, EventName>(
  Object.entries(EventKind).map(([name, kind]) => [kind, name as EventName]),
);

/** Takes the events of a connector that nobody has taken yet, oldest first. */
export function takeAllEvents(connector: number): ConnectorEvent[] {
  const events: ConnectorEvent[] = [];
  for (;;) {
    const taken = takeEvents(connector, kEventCapacity);
    events.push(...taken);
    if (taken.length < kEventCapacity) return events;
  }
}

/** Takes at most so many of them. */
export function takeEvents(connector: number, most: number): ConnectorEvent[] {
  const memory = Buffer.from(new BigUint64Array((most * EventLayout.byteLength) / 8).buffer);
  const taken = checked(abi.connector_take_events(connector, memory, most));
  return Array.from({ length: taken }, (_, index) => readEvent(memory, index * EventLayout.byteLength));
}

function readEvent(memory: Buffer, start: number): ConnectorEvent {
  const { offset } = EventLayout;
  const status = memory.readInt32LE(start + offset.status);
  const endpoint = start + offset.endpoint;
  return {
    kind: nameOfKind.get(memory.readUInt32LE(start + offset.kind)) ?? 'LOST',
    timeNs: memory.readBigUInt64LE(start + offset.time_ns),
    peer: Number(memory.readBigUInt64LE(start + offset.peer)),
    count: Number(memory.readBigUInt64LE(start + offset.count)),
    status: status === 0 ? undefined : statusName(status),
    errno: memory.readInt32LE(start + offset.system_error),
    endpoint: memory.toString('utf8', endpoint, endpoint + memory.readUInt32LE(start + offset.endpoint_size)),
  };
}
