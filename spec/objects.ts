import type { CompletionKind, CompletionKindName, EventKind, PartFlag, PeerState, Readiness } from './enums.js';
import type { Status, StatusName } from './status.js';
import type { CallShape, FixedBytes, Frozen, Handle, Holds, i32, Sized, u32, u64 } from './vocabulary.js';

/** A function's return type in this spec: its whole contract, with the statuses and completions of this library. */
export type Call<Shape extends CallShape<StatusName, CompletionKindName>> = Shape['returns'];

/** The io threads and the registry of inproc names. */
export type IoContext = Handle<'io_context'>;
/** What messages are sent and received with: a pattern, many endpoints on any mix of transports, many peers. */
export type Connector = Handle<'connector'>;
/** A message held by the library: one or more parts, whole. */
export type Message = Handle<'message'>;
/** Where asynchronous operations end. One consumer at a time. */
export type CompletionQueue = Handle<'completion_queue'>;
/** Waits for many connectors and descriptors at once. */
export type Poller = Handle<'poller'>;
/** Forwards messages between two connectors. */
export type Proxy = Handle<'proxy'>;

/**
 * One part in a run of messages. The bytes of all parts stand one behind the other in the memory beside the array; a
 * part without the flag `MORE` ends its message.
 */
export type Part = Frozen<
  {
    /** Length in bytes. */
    size: u64;
    /** What follows the part. Other bits are 0. */
    flags: Holds<PartFlag, u32>;
    /** After `BUFFER_TOO_SMALL`, in the first part: how many parts are needed. Otherwise 0. */
    needed: u32;
  },
  16
>;

/** The end of an asynchronous operation. */
export type Completion = Frozen<
  {
    /** What the caller gave the operation. */
    tag: u64;
    /** Which operation ended. */
    kind: Holds<CompletionKind, u32>;
    /** 0, or why the operation failed. */
    status: Holds<Status, i32>;
    /** Where its bytes begin in the drained memory. */
    byte_offset: u64;
    /** How many bytes. After `BUFFER_TOO_SMALL`, in the first record: how many are needed. */
    byte_count: u64;
    /** Where its parts begin in the drained array. */
    part_offset: u32;
    /** How many parts. After `BUFFER_TOO_SMALL`, in the first record: how many are needed. */
    part_count: u32;
    /** `SEND`: messages accepted since the call returned. `RECV`: messages. `DESTROY`: messages not delivered. `TIMER`: how often it was due. */
    count: u64;
    /** `RECV_MESSAGE`: the handle, owned by the caller from now on. Otherwise 0. */
    message: Message;
    /** 0. */
    reserved: u64;
  },
  64
>;

/** Counters of a connector since it was made. They only grow, but for the last ones, which say what is now. */
export type ConnectorStats = Sized<{
  /** Bytes of this struct as the caller knows it; set before the call. */
  size: u32;
  /** Peers that exist now, connected or not. */
  peers: u32;
  /** Messages accepted by a send. For PUB: once, however many subscribers. */
  messages_sent: u64;
  /** Messages handed to the application. */
  messages_received: u64;
  /** Payload bytes of the messages sent. */
  bytes_sent: u64;
  /** Payload bytes of the messages received. */
  bytes_received: u64;
  /** Messages dropped because the peer had no room: PUB at its high-water mark, ROUTER likewise. */
  dropped_full: u64;
  /** Messages dropped because there was nobody to take them: ROUTER to an unknown peer, REP to a vanished one. */
  dropped_unroutable: u64;
  /** Accepted messages dropped because their peer was gone for good. */
  dropped_peer_gone: u64;
  /** Received messages dropped because the pattern has no use for them: a reply nobody waits for, a malformed request. */
  dropped_unexpected: u64;
  /** Handshakes finished. */
  links_opened: u64;
  /** Links that ended after their handshake. */
  links_closed: u64;
  /** Connections that ended before their handshake did. */
  handshakes_failed: u64;
  /** Attempts to connect that failed. */
  connects_failed: u64;
  /** Messages accepted and not yet handed to the operating system or to an in-process peer. */
  messages_queued: u64;
  /** Messages received and not yet taken by the application. */
  messages_waiting: u64;
  /** Messages that the application at the other end was handed and acknowledged. Since 0.2, as all that follow. */
  messages_acknowledged: u64;
  /** Messages sent again because they had not arrived when a link broke. */
  messages_resent: u64;
  /** Messages that a lost peer had not acknowledged and that went to others, marked as redelivered. */
  messages_redelivered: u64;
  /** Messages that a lost peer had not acknowledged and that could go to nobody else. */
  messages_undeliverable: u64;
  /** Messages handed to the system for a plain peer whose link then broke: at most so many have not arrived. */
  messages_uncertain: u64;
  /** Links that went on with a session. */
  sessions_resumed: u64;
  /** Sessions that ended without the peer having said so. */
  sessions_lost: u64;
  /** Peers given up before their time, because more are remembered than may be. */
  sessions_evicted: u64;
  /** Events that were forgotten because nobody took them. */
  events_lost: u64;
  /** Messages written and not yet acknowledged. What is now, as the next one. */
  messages_unacknowledged: u64;
  /** Peers without a link that may come back to their session. */
  sessions_waiting: u64;
  /** Messages dropped because a newer one took their place, on their way out or in (option `conflate`). Only grows. Since 0.3. */
  dropped_replaced: u64;
}>;

