/**
 * Messaging in ZeroMQ's patterns and wire protocol.
 *
 * ```ts
 * const context = new IoContext();
 * const replier = context.connector('rep');
 * const endpoint = replier.bind('tcp://127.0.0.1:*');
 * for await (const [question] of replier) await replier.send(`you said ${question}`);
 * ```
 *
 * @packageDocumentation
 */
export type { CloseOptions, Connector, ConnectorTypeName } from './connector.js';
export { type CurveKeyPair, curveKeyPair, curvePublicKey } from './curve.js';
export { isYmqError, type StatusName, YmqError } from './errors.js';
export { isRedelivered } from './incoming.js';
export { type BackendName, IoContext, type IoContextOptions } from './io_context.js';
export type {
  ConnectorEvent,
  ConnectorStats,
  Credentials,
  EventName,
  PeerInfo,
  PeerStateName,
  PeerStats,
} from './observation.js';
export type { ConnectorInit, ConnectorOptions } from './options.js';
export type { Message, Part } from './outgoing.js';
export type { ConnectorProxy, ProxyOptions, ProxyStats } from './proxy.js';
export { libraryVersion } from './version.js';
export type { WaitOptions } from './waiting.js';
