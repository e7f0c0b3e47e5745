// biome-ignore lint/suspicious/noShadowRestrictedNames: it is the field's own word
import type { Call, CompletionQueue, Connector, Proxy, ProxyStats } from './objects.js';
import type { InOut, i64, Out, StatusOnly, u64 } from './vocabulary.js';

/**
 * Forwards messages between two connectors from now on, both ways as far as their patterns allow, in a thread of the library: ROUTER and DEALER for a
 * shared queue, XSUB and XPUB for a forwarder, PULL and PUSH for a streamer. Where one side has no room nothing more is taken from the other. Large
 * parts are not copied. A message that may have been handed to somebody else before goes on without that mark.
 *
 * A message is done with once the other side has accepted it: with the option `manual_acknowledgement` of the connector that it came from, only then are
 * those who sent it told so. Nobody else is to receive from the two meanwhile, and what was received before is to be acknowledged before.
 *
 * The proxy ends when one of the two is closed. What it has taken from the other and not forwarded goes back to the front of that, and what it has taken from
 * the closed one is dropped, like everything there that was received and not taken.
 *
 * @param front One of the two; neither a REQ nor a REP, which take turns.
 * @param back The other; of the same context.
 * @param capture Is sent a copy of everything that is forwarded, as far as it has room at once; a third connector of the same context. 0: none.
 * @param proxy Receives the handle.
 */
export declare function proxy_init(
  front: Connector,
  back: Connector,
  capture: Connector,
  proxy: Out<Proxy>,
): Call<{
  returns: StatusOnly;
  blocking: 'bounded';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'NOT_SUPPORTED'
    | 'TOO_MANY_HANDLES'
    | 'OUT_OF_MEMORY'
    | 'SYSTEM'
    | 'FORKED';
  since: '0.3';
  creates: 'Proxy';
}>;

/**
 * Takes nothing more from either side, once it has returned, until `proxy_resume`. What has been taken is still forwarded. `CLOSED`: the proxy has ended.
 *
 * @param proxy The proxy.
 */
export declare function proxy_pause(proxy: Proxy): Call<{
  returns: StatusOnly;
  blocking: 'bounded';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'CLOSED' | 'FORKED';
  since: '0.3';
}>;

/**
 * Goes on after `proxy_pause`. `CLOSED`: the proxy has ended.
 *
 * @param proxy The proxy.
 */
export declare function proxy_resume(proxy: Proxy): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'CLOSED' | 'FORKED';
  since: '0.3';
}>;

/**
 * Waits until the proxy has ended. Success: by itself, because one of its connectors was closed. `CLOSED`: another thread destroyed it meanwhile.
 * `OUT_OF_MEMORY`: it ended for want of memory.
 *
 * @param proxy The proxy.
 * @param timeout_ms How long to wait, in milliseconds; 0 not at all, -1 for ever.
 */
export declare function proxy_wait(
  proxy: Proxy,
  timeout_ms: i64,
): Call<{
  returns: StatusOnly;
  blocking: 'may_block';
  thread: 'any';
  errors:
    | 'INVALID_HANDLE'
    | 'INVALID_ARGUMENT'
    | 'CLOSED'
    | 'AGAIN'
    | 'TIMED_OUT'
    | 'INTERRUPTED'
    | 'OUT_OF_MEMORY'
    | 'FORKED';
  since: '0.3';
}>;

/**
 * As `proxy_wait`: a completion says when it is so, with the same statuses. Where the wait is cancelled the proxy goes on.
 *
 * @param proxy The proxy.
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 */
export declare function proxy_wait_async(
  proxy: Proxy,
  queue: CompletionQueue,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'CLOSED' | 'OUT_OF_MEMORY' | 'FORKED';
  since: '0.3';
  completion: { kind: 'PROXY'; payload: 'none'; follows: 'always' };
}>;

/**
 * Reads what a proxy has forwarded.
 *
 * @param proxy The proxy.
 * @param stats The caller sets `size`; as many bytes are written.
 */
export declare function proxy_get_stats(
  proxy: Proxy,
  stats: InOut<ProxyStats>,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'INVALID_ARGUMENT' | 'FORKED';
  since: '0.3';
}>;

/**
 * Ends a proxy. What it has taken and not yet forwarded, because there was no room, goes back to the front of the connector that it came from. The
 * connectors stay open.
 *
 * @param proxy The proxy.
 */
export declare function proxy_destroy(proxy: Proxy): Call<{
  returns: StatusOnly;
  blocking: 'bounded';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'FORKED';
  since: '0.3';
  destroys: 'Proxy';
}>;
