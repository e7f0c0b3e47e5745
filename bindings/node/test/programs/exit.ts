import { IoContext } from '../../src/index.js';

/** Ways to end a process while the library is at work. Each prints `ready` when it is. */
const context = new IoContext();
const [pull, push] = [context.connector('pull'), context.connector('push')];
push.connect(pull.bind('tcp://127.0.0.1:*'));
await push.send('x');
await pull.recv();

/** Keeps io threads and the event loop busy. */
async function flood(): Promise<never> {
  void (async () => {
    for await (const _ of pull);
  })();
  for (;;) await push.send(Buffer.alloc(100));
}

const ways: Record<string, () => unknown> = {
  'ends by itself with everything open': () => console.log('ready'),
  async 'ends by itself after closing'() {
    await context.close();
    console.log('ready');
  },
  'exits with a receive waiting'() {
    void pull.recv();
    console.log('ready');
    process.exit(3);
  },
  'exits in the middle of traffic'() {
    void flood();
    console.log('ready');
    setTimeout(() => process.exit(3), 20);
  },
  'throws with a receive waiting'() {
    void pull.recv();
    console.log('ready');
    setImmediate(() => {
      throw new Error('thrown on purpose');
    });
  },
  'throws in the middle of traffic'() {
    void flood();
    console.log('ready');
    setTimeout(() => {
      throw new Error('thrown on purpose');
    }, 20);
  },
  'waits for a signal with a receive waiting'() {
    void pull.recv();
    console.log('ready');
  },
  'waits for a signal in the middle of traffic'() {
    void flood();
    console.log('ready');
  },
  async 'closes when a signal comes'() {
    process.once('SIGTERM', async () => {
      await context.close();
    });
    console.log('ready');
    for await (const _ of pull);
  },
  async 'stays until its receive is answered'() {
    setTimeout(() => push.send('late'), 20).unref();
    setTimeout(() => undefined, 30);
    const [word] = await pull.recv();
    console.log('ready', word!.toString());
  },
};

await ways[process.argv[2]!]!();
