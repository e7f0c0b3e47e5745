import { parentPort, threadId, workerData } from 'node:worker_threads';
import { IoContext, isYmqError } from '../../src/index.js';

/** A worker thread for the tests: does one of these with the context of the thread that started it. */
const { job, handle, endpoint } = workerData as { job: keyof typeof jobs; handle: number; endpoint: string };

const jobs = {
  /** Answers until it is told to stop, closes what it has, and ends by itself. */
  async echo() {
    const context = IoContext.attach(handle);
    const rep = context.connector('rep');
    rep.connect(endpoint);
    for await (const message of rep) {
      await rep.send(message);
      if (message[0]!.toString() === 'stop') break;
    }
    await context.close({ lingerMs: 10_000 });
  },

  /** Ends without closing anything, with a message on its way. */
  async forget() {
    const push = IoContext.attach(handle).connector('push');
    push.connect(endpoint);
    await push.send('sent by a worker that ended');
  },

  /** As `forget`, with a receive that nobody will ever answer. */
  async exit() {
    const context = IoContext.attach(handle);
    void context.connector('pull').recv();
    const push = context.connector('push');
    push.connect(endpoint);
    await push.send('sent by a worker that exited');
    process.exit(7);
  },

  /** Waits until somebody ends it. */
  async wait() {
    const context = IoContext.attach(handle);
    const pull = context.connector('pull');
    pull.connect(endpoint);
    parentPort!.postMessage('waiting');
    const code = await pull.recv().catch((error) => error.code);
    parentPort!.postMessage(code);
  },

  /** A context of the worker's own, left open. */
  async own() {
    const context = new IoContext();
    const [pull, push] = [context.connector('pull'), context.connector('push')];
    push.connect(pull.bind('tcp://127.0.0.1:*'));
    await push.send('x');
    await pull.recv();
    void context.connector('sub').close();
  },

  /** Receives as fast as it can, and reports how many came each time, until the context is closed. */
  async count() {
    const context = IoContext.attach(handle);
    const [pull, report] = [context.connector('pull'), context.connector('push')];
    pull.connect(endpoint);
    report.connect(`${endpoint}-report`);
    try {
      for (;;) await report.send([`${threadId}`, `${(await pull.recvMany(256)).length}`]);
    } catch (error) {
      if (!isYmqError(error, 'CLOSED')) throw error;
    }
  },
};

await jobs[job]();
