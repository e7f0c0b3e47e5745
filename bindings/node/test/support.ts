import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Connector, type ConnectorEvent, type EventName, IoContext, type IoContextOptions } from '../src/index.js';

/** Nothing here takes a tenth of it on an idle machine; a loaded one shall not fail. */
export const kTestLimitMs = 60_000;

export type Transport = 'tcp' | 'ipc' | 'inproc';
export const transports: readonly Transport[] = ['tcp', 'ipc', 'inproc'];

/** What a test works with: a context that is closed after it, and fresh endpoints. */
export interface Bench {
  readonly context: IoContext;
  /** An endpoint to bind. */
  fresh(transport: Transport): string;
  /** Two connectors that are joined: the first binds, the second connects. */
  pair(transport: Transport, binder: Connector, other: Connector): string;
}

let nextName = 0;

/** A test with a context of its own and a time limit. */
export function benchTest(
  name: string,
  body: (bench: Bench, t: TestContext) => Promise<void>,
  options?: IoContextOptions,
): void {
  test(name, { timeout: kTestLimitMs }, async (t) => {
    const context = new IoContext(options);
    // A test that ran into its limit still waits for something: this ends it.
    t.signal.addEventListener('abort', () => void context.close({ lingerMs: 0 }));
    const folder = mkdtempSync(join(tmpdir(), 'ymq-'));
    const fresh = (transport: Transport) => freshEndpoint(transport, folder);
    const pair = (transport: Transport, binder: Connector, other: Connector) => {
      const endpoint = binder.bind(fresh(transport));
      other.connect(endpoint);
      return endpoint;
    };
    try {
      await body({ context, fresh, pair }, t);
    } finally {
      await context.close({ lingerMs: 0 });
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

function freshEndpoint(transport: Transport, folder: string): string {
  nextName += 1;
  switch (transport) {
    case 'tcp':
      return 'tcp://127.0.0.1:*';
    case 'ipc':
      return `ipc://${join(folder, `${nextName}.sock`)}`;
    case 'inproc':
      return `inproc://name-${nextName}`;
  }
}

/** Text of a message's parts. */
export function text(message: readonly Uint8Array[]): string[] {
  return message.map((part) => Buffer.from(part).toString());
}

/** Looks again and again until something is so. The test's own limit ends it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(1);
}

/** Waits for an event, and returns it. Events before it are taken and dropped. */
export async function nextEvent(connector: Connector, kind: EventName): Promise<ConnectorEvent> {
  let found: ConnectorEvent | undefined;
  await until(() => {
    found = connector.events().find((event) => event.kind === kind);
    return found !== undefined;
  });
  return found!;
}

/** For `assert.rejects` and `assert.throws`: a YmqError of this code, with a text that says something. */
export function failsWith(code: string, text?: RegExp): { name: string; code: string; message: RegExp } {
  return { name: 'YmqError', code, message: text ?? /^[A-Z_]+: .{8,}/ };
}
