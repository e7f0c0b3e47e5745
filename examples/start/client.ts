import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Connector } from 'ymq';
import type { FoundFile } from './files.js';
import { Ledger, type Tally } from './ledger.js';
import { Window } from './window.js';

/** How the lane's client goes about it, and how it tells of its progress. */
export interface Work {
  files: FoundFile[];
  maxInFlight: number;
  maxBytesInFlight: number;
  /** Give up after this long without any reply. */
  silenceMs: number;
  signal: AbortSignal;
  onProgress: (files: number, bytes: number) => void;
}

/** A file of at most so many bytes is read sooner than another thread could be asked to read it. */
const smallFile = 65536;

/**
 * Sends every file through a DEALER as `[number, content]`, takes `[number, digest]` back and checks it against the
 * digest of the very bytes that were sent. Returns when every reply is there, or when it makes no sense to go on waiting.
 */
export async function sendFiles(connector: Connector, work: Work): Promise<Tally> {
  const ledger = new Ledger(work.files.length);
  const window = new Window(work.maxInFlight, work.maxBytesInFlight);
  const silence = new Silence(work.silenceMs);
  const signal = AbortSignal.any([work.signal, silence.signal]);
  const replies = takeReplies(connector, ledger, window, () => {
    silence.broken();
    work.onProgress(ledger.settled, ledger.settledBytes);
  });
  work.onProgress(0, 0);
  try {
    for (const file of work.files) await sendFile(connector, file, ledger, window, signal);
    await window.drained(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    silence.end();
    await connector.close();
    await replies;
  }
  return ledger.tally();
}

async function sendFile(
  connector: Connector,
  file: FoundFile,
  ledger: Ledger,
  window: Window,
  signal: AbortSignal,
): Promise<void> {
  const content = await readOrSkip(file, ledger);
  if (!content) return;
  await window.enter(content.length, signal);
  const number = Buffer.alloc(4);
  number.writeUInt32BE(ledger.ask(createHash('sha256').update(content).digest(), content.length));
  await connector.send([number, content]);
}

async function readOrSkip(file: FoundFile, ledger: Ledger): Promise<Buffer | undefined> {
  try {
    return file.size <= smallFile ? readFileSync(file.path) : await readFile(file.path);
  } catch {
    ledger.skip();
    return undefined;
  }
}

async function takeReplies(connector: Connector, ledger: Ledger, window: Window, onReply: () => void): Promise<void> {
  for await (const [number, digest] of connector) {
    const size = ledger.answer(number!.readUInt32BE(), digest!);
    if (size !== undefined) window.leave(size);
    onReply();
  }
}

/** A signal that comes when nothing has broken the silence for a while. */
class Silence {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(limitMs: number) {
    this.#timer = setTimeout(() => this.#controller.abort(), limitMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  broken(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
