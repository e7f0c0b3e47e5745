import type { ConnectorType, EventKind, options, Status } from '../../bindings/node/src/abi.gen.js';

/**
 * What a scenario is made of. A scenario says what a pattern does, once, for every transport, backend, language and
 * peer; the interpreters of this folder play it. Nothing in it is about time: a step either has its effect at once, or
 * is waited for with all patience.
 */
export interface Scenario {
  /** Names it among all others. */
  name: string;
  /** What it shows, in one sentence. */
  behaviour: string;
  /** Where it holds, if not on every transport. */
  transports?: readonly Transport[];
  /** Why libzmq cannot stand on either side, where its steps do not say so already; */
  libymqOnly?: string;
  /** or why it can be the others, but not the first. */
  libymqFirst?: string;
  steps: readonly Step[];
}

export const transports = ['tcp', 'ipc', 'inproc'] as const;
export type Transport = (typeof transports)[number];
export type TypeName = Lowercase<keyof typeof ConnectorType>;
export type StatusName = keyof typeof Status;
export type EventName = keyof typeof EventKind;
export type OptionName = keyof typeof options;

/**
 * Bytes: text, octets, so many times one character, all that a connector was filled with, or what a name stands for. A
 * name that stands for nothing yet takes any part that is received, and stands for it from then on.
 */
export type Part = string | { hex: string } | { size: number; fill: string } | { filled: string } | { as: string };
/** `address`: the host and the port of a place of the scenario's own. */
export type Value = number | boolean | Part | { address: string };
/** By a name of the scenario's own, which stands for a fresh address of the transport; or as it is given. */
export type Place = string | { literal: string };

interface Subject {
  who: string;
}
interface Outcome {
  /** How the call ends; without it, well. */
  status?: StatusName;
}
interface Timed extends Outcome {
  /** How long the call waits; without it, as long as a test may take. */
  timeoutMs?: number;
}

/** The closed vocabulary. Each interpreter has one function for each `do`. */
export type Step =
  /** `beside`: in the process of this one, and of the same library. */
  | ({ do: 'open'; type: TypeName; options: Partial<Record<OptionName, Value>>; beside?: string } & Subject)
  | ({ do: 'bind' | 'connect' | 'unbind' | 'disconnect'; place: Place } & Subject & Outcome)
  /** A PEER is told at once which routing id its peer has: that is what `as` stands for from then on. */
  | ({ do: 'connect_peer'; place: Place; as: string } & Subject & Outcome)
  /** The peer is known by the routing id that the connector chooses. */
  | ({ do: 'connect_as'; place: Place; id: Part } & Subject & Outcome)
  | ({ do: 'subscribe' | 'unsubscribe' | 'join' | 'leave'; topic: Part } & Subject & Outcome)
  /** Until at least so many are linked, or subscribed to messages that begin like this. */
  | ({ do: 'wait_for_peers'; count: number } & Subject & Timed)
  | ({ do: 'wait_for_subscribers'; topic: Part; count: number } & Subject & Timed)
  | ({ do: 'set'; option: OptionName; value: Value } & Subject & Outcome)
  | ({ do: 'get'; option: OptionName; value: Value } & Subject)
  /** The option is the endpoint of this name. */
  | ({ do: 'get_endpoint'; option: OptionName; place: string } & Subject)
  /** `routable`: again and again while the peer is unknown. */
  | ({ do: 'send'; parts: readonly Part[]; routable?: boolean } & Subject & Timed)
  | ({ do: 'receive'; parts: readonly Part[] } & Subject)
  | ({ do: 'receive_none' } & Subject & Required<Timed>)
  /** Receives bytes of one connection, in as many pieces as they come in; `amid`: whatever is around them. */
  | ({ do: 'collect'; from: Part; bytes: Part; amid: boolean } & Subject)
  /** Each of these receives so many messages; together they are all of the given ones, in any order. */
  | { do: 'share'; among: readonly string[]; each: number; messages: readonly (readonly Part[])[] }
  /**
   * Sends numbered messages without waiting, until one is refused with this status, which must happen by `most`. Number
   * and body are parts of their own, or, `single`, one.
   */
  | ({ do: 'fill'; head: readonly Part[]; single: boolean; size: number; most: number; status: StatusName } & Subject)
  /** Receives all that another was filled with, in order. */
  | ({ do: 'drain'; from: string; head: readonly Part[] } & Subject)
  /** Publishes until this subscriber hears of it; from then on it misses nothing. */
  | { do: 'reach'; from: string; to: string; topic: Part }
  /** Begins to receive, and goes on with the scenario; the end is awaited by `finish`. */
  | ({ do: 'start' } & Subject)
  | ({ do: 'finish'; parts?: readonly Part[] } & Subject & Outcome)
  | ({ do: 'close' } & Subject)
  /** Waits until a counter is as high. */
  | ({ do: 'await'; field: string; least: number } & Subject)
  | ({ do: 'count'; field: string; value: number } & Subject)
  /** `reason`: with this status. */
  | ({ do: 'event'; kind: EventName; reason?: StatusName } & Subject)
  /** What its only peer, from which it has received a message, says of itself, or is said to be. */
  | ({ do: 'property'; name: string; value: Part } & Subject);

// How scenarios are written. Where only one endpoint is about, it is `here`.

const here = 'here';
type Parts = Part | readonly Part[];
const isList = (parts: Parts): parts is readonly Part[] => Array.isArray(parts);
const listed = (parts: Parts): readonly Part[] => (isList(parts) ? parts : [parts]);

