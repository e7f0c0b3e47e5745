// The worker of worker.ts over libzmq, to compare with: `worker_zmq.ts ENDPOINT`.
import { ZmqDealer } from './dealer_zmq.js';
import { serveUntilEndOfInput } from './worker.js';

await serveUntilEndOfInput(new ZmqDealer(process.argv[2] ?? ''));
