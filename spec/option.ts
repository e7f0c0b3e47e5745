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
   * Peers that speak ZMTP 3.0 get none. A receiver at its high-water mark reads nothing: it never holds that against its
   * peer, but cannot answer either, so heartbeats had better be sent by both sides, which this option does for one.
   */
  heartbeat_interval: Option<{
    id: 15; type: 'int'; min: 0; max: 0x7fffffff; default: 0; unit: 'milliseconds'; access: 'read_write'; applies: 'later'; since: '0.1';
  }>;
  /**
   * How long nothing at all may come after a heartbeat was sent; then the link ends with `TIMED_OUT`, and is made anew
   * where it was made by connect. -1: as long as `heartbeat_interval`. 0: no limit. A heartbeat that waits to be sent,
   * because the peer takes nothing, does not count as sent.
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
}

/**
 * The number of an option: the `id` of its entry in `ConnectorOptions`.
 *
 * @prefix YMQ_OPTION_
 */
export type OptionId = OptionNumber<ConnectorOptions>;
