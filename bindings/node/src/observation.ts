import { ConnectorStatsLayout, EventKind, EventLayout } from './abi.gen.js';
import { checked, type StatusName, statusName } from './errors.js';
import { abi } from './library.js';
import { type CamelCase, camelCase, readU64 } from './words.js';

const kBytesPerWord = Uint32Array.BYTES_PER_ELEMENT;

/** Counters of a connector since it was made. They only grow, but for `peers`, `messagesQueued` and `messagesWaiting`. */
export type ConnectorStats = {
  readonly [Field in Exclude<keyof typeof ConnectorStatsLayout.offset, 'size'> as CamelCase<Field>]: number;
};

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
  /** `LOST`: events. `CONNECT_FAILED`: milliseconds to the next attempt. `DROPPED`: messages. */
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

const kEventCapacity = 64;
const nameOfKind = new Map<number, EventName>(
  Object.entries(EventKind).map(([name, kind]) => [kind, name as EventName]),
);

/** Takes the events of a connector that nobody has taken yet, oldest first. */
export function takeEvents(connector: number): ConnectorEvent[] {
  const memory = Buffer.from(new BigUint64Array((kEventCapacity * EventLayout.byteLength) / 8).buffer);
  const events: ConnectorEvent[] = [];
  for (let taken = kEventCapacity; taken === kEventCapacity; ) {
    taken = checked(abi.connector_take_events(connector, memory, kEventCapacity));
    for (let index = 0; index < taken; index += 1) events.push(readEvent(memory, index * EventLayout.byteLength));
  }
  return events;
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
