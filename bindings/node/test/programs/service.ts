import { IoContext } from '../../src/index.js';

// A service that answers once, on the socket that it was started with: the descriptors of those begin with 3.
const context = new IoContext();
const rep = context.connector('rep');
rep.bindDescriptor(3);
const [question] = await rep.recv();
await rep.send(`you said ${question}`);
await context.close();