type Options = Partial<Record<OptionName, Value>>;
export const open = (who: string, type: TypeName, options: Options = {}): Step => ({ do: 'open', who, type, options });
export const openBeside = (beside: string, who: string, type: TypeName, options: Options = {}): Step => ({
  do: 'open',
  who,
  type,
  options,
  beside,
});
export const bind = (who: string, place: Place = here, outcome: Outcome = {}): Step => ({
  do: 'bind',
  who,
  place,
  ...outcome,
});
export const connect = (who: string, place: Place = here, outcome: Outcome = {}): Step => ({
  do: 'connect',
  who,
  place,
  ...outcome,
});
export const unbind = (who: string, place: Place = here, outcome: Outcome = {}): Step => ({
  do: 'unbind',
  who,
  place,
  ...outcome,
});
export const disconnect = (who: string, place: Place = here, outcome: Outcome = {}): Step => ({
  do: 'disconnect',
  who,
  place,
  ...outcome,
});
export const connectPeer = (who: string, as: string, place: Place = here, outcome: Outcome = {}): Step => ({
  do: 'connect_peer',
  who,
  place,
  as,
  ...outcome,
});
export const connectAs = (who: string, id: Part, place: Place = here, outcome: Outcome = {}): Step => ({
  do: 'connect_as',
  who,
  place,
  id,
  ...outcome,
});
export const subscribe = (who: string, topic: Part, outcome: Outcome = {}): Step => ({
  do: 'subscribe',
  who,
  topic,
  ...outcome,
});
export const unsubscribe = (who: string, topic: Part, outcome: Outcome = {}): Step => ({
  do: 'unsubscribe',
  who,
  topic,
  ...outcome,
});
export const join = (who: string, topic: Part, outcome: Outcome = {}): Step => ({ do: 'join', who, topic, ...outcome });
export const leave = (who: string, topic: Part, outcome: Outcome = {}): Step => ({
  do: 'leave',
  who,
  topic,
  ...outcome,
});
export const waitForPeers = (who: string, count: number, how: Timed = {}): Step => ({
  do: 'wait_for_peers',
  who,
  count,
  ...how,
});
export const waitForSubscribers = (who: string, topic: Part, count = 1, how: Timed = {}): Step => ({
  do: 'wait_for_subscribers',
  who,
  topic,
  count,
  ...how,
});
export const set = (who: string, option: OptionName, value: Value, outcome: Outcome = {}): Step => ({
  do: 'set',
  who,
  option,
  value,
  ...outcome,
});
export const get = (who: string, option: OptionName, value: Value): Step => ({ do: 'get', who, option, value });
export const getEndpoint = (who: string, option: OptionName, place = here): Step => ({
  do: 'get_endpoint',
  who,
  option,
  place,
});
export const send = (who: string, parts: Parts, how: Timed & { routable?: boolean } = {}): Step => ({
  do: 'send',
  who,
  parts: listed(parts),
  ...how,
});
export const receive = (who: string, parts: Parts): Step => ({ do: 'receive', who, parts: listed(parts) });
/** Nothing is there to be received. To be used where an order of events says so. */
export const receiveNone = (who: string, status: StatusName = 'AGAIN', timeoutMs = 0): Step => ({
  do: 'receive_none',
  who,
  status,
  timeoutMs,
});
export const collect = (who: string, from: Part, bytes: Part): Step => ({
  do: 'collect',
  who,
  from,
  bytes,
  amid: false,
});
export const collectAmid = (who: string, from: Part, bytes: Part): Step => ({
  do: 'collect',
  who,
  from,
  bytes,
  amid: true,
});
export const share = (among: string[], each: number, messages: Parts[]): Step => ({
  do: 'share',
  among,
  each,
  messages: messages.map(listed),
});
export const fill = (who: string, size: number, most: number, head: Part[] = [], single = false): Step => ({
  do: 'fill',
  who,
  head,
  single,
  size,
  most,
  status: 'AGAIN',
});
export const drain = (who: string, from: string, head: Part[] = []): Step => ({ do: 'drain', who, from, head });
export const reach = (from: string, to: string, topic: Part): Step => ({ do: 'reach', from, to, topic });
export const start = (who: string): Step => ({ do: 'start', who });
export const finish = (who: string, parts: Parts): Step => ({ do: 'finish', who, parts: listed(parts) });
export const finishWith = (who: string, status: StatusName): Step => ({ do: 'finish', who, status });
export const close = (who: string): Step => ({ do: 'close', who });
export const awaitCount = (who: string, field: string, least: number): Step => ({ do: 'await', who, field, least });
/** So many handshakes of this connector are done. */
export const linked = (who: string, links = 1): Step => awaitCount(who, 'links_opened', links);
/** So many links of this connector have ended. */
export const unlinked = (who: string, links = 1): Step => awaitCount(who, 'links_closed', links);
export const count = (who: string, field: string, value: number): Step => ({ do: 'count', who, field, value });
export const event = (who: string, kind: EventName, reason?: StatusName): Step => ({
  do: 'event',
  who,
  kind,
  ...(reason && { reason }),
});
export const property = (who: string, name: string, value: Part): Step => ({ do: 'property', who, name, value });

/** For whom one attempt to connect is all there is: the next one comes after every scenario has ended. */
export const once: Options = { reconnect_interval: 600_000, reconnect_interval_max: 600_000 };

/** One message after the other from one connector to another. */
export const pass = (from: string, to: string, ...messages: Parts[]): Step[] =>
  messages.flatMap((message) => [send(from, message), receive(to, message)]);
export const many = (character: string, size: number): Part => ({ size, fill: character });
/** What an XPUB is told, and an XSUB says: that a topic is subscribed to, and that it no longer is. */
export const asks = (topic: string): Part => `\u0001${topic}`;
export const ends = (topic: string): Part => `\u0000${topic}`;
