// Generated from the spec of ymq by `npm run codegen`; do not edit.

#include "abi/tables.gen.h"

namespace ymq::abi {

const char* status_name(int32_t status) {
  switch (status) {
    case 0:
      return "OK";
    case -1:
      return "INVALID_ARGUMENT";
    case -2:
      return "INVALID_HANDLE";
    case -3:
      return "CLOSED";
    case -4:
      return "AGAIN";
    case -5:
      return "TIMED_OUT";
    case -6:
      return "INTERRUPTED";
    case -7:
      return "CANCELLED";
    case -8:
      return "INVALID_ENDPOINT";
    case -9:
      return "UNSUPPORTED_TRANSPORT";
    case -10:
      return "ADDRESS_IN_USE";
    case -11:
      return "ADDRESS_NOT_AVAILABLE";
    case -12:
      return "PERMISSION_DENIED";
    case -13:
      return "NAME_NOT_RESOLVED";
    case -14:
      return "HOST_UNREACHABLE";
    case -15:
      return "NOT_SUPPORTED";
    case -16:
      return "WRONG_STATE";
    case -17:
      return "MESSAGE_TOO_LARGE";
    case -18:
      return "BUFFER_TOO_SMALL";
    case -19:
      return "OUT_OF_MEMORY";
    case -20:
      return "TOO_MANY_FILES";
    case -21:
      return "TOO_MANY_HANDLES";
    case -22:
      return "NOT_FOUND";
    case -23:
      return "FORKED";
    case -24:
      return "READ_ONLY";
    case -25:
      return "PROTOCOL";
    case -26:
      return "CONNECTION_REFUSED";
    case -27:
      return "CONNECTION_RESET";
    case -28:
      return "PEER_CLOSED";
    case -29:
      return "INCOMPATIBLE_PEER";
    case -30:
      return "SELF_CONNECTION";
    case -31:
      return "SYSTEM";
    case -32:
      return "INTERNAL";
    case -33:
      return "PEER_LOST";
    case -34:
      return "UNDELIVERABLE";
    case -35:
      return "TOO_MANY_PEERS";
    case -36:
      return "SUPERSEDED";
    default:
      return "UNKNOWN";
  }
}

const char* status_text(int32_t status) {
  switch (status) {
    case 0:
      return "Success.";
    case -1:
      return "An argument is out of its range or of the wrong form.";
    case -2:
      return "The handle is null, stale, or names an object of another kind.";
    case -3:
      return "The connector, queue or context was closed, before the call or while it waited.";
    case -4:
      return "It cannot be done now without waiting, and the call was told not to wait.";
    case -5:
      return "The timeout passed before it could be done.";
    case -6:
      return "A signal arrived while the call waited; nothing was lost, call again.";
    case -7:
      return "The operation was cancelled before it took effect; nothing was sent or taken.";
    case -8:
      return "The text is not an endpoint: transport://address is expected.";
    case -9:
      return "The transport is unknown: tcp, ipc and inproc are supported.";
    case -10:
      return "Somebody else is bound to this address.";
    case -11:
      return "The address does not belong to this machine.";
    case -12:
      return "The operating system forbids it.";
    case -13:
      return "The host name could not be resolved.";
    case -14:
      return "No peer with this routing id is known, and the connector was told to say so.";
    case -15:
      return "A connector of this type cannot do that.";
    case -16:
      return "The pattern does not allow this now: a REQ sends and receives in turn, a REP receives before it sends.";
    case -17:
      return "The message is larger than the limit.";
    case -18:
      return "The caller's memory is too small for the first result; the call says how much is needed and keeps the "
             "result.";
    case -19:
      return "Memory could not be allocated.";
    case -20:
      return "The process or the system has no descriptors left.";
    case -21:
      return "The library has no handles left.";
    case -22:
      return "There is no such endpoint, subscription, operation or option here.";
    case -23:
      return "The process was forked: handles made by the parent are of no use in the child.";
    case -24:
      return "The option is read-only.";
    case -25:
      return "The peer broke the protocol.";
    case -26:
      return "The peer refused the connection.";
    case -27:
      return "The connection broke.";
    case -28:
      return "The peer closed the connection.";
    case -29:
      return "The peer is of a type that this connector does not talk to.";
    case -30:
      return "The endpoint leads back to this very connector.";
    case -31:
      return "The operating system refused for another reason; `ymq_last_error` gives its number.";
    case -32:
      return "The library met a fault of its own; `ymq_last_error` says what.";
    case -33:
      return "The peer is gone for good without having said so: it was away for longer than its session may last, or "
             "has begun anew.";
    case -34:
      return "Nobody could be found to take the message, however often it was tried.";
    case -35:
      return "More peers are remembered than the connector may remember.";
    case -36:
      return "A newer connection of the same peer has taken over.";
    default:
      return "This number is no status.";
  }
}

const char* const kVersion = "0.3.0";

const char* const kManifest =
    "{\"library\":\"ymq\","
    "\"version\":\"0.3.0\","
    "\"entries\":{\"handle IoContext\":\"f189d034\","
    "\"handle Connector\":\"593764f8\","
    "\"handle Message\":\"d800e341\","
    "\"handle CompletionQueue\":\"596cec45\","
    "\"handle Poller\":\"5cfc3aeb\","
    "\"handle Proxy\":\"c985f88f\","
    "\"enum Status\":\"8a9dfd66\","
    "\"value Status.OK\":\"23d7b286\","
    "\"value Status.INVALID_ARGUMENT\":\"f32d4354\","
    "\"value Status.INVALID_HANDLE\":\"b02148cb\","
    "\"value Status.CLOSED\":\"62e011e7\","
    "\"value Status.AGAIN\":\"38b5f52b\","
    "\"value Status.TIMED_OUT\":\"8199f495\","
    "\"value Status.INTERRUPTED\":\"a187f0ac\","
    "\"value Status.CANCELLED\":\"4a76fc31\","
    "\"value Status.INVALID_ENDPOINT\":\"8900d666\","
    "\"value Status.UNSUPPORTED_TRANSPORT\":\"86150e77\","
    "\"value Status.ADDRESS_IN_USE\":\"cc42fdd5\","
    "\"value Status.ADDRESS_NOT_AVAILABLE\":\"b9a1aa38\","
    "\"value Status.PERMISSION_DENIED\":\"331db591\","
    "\"value Status.NAME_NOT_RESOLVED\":\"efb57042\","
    "\"value Status.HOST_UNREACHABLE\":\"e042fbf3\","
    "\"value Status.NOT_SUPPORTED\":\"28483972\","
    "\"value Status.WRONG_STATE\":\"120bb90c\","
    "\"value Status.MESSAGE_TOO_LARGE\":\"4b94cca9\","
    "\"value Status.BUFFER_TOO_SMALL\":\"7c48d4ec\","
    "\"value Status.OUT_OF_MEMORY\":\"5d42ca2b\","
    "\"value Status.TOO_MANY_FILES\":\"bea2fc65\","
    "\"value Status.TOO_MANY_HANDLES\":\"bae00f61\","
    "\"value Status.NOT_FOUND\":\"321b55fd\","
    "\"value Status.FORKED\":\"f5afb3f0\","
    "\"value Status.READ_ONLY\":\"1213f1a1\","
    "\"value Status.PROTOCOL\":\"4b2a4113\","
    "\"value Status.CONNECTION_REFUSED\":\"d2c4a90c\","
    "\"value Status.CONNECTION_RESET\":\"d1574e87\","
    "\"value Status.PEER_CLOSED\":\"aac515a3\","
    "\"value Status.INCOMPATIBLE_PEER\":\"daa230e8\","
    "\"value Status.SELF_CONNECTION\":\"85b813b8\","
    "\"value Status.SYSTEM\":\"0e7735ef\","
    "\"value Status.INTERNAL\":\"6cfd1439\","
    "\"value Status.PEER_LOST\":\"a25a811d\","
    "\"value Status.UNDELIVERABLE\":\"cf71afaf\","
    "\"value Status.TOO_MANY_PEERS\":\"bb2e2ad7\","
    "\"value Status.SUPERSEDED\":\"a6f2ea35\","
    "\"enum Backend\":\"8a9dfd66\","
    "\"value Backend.DEFAULT\":\"23d7b286\","
    "\"value Backend.EPOLL\":\"48208f94\","
    "\"value Backend.IO_URING\":\"49c98762\","
    "\"enum ConnectorType\":\"8a9dfd66\","
    "\"value ConnectorType.PAIR\":\"23d7b286\","
    "\"value ConnectorType.PUB\":\"48208f94\","
    "\"value ConnectorType.SUB\":\"49c98762\","
    "\"value ConnectorType.REQ\":\"d428e15b\","
    "\"value ConnectorType.REP\":\"07953a67\","
    "\"value ConnectorType.DEALER\":\"36060134\","
    "\"value ConnectorType.ROUTER\":\"10e7d612\","
    "\"value ConnectorType.PULL\":\"9d709bba\","
    "\"value ConnectorType.PUSH\":\"d93acd00\","
    "\"value ConnectorType.XPUB\":\"df787b58\","
    "\"value ConnectorType.XSUB\":\"a9c584f4\","
    "\"value ConnectorType.STREAM\":\"ad7449a2\","
    "\"value ConnectorType.SERVER\":\"63d9335a\","
    "\"value ConnectorType.CLIENT\":\"1a87d561\","
    "\"value ConnectorType.RADIO\":\"c1d4cd78\","
    "\"value ConnectorType.DISH\":\"f04bb5cd\","
    "\"value ConnectorType.GATHER\":\"09b689b4\","
    "\"value ConnectorType.SCATTER\":\"650d84b0\","
    "\"value ConnectorType.PEER\":\"b505c2ff\","
    "\"value ConnectorType.CHANNEL\":\"e6c58fba\","
    "\"enum ReconnectStop\":\"bc9a65cf\","
    "\"value ReconnectStop.REFUSED\":\"48208f94\","
    "\"value ReconnectStop.HANDSHAKE_FAILED\":\"49c98762\","
    "\"value ReconnectStop.DISCONNECTED\":\"07953a67\","
    "\"enum Readiness\":\"bc9a65cf\","
    "\"value Readiness.READABLE\":\"48208f94\","
    "\"value Readiness.WRITABLE\":\"49c98762\","
    "\"enum PartFlag\":\"bc9a65cf\","
    "\"value PartFlag.MORE\":\"48208f94\","
    "\"value PartFlag.REDELIVERED\":\"49c98762\","
    "\"enum PeerState\":\"bc9a65cf\","
    "\"value PeerState.LINKED\":\"48208f94\","
    "\"value PeerState.LASTING\":\"49c98762\","
    "\"value PeerState.SESSION\":\"07953a67\","
    "\"value PeerState.AWAITED\":\"d93acd00\","
    "\"value PeerState.GONE\":\"09b689b4\","
    "\"enum WakeKind\":\"8a9dfd66\","
    "\"value WakeKind.NONE\":\"23d7b286\","
    "\"value WakeKind.PIPE\":\"48208f94\","
    "\"value WakeKind.POLLABLE\":\"49c98762\","
    "\"enum CompletionKind\":\"8a9dfd66\","
    "\"value CompletionKind.SEND\":\"48208f94\","
    "\"value CompletionKind.RECV\":\"49c98762\","
    "\"value CompletionKind.RECV_MESSAGE\":\"d428e15b\","
    "\"value CompletionKind.DESTROY\":\"07953a67\","
    "\"value CompletionKind.PEERS\":\"36060134\","
    "\"value CompletionKind.SUBSCRIBERS\":\"10e7d612\","
    "\"value CompletionKind.RELEASE\":\"9d709bba\","
    "\"enum EventKind\":\"8a9dfd66\","
    "\"value EventKind.LOST\":\"23d7b286\","
    "\"value EventKind.LISTENING\":\"48208f94\","
    "\"value EventKind.CONNECTED\":\"49c98762\","
    "\"value EventKind.DISCONNECTED\":\"d428e15b\","
    "\"value EventKind.CONNECT_FAILED\":\"07953a67\","
    "\"value EventKind.HANDSHAKE_FAILED\":\"36060134\","
    "\"value EventKind.ACCEPT_FAILED\":\"10e7d612\","
    "\"value EventKind.DROPPED\":\"9d709bba\","
    "\"value EventKind.CLOSED\":\"d93acd00\","
    "\"value EventKind.RESUMED\":\"df787b58\","
    "\"value EventKind.REDELIVERED\":\"a9c584f4\","
    "\"value EventKind.UNDELIVERABLE\":\"ad7449a2\","
    "\"value EventKind.UNCERTAIN\":\"63d9335a\","
    "\"value EventKind.SESSION_ENDED\":\"1a87d561\","
    "\"value EventKind.EVICTED\":\"c1d4cd78\","
    "\"struct Part\":\"3596f5d5\","
    "\"field Part.size\":\"5c76ffd6\","
    "\"field Part.flags\":\"d03993db\","
    "\"field Part.needed\":\"6ed21b87\","
    "\"struct Completion\":\"ab64409e\","
    "\"field Completion.tag\":\"5c76ffd6\","
    "\"field Completion.kind\":\"615c1145\","
    "\"field Completion.status\":\"3a0c3ca7\","
    "\"field Completion.byte_offset\":\"2dd72dc7\","
    "\"field Completion.byte_count\":\"cc2f8455\","
    "\"field Completion.part_offset\":\"b2a64dcd\","
    "\"field Completion.part_count\":\"35d8e6a9\","
    "\"field Completion.count\":\"fa56ed9b\","
    "\"field Completion.message\":\"a92c3a10\","
    "\"field Completion.reserved\":\"dd8bc87c\","
    "\"struct ConnectorStats\":\"52890d0c\","
    "\"field ConnectorStats.size\":\"e03c2bc7\","
    "\"field ConnectorStats.peers\":\"751afc3c\","
    "\"field ConnectorStats.messages_sent\":\"cf5c8c7f\","
    "\"field ConnectorStats.messages_received\":\"2dd72dc7\","
    "\"field ConnectorStats.bytes_sent\":\"cc2f8455\","
    "\"field ConnectorStats.bytes_received\":\"83302a39\","
    "\"field ConnectorStats.dropped_full\":\"fa56ed9b\","
    "\"field ConnectorStats.dropped_unroutable\":\"84cd091c\","
    "\"field ConnectorStats.dropped_peer_gone\":\"dd8bc87c\","
    "\"field ConnectorStats.dropped_unexpected\":\"1346d0b5\","
    "\"field ConnectorStats.links_opened\":\"edca847e\","
    "\"field ConnectorStats.links_closed\":\"f49ac87e\","
    "\"field ConnectorStats.handshakes_failed\":\"0b115ebc\","
    "\"field ConnectorStats.connects_failed\":\"37a1ca03\","
    "\"field ConnectorStats.messages_queued\":\"8f52cbf3\","
    "\"field ConnectorStats.messages_waiting\":\"834c1b28\","
    "\"field ConnectorStats.messages_acknowledged\":\"9bd71580\","
    "\"field ConnectorStats.messages_resent\":\"d4862101\","
    "\"field ConnectorStats.messages_redelivered\":\"1c81e9bc\","
    "\"field ConnectorStats.messages_undeliverable\":\"6879ecf2\","
    "\"field ConnectorStats.messages_uncertain\":\"0d88e539\","
    "\"field ConnectorStats.sessions_resumed\":\"91c4aea7\","
    "\"field ConnectorStats.sessions_lost\":\"0e782d05\","
    "\"field ConnectorStats.sessions_evicted\":\"98247aca\","
    "\"field ConnectorStats.events_lost\":\"779c0d5d\","
    "\"field ConnectorStats.messages_unacknowledged\":\"b33f2386\","
    "\"field ConnectorStats.sessions_waiting\":\"a7dce492\","
    "\"struct PeerStats\":\"51ff0016\","
    "\"field PeerStats.peer\":\"5c76ffd6\","
    "\"field PeerStats.messages_sent\":\"cf5c8c7f\","
    "\"field PeerStats.messages_received\":\"2dd72dc7\","
    "\"field PeerStats.messages_queued\":\"cc2f8455\","
    "\"field PeerStats.bytes_queued\":\"83302a39\","
    "\"field PeerStats.messages_unacknowledged\":\"fa56ed9b\","
    "\"field PeerStats.bytes_unacknowledged\":\"84cd091c\","
    "\"field PeerStats.messages_waiting\":\"dd8bc87c\","
    "\"field PeerStats.messages_resent\":\"1346d0b5\","
    "\"field PeerStats.dropped_full\":\"edca847e\","
    "\"field PeerStats.undeliverable\":\"f49ac87e\","
    "\"field PeerStats.links\":\"0b115ebc\","
    "\"field PeerStats.state\":\"cfc083dd\","
    "\"field PeerStats.identity_size\":\"66f09449\","
    "\"field PeerStats.identity\":\"e69df117\","
    "\"struct Event\":\"53e30439\","
    "\"field Event.time_ns\":\"5c76ffd6\","
    "\"field Event.peer\":\"cf5c8c7f\","
    "\"field Event.count\":\"2dd72dc7\","
    "\"field Event.kind\":\"3ef6a179\","
    "\"field Event.status\":\"823acbf2\","
    "\"field Event.system_error\":\"92b6e03f\","
    "\"field Event.endpoint_size\":\"35d8e6a9\","
    "\"field Event.endpoint\":\"0bd75626\","
    "\"struct PeerInfo\":\"52890d0c\","
    "\"field PeerInfo.size\":\"e03c2bc7\","
    "\"field PeerInfo.state\":\"dfca9ea2\","
    "\"field PeerInfo.peer\":\"cf5c8c7f\","
    "\"field PeerInfo.routing_id\":\"b8c30384\","
    "\"field PeerInfo.has_credentials\":\"ec75360f\","
    "\"field PeerInfo.process_id\":\"89f23c5f\","
    "\"field PeerInfo.user_id\":\"4c0a6dae\","
    "\"field PeerInfo.group_id\":\"b2a64dcd\","
    "\"field PeerInfo.address_size\":\"35d8e6a9\","
    "\"field PeerInfo.address\":\"ed486b00\","
    "\"field PeerInfo.identity_size\":\"ba26626c\","
    "\"field PeerInfo.reserved\":\"6bcb5285\","
    "\"field PeerInfo.identity\":\"d3e39972\","
    "\"struct Readied\":\"3596f5d5\","
    "\"field Readied.tag\":\"5c76ffd6\","
    "\"field Readied.ready\":\"457ccbbf\","
    "\"field Readied.status\":\"3a0c3ca7\","
    "\"struct ProxyStats\":\"52890d0c\","
    "\"field ProxyStats.size\":\"e03c2bc7\","
    "\"field ProxyStats.paused\":\"751afc3c\","
    "\"field ProxyStats.messages_to_back\":\"cf5c8c7f\","
    "\"field ProxyStats.bytes_to_back\":\"2dd72dc7\","
    "\"field ProxyStats.messages_to_front\":\"cc2f8455\","
    "\"field ProxyStats.bytes_to_front\":\"83302a39\","
    "\"field ProxyStats.capture_dropped\":\"fa56ed9b\","
    "\"field ProxyStats.dropped\":\"84cd091c\","
    "\"option identity\":\"4610a1b7\","
    "\"option send_hwm\":\"74e6e406\","
    "\"option receive_hwm\":\"45a6083a\","
    "\"option send_hwm_bytes\":\"05e05f0b\","
    "\"option receive_hwm_bytes\":\"f7fd4407\","
    "\"option linger\":\"2229588e\","
    "\"option reconnect_interval\":\"950950e1\","
    "\"option reconnect_interval_max\":\"b3a2e350\","
    "\"option handshake_timeout\":\"5b6b92b6\","
    "\"option max_message_size\":\"eff43048\","
    "\"option router_mandatory\":\"da9c53b0\","
    "\"option backlog\":\"6d3f5ca3\","
    "\"option type\":\"d2875bcc\","
    "\"option last_endpoint\":\"cd812afb\","
    "\"option heartbeat_interval\":\"f684453b\","
    "\"option heartbeat_timeout\":\"6235ace3\","
    "\"option heartbeat_ttl\":\"325db34b\","
    "\"option acknowledged_delivery\":\"55312e78\","
    "\"option session_lifetime\":\"4bc99ffa\","
    "\"option unacknowledged_bytes\":\"00e5724a\","
    "\"option max_sessions\":\"b3c8e7e7\","
    "\"option network_timeout\":\"a3e17097\","
    "\"option request_timeout\":\"029b959b\","
    "\"option request_retries\":\"d405a665\","
    "\"option manual_acknowledgement\":\"2e017c21\","
    "\"option xpub_verbose\":\"87912a8c\","
    "\"option xpub_verboser\":\"76ff062c\","
    "\"option xpub_manual\":\"ef0d967b\","
    "\"option xpub_manual_last_value\":\"7c439bd6\","
    "\"option publish_without_drops\":\"b8aa1033\","
    "\"option welcome_message\":\"98c370de\","
    "\"option invert_matching\":\"7aea8e8d\","
    "\"option topics\":\"a48cb6af\","
    "\"option max_topics\":\"09bf017e\","
    "\"option max_topic_bytes\":\"71e29fb3\","
    "\"option replay\":\"73d7e50a\","
    "\"option replay_bytes\":\"dc47cadd\","
    "\"option connect_timeout\":\"9c8dcce5\","
    "\"option reconnect_stop\":\"c84d0783\","
    "\"option tcp_keepalive\":\"8c1a3ead\","
    "\"option tcp_keepalive_idle\":\"9b731d10\","
    "\"option tcp_keepalive_interval\":\"de260fea\","
    "\"option tcp_keepalive_count\":\"7754a0ad\","
    "\"option type_of_service\":\"8cb378ab\","
    "\"option socket_priority\":\"259daedb\","
    "\"option send_buffer\":\"8f4a6ab7\","
    "\"option receive_buffer\":\"0d726a5f\","
    "\"option bind_to_device\":\"93b79606\","
    "\"option busy_poll\":\"baa1e5d9\","
    "\"option ipv6_only\":\"3dd3a6d3\","
    "\"option socks_proxy\":\"ed0101da\","
    "\"option socks_user\":\"1a7c9cff\","
    "\"option socks_password\":\"f28eca56\","
    "\"option metadata\":\"daf5a8fb\","
    "\"function ymq_version\":\"ab4fe068\","
    "\"function ymq_abi_manifest\":\"ab4fe068\","
    "\"function ymq_status_name\":\"0cc9e117\","
    "\"function ymq_status_text\":\"0cc9e117\","
    "\"function ymq_last_error\":\"0590a303\","
    "\"function io_context_init\":\"3972d34c\","
    "\"function io_context_destroy\":\"09787280\","
    "\"function io_context_terminate\":\"4365ff0e\","
    "\"function io_context_run\":\"afe88181\","
    "\"function io_context_backend\":\"5f2acdf3\","
    "\"function connector_init\":\"c64f36c1\","
    "\"function connector_destroy\":\"f60c4acb\","
    "\"function connector_destroy_async\":\"f5588ff3\","
    "\"function connector_bind\":\"896bebed\","
    "\"function connector_connect\":\"a8c7f77d\","
    "\"function connector_unbind\":\"391d3fd0\","
    "\"function connector_disconnect\":\"a8c7f77d\","
    "\"function connector_subscribe\":\"f432d627\","
    "\"function connector_unsubscribe\":\"f432d627\","
    "\"function connector_send_sync\":\"5a524c9a\","
    "\"function connector_try_send\":\"8d0470dd\","
    "\"function connector_send_async\":\"ade74594\","
    "\"function connector_send_message_sync\":\"fc1fe545\","
    "\"function connector_send_message_async\":\"1175165a\","
    "\"function connector_recv_sync\":\"82ae9113\","
    "\"function connector_try_recv\":\"84f98d86\","
    "\"function connector_recv_async\":\"5816f1bb\","
    "\"function connector_recv_message_sync\":\"8b9390d1\","
    "\"function connector_recv_message_async\":\"48942f12\","
    "\"function connector_acknowledge\":\"74a5e4e5\","
    "\"function connector_set_option\":\"c20e9131\","
    "\"function connector_get_option\":\"ec0d8679\","
    "\"function connector_get_stats\":\"018ffa11\","
    "\"function connector_get_peer_stats\":\"a6d7d687\","
    "\"function connector_take_events\":\"11a57ada\","
    "\"function connector_join\":\"f432d627\","
    "\"function connector_leave\":\"f432d627\","
    "\"function connector_connect_peer\":\"299ce018\","
    "\"function connector_bind_descriptor\":\"fa7f5ff6\","
    "\"function connector_wait_for_peers\":\"c2ea7aef\","
    "\"function connector_wait_for_peers_async\":\"1915fe58\","
    "\"function connector_wait_for_subscribers\":\"11013d9d\","
    "\"function connector_wait_for_subscribers_async\":\"315b9aac\","
    "\"function connector_ready\":\"ca336fa3\","
    "\"function connector_descriptor\":\"6931cf0e\","
    "\"function connector_get_peer_info\":\"72faa98e\","
    "\"function message_init\":\"56e7c362\","
    "\"function message_add_part\":\"57175a0b\","
    "\"function message_part_count\":\"8751d028\","
    "\"function message_part\":\"4e7ef075\","
    "\"function message_flags\":\"8751d028\","
    "\"function message_destroy\":\"8dd41c9b\","
    "\"function message_copy\":\"15d1d8eb\","
    "\"function message_peer\":\"d82f6d98\","
    "\"function completion_queue_init\":\"c7299bb9\","
    "\"function completion_queue_destroy\":\"08172e3c\","
    "\"function completion_queue_drain\":\"4f50cc04\","
    "\"function completion_queue_wait\":\"653c8077\","
    "\"function completion_queue_cancel\":\"4e82919b\","
    "\"function poller_init\":\"9df3bd87\","
    "\"function poller_add_connector\":\"61bf1d7b\","
    "\"function poller_remove_connector\":\"03b04d08\","
    "\"function poller_add_descriptor\":\"257c2c4f\","
    "\"function poller_remove_descriptor\":\"17d02b70\","
    "\"function poller_wait\":\"63e6fc1c\","
    "\"function poller_destroy\":\"ef612734\","
    "\"function proxy_init\":\"3d7c265d\","
    "\"function proxy_pause\":\"0fcbf893\","
    "\"function proxy_resume\":\"0fcbf893\","
    "\"function proxy_wait\":\"007a6d1e\","
    "\"function proxy_get_stats\":\"7c7e74db\","
    "\"function proxy_destroy\":\"3b0074af\"},"
    "\"layouts\":{\"Part\":{\"size\":16,"
    "\"fields\":{\"size\":[0,8],"
    "\"flags\":[8,4],"
    "\"needed\":[12,4]}},"
    "\"Completion\":{\"size\":64,"
    "\"fields\":{\"tag\":[0,8],"
    "\"kind\":[8,4],"
    "\"status\":[12,4],"
    "\"byte_offset\":[16,8],"
    "\"byte_count\":[24,8],"
    "\"part_offset\":[32,4],"
    "\"part_count\":[36,4],"
    "\"count\":[40,8],"
    "\"message\":[48,8],"
    "\"reserved\":[56,8]}},"
    "\"ConnectorStats\":{\"size\":208,"
    "\"fields\":{\"size\":[0,4],"
    "\"peers\":[4,4],"
    "\"messages_sent\":[8,8],"
    "\"messages_received\":[16,8],"
    "\"bytes_sent\":[24,8],"
    "\"bytes_received\":[32,8],"
    "\"dropped_full\":[40,8],"
    "\"dropped_unroutable\":[48,8],"
    "\"dropped_peer_gone\":[56,8],"
    "\"dropped_unexpected\":[64,8],"
    "\"links_opened\":[72,8],"
    "\"links_closed\":[80,8],"
    "\"handshakes_failed\":[88,8],"
    "\"connects_failed\":[96,8],"
    "\"messages_queued\":[104,8],"
    "\"messages_waiting\":[112,8],"
    "\"messages_acknowledged\":[120,8],"
    "\"messages_resent\":[128,8],"
    "\"messages_redelivered\":[136,8],"
    "\"messages_undeliverable\":[144,8],"
    "\"messages_uncertain\":[152,8],"
    "\"sessions_resumed\":[160,8],"
    "\"sessions_lost\":[168,8],"
    "\"sessions_evicted\":[176,8],"
    "\"events_lost\":[184,8],"
    "\"messages_unacknowledged\":[192,8],"
    "\"sessions_waiting\":[200,8]}},"
    "\"PeerStats\":{\"size\":360,"
    "\"fields\":{\"peer\":[0,8],"
    "\"messages_sent\":[8,8],"
    "\"messages_received\":[16,8],"
    "\"messages_queued\":[24,8],"
    "\"bytes_queued\":[32,8],"
    "\"messages_unacknowledged\":[40,8],"
    "\"bytes_unacknowledged\":[48,8],"
    "\"messages_waiting\":[56,8],"
    "\"messages_resent\":[64,8],"
    "\"dropped_full\":[72,8],"
    "\"undeliverable\":[80,8],"
    "\"links\":[88,8],"
    "\"state\":[96,4],"
    "\"identity_size\":[100,4],"
    "\"identity\":[104,256]}},"
    "\"Event\":{\"size\":128,"
    "\"fields\":{\"time_ns\":[0,8],"
    "\"peer\":[8,8],"
    "\"count\":[16,8],"
    "\"kind\":[24,4],"
    "\"status\":[28,4],"
    "\"system_error\":[32,4],"
    "\"endpoint_size\":[36,4],"
    "\"endpoint\":[40,88]}},"
    "\"PeerInfo\":{\"size\":432,"
    "\"fields\":{\"size\":[0,4],"
    "\"state\":[4,4],"
    "\"peer\":[8,8],"
    "\"routing_id\":[16,4],"
    "\"has_credentials\":[20,4],"
    "\"process_id\":[24,4],"
    "\"user_id\":[28,4],"
    "\"group_id\":[32,4],"
    "\"address_size\":[36,4],"
    "\"address\":[40,128],"
    "\"identity_size\":[168,4],"
    "\"reserved\":[172,4],"
    "\"identity\":[176,256]}},"
    "\"Readied\":{\"size\":16,"
    "\"fields\":{\"tag\":[0,8],"
    "\"ready\":[8,4],"
    "\"status\":[12,4]}},"
    "\"ProxyStats\":{\"size\":56,"
    "\"fields\":{\"size\":[0,4],"
    "\"paused\":[4,4],"
    "\"messages_to_back\":[8,8],"
    "\"bytes_to_back\":[16,8],"
    "\"messages_to_front\":[24,8],"
    "\"bytes_to_front\":[32,8],"
    "\"capture_dropped\":[40,8],"
    "\"dropped\":[48,8]}}}}";

}  // namespace ymq::abi
