import type { Option, OptionNumber } from './vocabulary.js';

/**
 * The options of a connector, by name. From this table come the enum `OptionId`, the range checks of the library, and
 * the typed options of the bindings.
 */
export interface ConnectorOptions {
  /** The name that a ROUTER knows this connector by; empty lets the peer make one up. May not begin with a zero byte. */
  identity: Option<{
    id: 1; type: 'bytes'; min: 0; max: 255; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.1';
  }>;
  /** High-water mark of each peer's outgoing messages that are not yet written to the wire. 0: no limit. */
  send_hwm: Option<{
    id: 2; type: 'int'; min: 0; max: 0x7fffffff; default: 1000; unit: 'messages'; access: 'read_write'; applies: 'live'; since: '0.1';
  }>;
  /** High-water mark of each peer's incoming messages that the application has not taken. 0: no limit. */
  receive_hwm: Option<{
    id: 3; type: 'int'; min: 0; max: 0x7fffffff; default: 1000; unit: 'messages'; access: 'read_write'; applies: 'live'; since: '0.1';
  }>;
  /** As `send_hwm`, in bytes as they go to the wire; one message may exceed it. 0: no limit. */
  send_hwm_bytes: Option<{
    id: 4; type: 'int'; min: 0; max: 0x1fffffffffffff; default: 0; unit: 'bytes'; access: 'read_write'; applies: 'live'; since: '0.1';
  }>;
  /** As `receive_hwm`, in payload bytes; one message may exceed it. 0: no limit. */
  receive_hwm_bytes: Option<{
    id: 5; type: 'int'; min: 0; max: 0x1fffffffffffff; default: 0; unit: 'bytes'; access: 'read_write'; applies: 'live'; since: '0.1';
  }>;
  /** How long a close goes on sending what was accepted. -1: without end. */
  linger: Option<{
    id: 6; type: 'int'; min: -1; max: 0x7fffffff; default: 1000; unit: 'milliseconds'; access: 'read_write'; applies: 'live'; since: '0.1';
  }>;
  /** How long to wait before the first attempt to connect again; doubles from one attempt to the next, with jitter. */
  reconnect_interval: Option<{
    id: 7; type: 'int'; min: 1; max: 0x7fffffff; default: 100; unit: 'milliseconds'; access: 'read_write'; applies: 'later'; since: '0.1';
  }>;
  /** The longest wait between two attempts to connect. */
  reconnect_interval_max: Option<{
    id: 8; type: 'int'; min: 1; max: 0x7fffffff; default: 5000; unit: 'milliseconds'; access: 'read_write'; applies: 'later'; since: '0.1';
  }>;
  /** How long a connection may take from accept, or from connect, to the end of its handshake. 0: no limit. */
  handshake_timeout: Option<{
    id: 9; type: 'int'; min: 0; max: 0x7fffffff; default: 30000; unit: 'milliseconds'; access: 'read_write'; applies: 'later'; since: '0.1';
  }>;
  /** The largest message accepted from a peer, all parts together, each counted as 32 bytes more; a larger one ends the link. 0: no limit. */
  max_message_size: Option<{
    id: 10; type: 'int'; min: 0; max: 0x1fffffffffffff; default: 0x100000000; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.1';
  }>;
  /** ROUTER: a send to an unknown peer fails with `HOST_UNREACHABLE`, and one to a full peer waits, where both would drop. */
  router_mandatory: Option<{
    id: 11; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'live'; since: '0.1';
  }>;
  /** How many connections an endpoint may have waiting to be accepted. */
  backlog: Option<{
    id: 12; type: 'int'; min: 1; max: 65535; default: 4096; unit: 'connections'; access: 'read_write'; applies: 'later'; since: '0.1';
  }>;
  /** The pattern, a `ConnectorType`. */
  type: Option<{
    id: 13; type: 'int'; min: 0; max: 8; default: 0; unit: 'none'; access: 'read_only'; applies: 'live'; since: '0.1';
  }>;
  /** The endpoint of the last bind or connect, as resolved. */
  last_endpoint: Option<{
    id: 14; type: 'text'; min: 0; max: 1024; default: ''; unit: 'none'; access: 'read_only'; applies: 'live'; since: '0.1';
  }>;
  /**
   * How often a link sends a heartbeat, a PING of ZMTP 3.1; 0: never. Those of a peer are answered whatever stands here.
   * Peers that speak ZMTP 3.0 get none. A peer with acknowledged delivery is told of this interval, and counts on it.
   */
  heartbeat_interval: Option<{
    id: 15; type: 'int'; min: 0; max: 0x7fffffff; default: 5000; unit: 'milliseconds'; access: 'read_write'; applies: 'later'; since: '0.1';
  }>;
  /**
   * How long nothing at all may come after a heartbeat was sent; then the link ends with `TIMED_OUT`, and is made anew
   * where it was made by connect. -1: twice the longer of both sides' intervals where the peer has promised heartbeats of
   * its own (acknowledged delivery), and no limit where it has not: a plain peer at its high-water mark reads nothing and
   * answers nothing, yet is well; that its host is gone `network_timeout` notices. 0: no limit. A heartbeat that waits to
   * be sent, because the peer takes nothing, does not count as sent; but a peer that has promised heartbeats may not be
   * silent for longer than this, and than twice the longer interval, either.
   */
  heartbeat_timeout: Option<{
    id: 16; type: 'int'; min: -1; max: 0x7fffffff; default: -1; unit: 'milliseconds'; access: 'read_write'; applies: 'later'; since: '0.1';
  }>;
  /**
   * What a heartbeat asks of the peer: to end the link when nothing comes from here for so long after it. Rounded up to
   * tenths of a second; had better be several times `heartbeat_interval`. Beyond 65.5 seconds some peers count wrongly.
   * 0: nothing. What the heartbeats of a peer ask is always done, and ends the link with `TIMED_OUT`.
   */
  heartbeat_ttl: Option<{
    id: 17; type: 'int'; min: 0; max: 65500; default: 0; unit: 'milliseconds'; access: 'read_write'; applies: 'later'; since: '0.1';
  }>;
  /**
   * Whether to agree on acknowledged delivery with peers that offer it (docs/wire-extension.md): messages then survive broken
   * connections, exactly once and in order. Off: every peer is taken for a plain ZMTP peer.
   */
  acknowledged_delivery: Option<{
    id: 18; type: 'bool'; min: 0; max: 1; default: true; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.2';
  }>;
  /**
   * How long a peer without a link may come back and find what is queued for it and what it had not acknowledged. After
   * that it is given up: what is unacknowledged goes to other peers, marked as redelivered, where the pattern balances (PUSH,
   * DEALER, REQ), and is counted and reported as undeliverable elsewhere. 0: given up as soon as its link ends.
   */
  session_lifetime: Option<{
    id: 19; type: 'int'; min: 0; max: 0x7fffffff; default: 30000; unit: 'milliseconds'; access: 'read_write'; applies: 'live'; since: '0.2';
  }>;
  /**
   * How much of what is written and not acknowledged is kept for each peer, as it goes to the wire and with 16 bytes more for each
   * message; then nothing more is written until the peer's application has taken some. One message may exceed it. 0: no limit.
   * For a peer on the same host never more than 2 MiB or 16 messages, whichever is more: its acknowledgements come soon, and
   * the processor's cache holds no more.
   */
  unacknowledged_bytes: Option<{
    id: 20; type: 'int'; min: 0; max: 0x1fffffffffffff; default: 0x1000000; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.2';
  }>;
  /**
   * How many peers without a link are remembered: those that may come back within `session_lifetime`, and those that are gone
   * and whose messages nobody has taken yet. For one too many, the peer that has been away longest is given up (event
   * `EVICTED`); where only unread messages are remembered, newcomers are turned away with `TOO_MANY_PEERS`. 0: no limit.
   */
  max_sessions: Option<{
    id: 21; type: 'int'; min: 0; max: 0x7fffffff; default: 10000; unit: 'connections'; access: 'read_write'; applies: 'live'; since: '0.2';
  }>;
  /**
   * How long bytes may be on their way without the peer's host confirming them, before the connection is given up
   * (TCP_USER_TIMEOUT, Linux 2.6.37; no effect on ipc). 0: as long as the system says, some 15 minutes.
   */
  network_timeout: Option<{
    id: 22; type: 'int'; min: 0; max: 0x7fffffff; default: 20000; unit: 'milliseconds'; access: 'read_write'; applies: 'later'; since: '0.2';
  }>;
  /**
   * REQ: how long to wait for a reply before the request is sent again, to the next peer, marked as redelivered. 0: without
   * end. The first reply to any of the attempts counts, the others are dropped and counted. Where this is set requests
   * carry a number ahead of the empty part, which every REP puts ahead of its reply, as RFC 28 has it.
   */
  request_timeout: Option<{
    id: 23; type: 'int'; min: 0; max: 0x7fffffff; default: 0; unit: 'milliseconds'; access: 'read_write'; applies: 'live'; since: '0.2';
  }>;
  /**
   * REQ: how often a request is sent again after `request_timeout`; when that was in vain, the receive fails with
   * `UNDELIVERABLE`, and another request may be sent.
   */
  request_retries: Option<{
    id: 24; type: 'int'; min: 0; max: 0x7fffffff; default: 3; unit: 'messages'; access: 'read_write'; applies: 'live'; since: '0.2';
  }>;
  /**
   * Whether a message that was received counts as handed over only when the application says so, by `connector_acknowledge`:
   * then one that it had not finished goes to somebody else, or comes again to whoever takes its place, if this process
   * dies; where the connector is closed, without the mark of what is redelivered. Off: it counts when the receive returns.
   * No effect on REQ and REP, and on messages from peers without acknowledged delivery. Turned off again, all that was received
   * counts.
   */
  manual_acknowledgement: Option<{
    id: 25; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'live'; since: '0.2';
  }>;
}

/**
 * The number of an option: the `id` of its entry in `ConnectorOptions`.
 *
 * @prefix YMQ_OPTION_
 */
export type OptionId = OptionNumber<ConnectorOptions>;
