import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Dealer } from './dealer.js';
import type { FoundFile } from './files.js';
import { Ledger, type Tally } from './ledger.js';
import { Silence } from './silence.js';
import { Window } from './window.js';

/** How the lane's client goes about it, and how it tells of its progress. */
export interface Work {
  files: FoundFile[];
  maxInFlight: number;
  maxBytesInFlight: number;
  /** After this long without any reply, what is on its way is taken for lost, and the next files are sent. */
  silenceMs: number;
  signal: AbortSignal;
  onProgress: (files: number, bytes: number) => void;
}

/** A file of at most so many bytes is read sooner than another thread could be asked to read it. */
const smallFile = 65536;

/** What a client came to. */
export interface ClientTally extends Tally {
  /** Messages that it sent again. */
  resent: number;
}

/**
 * Sends every file through a DEALER as `[number, content]`, takes `[number, digest]` back and checks it against the
 * digest of the very bytes that were sent. Asks once for each: what gets lost is missing. Returns when every reply is there,
 * or when it makes no sense to go on waiting.
 */
export async function sendFiles(dealer: Dealer, work: Work): Promise<ClientTally> {
  const ledger = new Ledger(work.files.length);
  const window = new Window(work.maxInFlight, work.maxBytesInFlight);
  const silence = new Silence(work.silenceMs, () => window.forget());
  const signal = AbortSignal.any([work.signal, silence.signal]);
  const replies = takeReplies(dealer, ledger, window, () => {
    silence.broken();
    work.onProgress(ledger.settled, ledger.settledBytes);
  });
  let resent = 0;
  work.onProgress(0, 0);
  try {
    for (const entry of work.files.entries()) await sendFile(dealer, entry, ledger, window, signal);
    await window.drained(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    silence.end();
    resent = dealer.stats().messagesResent;
    await dealer.close();
    await replies;
  }
  return { ...ledger.tally(), resent };
}

async function sendFile(
  dealer: Dealer,
  [number, file]: [number, FoundFile],
  ledger: Ledger,
  window: Window,
  signal: AbortSignal,
): Promise<void> {
  const content = await readOrSkip(file, ledger);
  if (!content) return;
  await window.enter(number, content.length, signal);
  ledger.ask(number, createHash('sha256').update(content).digest(), content.length);
  const label = Buffer.alloc(4);
  label.writeUInt32BE(number);
  await dealer.send([label, content]);
}

async function readOrSkip(file: FoundFile, ledger: Ledger): Promise<Buffer | undefined> {
  try {
    return file.size <= smallFile ? readFileSync(file.path) : await readFile(file.path);
  } catch {
    ledger.skip();
    return undefined;
  }
}

async function takeReplies(dealer: Dealer, ledger: Ledger, window: Window, onReply: () => void): Promise<void> {
  for await (const [label, digest] of dealer) {
    const number = label!.readUInt32BE();
    ledger.answer(number, digest!);
    window.leave(number);
    onReply();
  }
}
