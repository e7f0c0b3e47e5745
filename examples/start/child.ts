import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

const graceMs = 5000;

/**
 * A process of the job. Ends by itself when its standard input does, also when this process dies; Ctrl-C in the terminal
 * does not reach it, so that the job can end it in order.
 */
export class Child {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  readonly #exited: Promise<unknown>;
  #stopping: Promise<void> | undefined;

  /** `onDeath` hears of an end that nobody asked for. */
  constructor(
    readonly name: string,
    [program, ...args]: string[],
    env: NodeJS.ProcessEnv,
    onDeath: (error: Error) => void,
  ) {
    this.#process = spawn(program!, args, { env, detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#process.stdin.on('error', () => {}); // It may end before it has read everything.
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    this.#exited = new Promise((resolve) => {
      const end = (why: unknown) => {
        if (!this.#stopping) onDeath(new Error(`${name} ended: ${why}`));
        resolve(why);
      };
      this.#process.once('error', end);
      this.#process.once('exit', (code, signal) => end(signal ?? `exit status ${code}`));
    });
  }

  /** The next line that it writes; undefined when it writes no more. */
  async line(): Promise<string | undefined> {
    const { value, done } = await this.#lines.next();
    return done ? undefined : value;
  }

  /** How many messages it has sent again, which is the last that it writes; 0 where it could not say so any more. */
  async resent(): Promise<number> {
    await this.stop();
    return Number((await this.line()) ?? 0);
  }

  write(text: string): void {
    this.#process.stdin.write(text);
  }

  /** Ends it, in order where it can, and returns when it is gone. */
  stop(): Promise<void> {
    this.#stopping ??= this.#end();
    return this.#stopping;
  }

  async #end(): Promise<void> {
    this.#process.stdin.end();
    const inTime = await Promise.race([this.#exited.then(() => true), delay(graceMs, false, { ref: false })]);
    if (inTime) return;
    this.#process.kill('SIGKILL');
    await this.#exited;
    console.error(`${this.name} did not end by itself and was killed`);
  }
}

/** Ends them, and returns how many messages they have sent again, all together. */
export async function resentBy(children: Child[]): Promise<number> {
  const counts = await Promise.all(children.map((child) => child.resent()));
  return counts.reduce((sum, count) => sum + count, 0);
}

export async function stopAll(children: Child[]): Promise<void> {
  await Promise.all(children.map((child) => child.stop()));
}
