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
  /**
   * The largest message accepted from a peer, all parts together, each counted as 32 bytes more; a larger one ends the link. Of what
   * a STREAM receives, it is the most that comes in one piece. 0: no limit.
   */
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
    id: 13; type: 'int'; min: 0; max: 20; default: 0; unit: 'none'; access: 'read_only'; applies: 'live'; since: '0.1';
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
  /** XPUB: every subscription is received, not only the first to a topic. */
  xpub_verbose: Option<{
    id: 26; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'live'; since: '0.3';
  }>;
  /** XPUB: every subscription and every cancellation is received, not only the first and the last of a topic. */
  xpub_verboser: Option<{
    id: 27; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'live'; since: '0.3';
  }>;
  /**
   * XPUB: a subscription that is received takes effect only as the application has it: `connector_subscribe` and
   * `connector_unsubscribe` are then about the peer whose subscription was received last.
   */
  xpub_manual: Option<{
    id: 28; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'live'; since: '0.3';
  }>;
  /**
   * XPUB with `xpub_manual`: the next send after a subscription was received goes only to the peer that it came from, and only
   * if that is subscribed to it: for caches of last values.
   */
  xpub_manual_last_value: Option<{
    id: 29; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'live'; since: '0.3';
  }>;
  /**
   * PUB, XPUB and RADIO: a send for which a peer that wants it has no room reaches nobody, and waits or fails with `AGAIN`; off, it is
   * dropped for this peer, and counted.
   */
  publish_without_drops: Option<{
    id: 30; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'live'; since: '0.3';
  }>;
  /** XPUB: what every newly connected peer that subscribes to it is sent first; of one part. Empty: nothing. */
  welcome_message: Option<{
    id: 31; type: 'bytes'; min: 0; max: 0x10000; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** PUB and XPUB send what peers did *not* subscribe to, SUB receives that; both ends need it. An XSUB filters nothing itself. */
  invert_matching: Option<{
    id: 32; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** PUB, XPUB, SUB and XSUB: how many different topics are subscribed to now. */
  topics: Option<{
    id: 33; type: 'int'; min: 0; max: 0x7fffffff; default: 0; unit: 'topics'; access: 'read_only'; applies: 'live'; since: '0.3';
  }>;
  /** PUB, XPUB and, of groups, RADIO: how many different topics a peer may subscribe to; the link of one that asks for more ends. 0: no limit. */
  max_topics: Option<{
    id: 34; type: 'int'; min: 0; max: 0x7fffffff; default: 1000000; unit: 'topics'; access: 'read_write'; applies: 'live'; since: '0.3';
  }>;
  /** PUB, XPUB and, of groups, RADIO: how many bytes the topics of a peer may take together; the link of one that asks for more ends. 0: no limit. */
  max_topic_bytes: Option<{
    id: 35; type: 'int'; min: 0; max: 0x1fffffffffffff; default: 0x4000000; unit: 'bytes'; access: 'read_write'; applies: 'live'; since: '0.3';
  }>;
  /**
   * PUB, XPUB and RADIO: how many of the newest messages are kept for peers that subscribe later and have acknowledged delivery: they get those that
   * match first. 0: none.
   */
  replay: Option<{
    id: 36; type: 'int'; min: 0; max: 0x7fffffff; default: 0; unit: 'messages'; access: 'read_write'; applies: 'live'; since: '0.3';
  }>;
  /** PUB, XPUB and RADIO: how many bytes the messages kept for `replay` take at most. 0: no limit. */
  replay_bytes: Option<{
    id: 37; type: 'int'; min: 0; max: 0x1fffffffffffff; default: 0x1000000; unit: 'bytes'; access: 'read_write'; applies: 'live'; since: '0.3';
  }>;
  /** How long an attempt to connect to an address may take; then it has failed with `TIMED_OUT`. 0: as long as the system says, some 2 minutes. */
  connect_timeout: Option<{
    id: 38; type: 'int'; min: 0; max: 0x7fffffff; default: 0; unit: 'milliseconds'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /**
   * After what no further attempt to connect is made: a set of `ReconnectStop`. The endpoint is then disconnected, as if by
   * `connector_disconnect` without a linger; the event `CLOSED` says why.
   */
  reconnect_stop: Option<{
    id: 39; type: 'int'; min: 0; max: 7; default: 0; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** Whether the system probes idle TCP connections (SO_KEEPALIVE). -1: as the system says. */
  tcp_keepalive: Option<{
    id: 40; type: 'int'; min: -1; max: 1; default: -1; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** How long a TCP connection is idle before the first probe (TCP_KEEPIDLE). 0: as the system says. */
  tcp_keepalive_idle: Option<{
    id: 41; type: 'int'; min: 0; max: 32767; default: 0; unit: 'seconds'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** How long between two probes (TCP_KEEPINTVL). 0: as the system says. */
  tcp_keepalive_interval: Option<{
    id: 42; type: 'int'; min: 0; max: 32767; default: 0; unit: 'seconds'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** After how many probes in vain the connection is given up (TCP_KEEPCNT). 0: as the system says. */
  tcp_keepalive_count: Option<{
    id: 43; type: 'int'; min: 0; max: 127; default: 0; unit: 'probes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** The type of service of what goes out over IP (IP_TOS, IPV6_TCLASS). 0: as the system says. */
  type_of_service: Option<{
    id: 44; type: 'int'; min: 0; max: 255; default: 0; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** The priority of what goes out (SO_PRIORITY, socket(7)); above 6 it takes CAP_NET_ADMIN. -1: as the system says. */
  socket_priority: Option<{
    id: 45; type: 'int'; min: -1; max: 0x7fffffff; default: -1; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** How much of what is sent the system holds for a connection (SO_SNDBUF); it doubles that. 0: as the library thinks best. */
  send_buffer: Option<{
    id: 46; type: 'int'; min: 0; max: 0x3fffffff; default: 0; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** How much of what has arrived the system holds for a connection (SO_RCVBUF); it doubles that. 0: as the system says. */
  receive_buffer: Option<{
    id: 47; type: 'int'; min: 0; max: 0x3fffffff; default: 0; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** The network interface that tcp connections are to use (SO_BINDTODEVICE; before Linux 5.7 it takes CAP_NET_RAW). Empty: any. */
  bind_to_device: Option<{
    id: 48; type: 'text'; min: 0; max: 15; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** How long a receive looks at the network device before it sleeps (SO_BUSY_POLL), where the device can do that. 0: as the system says. */
  busy_poll: Option<{
    id: 49; type: 'int'; min: 0; max: 1000000; default: 0; unit: 'microseconds'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** Whether `tcp://[::]:port` accepts IPv6 only. Off: IPv4, too. */
  ipv6_only: Option<{
    id: 50; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** What is said to every peer in the handshake beyond the protocol: at most 128 lines of `X-Name: value`. Peers read it by `connector_get_peer_property`. */
  metadata: Option<{
    id: 51; type: 'text'; min: 0; max: 4096; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /**
   * Whether messages go only to peers whose handshake is done: one without a link takes nothing, as if it were full. So a send of PUSH,
   * DEALER, REQ or PAIR waits, or fails with `AGAIN`, while nobody is linked; where others drop for a full peer they drop for it. What had
   * not been sent to a peer when its link ended goes to others where the pattern balances, and stays for it elsewhere; what was sent and
   * is not acknowledged is its own, as ever. Off: what is sent before a connection is made, or while it is made again, is queued for it.
   */
  immediate: Option<{
    id: 52; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /**
   * DEALER, PULL, PUSH, PUB and SUB: only the newest message is kept for each peer, on its way out as on its way in; what it takes the
   * place of is dropped, and counted as replaced, messages of several parts as a whole. What is being written is finished. The high-water
   * marks do not matter then, and nothing goes from a peer that is gone to another.
   */
  conflate: Option<{
    id: 53; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /**
   * REQ, DEALER and ROUTER: every peer that links is sent an empty message first, so that a ROUTER there knows this connector before it has
   * said anything. Not one that goes on with its session: there it is known.
   */
  probe_router: Option<{
    id: 54; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /**
   * ROUTER: a set of `PeerNotice`: on what an empty message is received behind the routing id of a peer. It stands behind the last message
   * that the peer has sent, and comes for each link, also between those of one session.
   */
  router_notify: Option<{
    id: 55; type: 'int'; min: 0; max: 3; default: 0; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /**
   * ROUTER: peers are programs that speak no ZMTP: bytes are sent and received as they are, as STREAM does; `router_mandatory`
   * still says what becomes of what has no peer, or no room. Set before the first bind or connect, or `WRONG_STATE`.
   */
  router_raw: Option<{
    id: 56; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** STREAM, and ROUTER with `router_raw`: whether empty bytes are received when a connection is made, and when it has ended. */
  stream_notify: Option<{
    id: 57; type: 'bool'; min: 0; max: 1; default: true; unit: 'none'; access: 'read_write'; applies: 'live'; since: '0.3';
  }>;
  /**
   * The SOCKS5 proxy through which tcp connections are made, RFC 1928, as `host:port` or `[IPv6]:port`; it resolves the host names of
   * endpoints. Empty: none. `connect_timeout` is for the connection to the proxy; what the proxy makes of it takes at most
   * `handshake_timeout`. What concerns the other end's host, such as `network_timeout`, concerns that of the proxy.
   */
  socks_proxy: Option<{
    id: 58; type: 'text'; min: 0; max: 512; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** The name under which to log in at the SOCKS5 proxy if it wants that, RFC 1929; it goes there in plain text, like the password. Empty: none. */
  socks_username: Option<{
    id: 59; type: 'text'; min: 0; max: 255; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** The password for the SOCKS5 proxy, RFC 1929. */
  socks_password: Option<{
    id: 60; type: 'text'; min: 0; max: 255; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** PLAIN, RFC 24: peers must log in by name and password; who may is decided by the ZAP handler, RFC 27, and without one nobody may. Not over inproc, nor is any other mechanism. */
  plain_server: Option<{
    id: 61; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** The name under which to log in by PLAIN, RFC 24, at peers that want it. */
  plain_username: Option<{
    id: 62; type: 'text'; min: 0; max: 255; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** The password for PLAIN. */
  plain_password: Option<{
    id: 63; type: 'text'; min: 0; max: 255; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** CURVE, RFC 26: peers must know this connector's public key, and prove their own; needs `curve_secret_key`, without which nothing can be bound or connected. Goes before PLAIN. */
  curve_server: Option<{
    id: 64; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** This connector's public key for CURVE: 32 bytes, or 40 characters of Z85 (RFC 32). Empty: it follows from the secret key; another one than that is refused by bind and connect. */
  curve_public_key: Option<{
    id: 65; type: 'bytes'; min: 0; max: 40; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** This connector's secret key for CURVE: 32 bytes, or 40 characters of Z85. */
  curve_secret_key: Option<{
    id: 66; type: 'bytes'; min: 0; max: 40; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** The public key that peers must prove to have: with it, and a secret key, links are made by CURVE. 32 bytes, or 40 characters of Z85. */
  curve_server_key: Option<{
    id: 67; type: 'bytes'; min: 0; max: 40; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** The domain in which the ZAP handler of this context, bound to `inproc://zeromq.zap.01`, decides about peers that link, RFC 27. Empty: it is not asked about peers without a mechanism, and peers that prove their keys by CURVE, or their names by GSSAPI, are admitted where no handler was ever bound. */
  zap_domain: Option<{
    id: 68; type: 'text'; min: 0; max: 255; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.3';
  }>;
  /** The mechanism that links are made with, as the options have it: a `Mechanism`. */
  mechanism: Option<{
    id: 69; type: 'int'; min: 0; max: 3; default: 0; unit: 'none'; access: 'read_only'; applies: 'live'; since: '0.3';
  }>;
  /**
   * Where a message goes to one of several peers: the priority of those that come by an endpoint that is bound or connected from now on,
   * for as long as they live. It goes to a peer of the highest priority that has room, in turn within one priority. 1 is the highest. A
   * priority of which nobody is linked stands back while somebody of another is, so that a backup takes over at once, and gives way
   * again; what is queued for a peer stays its own, unless it is gone for good (see also `immediate`). Attempts of `request_timeout` go
   * to whoever was asked least.
   */
  send_priority: Option<{
    id: 70; type: 'int'; min: 1; max: 16; default: 8; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.4';
  }>;
  /**
   * As `send_priority`, for receiving: what peers of a higher priority have sent is received before what others have, in turn within one
   * priority. As long as they send more than is received, the others wait.
   */
  receive_priority: Option<{
    id: 71; type: 'int'; min: 1; max: 16; default: 8; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.4';
  }>;
  /**
   * GSSAPI, RFC 38: peers must prove by Kerberos who they are, with a key of this connector's in the system's keytab. Where options name
   * several mechanisms GSSAPI goes before PLAIN and behind CURVE. Needs `libgssapi_krb5.so.2`, else bind and connect answer `NOT_SUPPORTED`.
   */
  gssapi_server: Option<{
    id: 72; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.4';
  }>;
  /** GSSAPI: the principal that this connector is. Empty: a server is any that its keytab has keys of, a client the one that its tickets are of. */
  gssapi_principal: Option<{
    id: 73; type: 'text'; min: 0; max: 255; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.4';
  }>;
  /** GSSAPI: the principal that a server must prove to be: with it links are made by GSSAPI, and this connector is the client. */
  gssapi_service_principal: Option<{
    id: 74; type: 'text'; min: 0; max: 255; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.4';
  }>;
  /** GSSAPI: the form of `gssapi_principal`: a `PrincipalForm`. */
  gssapi_principal_form: Option<{
    id: 75; type: 'int'; min: 0; max: 2; default: 0; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.4';
  }>;
  /** GSSAPI: the form of `gssapi_service_principal`: a `PrincipalForm`. */
  gssapi_service_principal_form: Option<{
    id: 76; type: 'int'; min: 0; max: 2; default: 0; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.4';
  }>;
  /** GSSAPI: messages go as they are, not sealed, once peers have proved who they are: whoever is on the way may read and change them. Both sides must say so. */
  gssapi_plaintext: Option<{
    id: 77; type: 'bool'; min: 0; max: 1; default: false; unit: 'none'; access: 'read_write'; applies: 'later'; since: '0.4';
  }>;
  /**
   * What tcp connections are made from: an address of this machine, IPv6 in brackets, or the name of an interface, of which the address is
   * taken that fits; behind it `:port` where the port matters. Looked up at each attempt, which fails with `ADDRESS_NOT_AVAILABLE` where
   * there is none of that family. Empty: the system chooses.
   */
  source_address: Option<{
    id: 78; type: 'text'; min: 0; max: 512; default: ''; unit: 'bytes'; access: 'read_write'; applies: 'later'; since: '0.4';
  }>;
}

/**
 * The number of an option: the `id` of its entry in `ConnectorOptions`.
 *
 * @prefix YMQ_OPTION_
 */
export type OptionId = OptionNumber<ConnectorOptions>;