/** Counters of one peer since it was made, and what is now. */
export type PeerStats = Frozen<
  {
    /** Its number within its connector, as in `Event`. */
    peer: u64;
    /** Messages accepted for it. */
    messages_sent: u64;
    /** Messages received from it. */
    messages_received: u64;
    /** Messages accepted and not yet written. */
    messages_queued: u64;
    /** Their bytes, as they go to the wire. */
    bytes_queued: u64;
    /** Messages written and not yet acknowledged. */
    messages_unacknowledged: u64;
    /** Their bytes. */
    bytes_unacknowledged: u64;
    /** Messages received and not yet taken by the application. */
    messages_waiting: u64;
    /** Messages sent again because they had not arrived when a link broke. */
    messages_resent: u64;
    /** Messages dropped because it had no room. */
    dropped_full: u64;
    /** Messages that it had not acknowledged when it was lost, and that could go to nobody else. */
    undeliverable: u64;
    /** Links that it has had. */
    links: u64;
    /** What it is now. */
    state: Holds<PeerState, u32>;
    /** Bytes of `identity` in use. */
    identity_size: u32;
    /** What it calls itself; a ROUTER knows it by that. Empty if it said nothing. */
    identity: FixedBytes<256>;
  },
  360
>;

/** Something that happened to a connector. */
export type Event = Frozen<
  {
    /** Nanoseconds of CLOCK_MONOTONIC. */
    time_ns: u64;
    /** Number of the peer within its connector, 0 where no peer is meant. */
    peer: u64;
    /** What the kind says. */
    count: u64;
    /** What happened. */
    kind: Holds<EventKind, u32>;
    /** 0, or why it happened. */
    status: Holds<Status, i32>;
    /** errno behind the status, or 0. */
    system_error: i32;
    /** Bytes of `endpoint` in use. */
    endpoint_size: u32;
    /** The endpoint, UTF-8, cut at 88 bytes. */
    endpoint: FixedBytes<88>;
  },
  128
>;

/** Who a peer is. */
export type PeerInfo = Sized<{
  /** Bytes of this struct as the caller knows it; set before the call. */
  size: u32;
  /** What it is now. */
  state: Holds<PeerState, u32>;
  /** Its number within its connector, as in `Event`. */
  peer: u64;
  /** SERVER, PEER: the routing id that the connector gave it; otherwise 0. */
  routing_id: u32;
  /** Whether the credentials that follow are known: 1 for a peer that is connected over ipc, otherwise 0. */
  has_credentials: u32;
  /** Of the process that connected, or that bound, when it did (SO_PEERCRED). */
  process_id: u32;
  /** Of its user. */
  user_id: u32;
  /** Of its first group. */
  group_id: u32;
  /** Bytes of `address` in use. */
  address_size: u32;
  /** Where it is, as an endpoint: `tcp://127.0.0.1:40123`; empty where that has no name. Cut at 128 bytes. */
  address: FixedBytes<128>;
  /** Bytes of `identity` in use. */
  identity_size: u32;
  /** 0. */
  reserved: u32;
  /** What it calls itself. */
  identity: FixedBytes<256>;
}>;

/** Something that a poller waits for has come about. */
export type Readied = Frozen<
  {
    /** What the caller gave with the connector or descriptor. */
    tag: u64;
    /** What it is ready for, of what was asked. */
    ready: Holds<Readiness, u32>;
    /** 0, or `CLOSED`: the connector is closed; or `SYSTEM`: the descriptor has failed or its other end is closed. */
    status: Holds<Status, i32>;
  },
  16
>;

/** What a proxy has done since it was made. */
export type ProxyStats = Sized<{
  /** Bytes of this struct as the caller knows it; set before the call. */
  size: u32;
  /** 1: paused; 0: it forwards. */
  paused: u32;
  /** Messages received from the front and sent to the back. */
  messages_to_back: u64;
  /** Their payload bytes. */
  bytes_to_back: u64;
  /** Messages received from the back and sent to the front. */
  messages_to_front: u64;
  /** Their payload bytes. */
  bytes_to_front: u64;
  /** Messages that the capture had no room for, or could not take. */
  capture_dropped: u64;
  /** Messages that the other side refused for good: those to a routing id that nobody has. */
  dropped: u64;
}>;
