import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { Message } from '../src/index.js';
import { type Bench, benchTest, text, transports } from './support.js';

function pushPull({ context, pair }: Bench, transport: (typeof transports)[number] = 'inproc') {
  const [pull, push] = [context.connector('pull'), context.connector('push')];
  pair(transport, pull, push);
  return { pull, push };
}

const shared = new Uint8Array(new SharedArrayBuffer(4));
shared.set([1, 2, 3, 4]);

const forms: [name: string, message: Message, parts: string[]][] = [
  ['a string', 'text', ['text']],
  ['an empty string', '', ['']],
  ['text beyond ASCII', 'grüße, 世界 🎈', ['grüße, 世界 🎈']],
  ['a long string', 'ö'.repeat(100_000), ['ö'.repeat(100_000)]],
  ['a Buffer', Buffer.from('bytes'), ['bytes']],
  ['an empty Buffer', Buffer.alloc(0), ['']],
  ['a Uint8Array that is part of a larger one', new Uint8Array([0, 97, 98, 0]).subarray(1, 3), ['ab']],
  ['shared memory', shared, ['\x01\x02\x03\x04']],
  ['one part in an array', ['only'], ['only']],
  ['empty parts', ['', Buffer.alloc(0), 'end', ''], ['', '', 'end', '']],
  ['text and bytes', ['id', Buffer.from('payload'), 'ü'], ['id', 'payload', 'ü']],
  ['parts of which one is long', ['id', 'z'.repeat(200_000), 'tail'], ['id', 'z'.repeat(200_000), 'tail']],
  ['2000 parts', Array.from({ length: 2000 }, (_, i) => `${i}`), Array.from({ length: 2000 }, (_, i) => `${i}`)],
];

for (const [name, message, parts] of forms) {
  benchTest(`${name} arrives as it was sent`, async (bench) => {
    const { pull, push } = pushPull(bench);
    await push.send(message);
    await push.send(message, { timeoutMs: 0 });
    assert.equal(await push.sendMany([message, 'next', message]), 3);
    for (const expected of [parts, parts, parts, ['next'], parts]) assert.deepEqual(text(await pull.recv()), expected);
  });
}

for (const transport of transports) {
  benchTest(`64 MiB parts over ${transport}`, async (bench) => {
    const { pull, push } = pushPull(bench, transport);
    const big = Buffer.alloc(64 * 1024 * 1024, randomBytes(1 << 20));
    const digest = createHash('sha256').update(big).digest('hex');
    const sending = push.send(['name', big, 'tail']).then(() => push.send(big));
    const [name, first, tail] = await pull.recv();
    const [second] = await pull.recv();
    await sending;
    assert.deepEqual([name!.toString(), tail!.toString()], ['name', 'tail']);
    for (const part of [first!, second!]) assert.equal(createHash('sha256').update(part).digest('hex'), digest);
  });
}

benchTest('sizes around every boundary arrive byte for byte', async (bench) => {
  const { pull, push } = pushPull(bench, 'tcp');
  const sizes = [0, 1, 254, 255, 256, 257, 4095, 4096, 8191, 32767, 65535, 65536, 65537, 262_144, 1_000_003];
  const payloads = sizes.map((size) => randomBytes(size));
  const sending = (async () => {
    for (const payload of payloads) await push.send([payload, payload.subarray(0, 3)]);
  })();
  for (const payload of payloads) assert.deepEqual(await pull.recv(), [payload, payload.subarray(0, 3)]);
  await sending;
});

benchTest('what was sent may be overwritten, what was received stays', async (bench) => {
  const { pull, push } = pushPull(bench, 'tcp');
  const kept: Buffer[][] = [];
  const scratch = Buffer.alloc(100);
  for (let round = 0; round < 20; round += 1) {
    for (let index = 0; index < 500; index += 1) {
      scratch.fill(`${round * 500 + index} `);
      await push.send([scratch, 'tail']);
    }
    for (let index = 0; index < 500; index += 1) kept.push(await pull.recv());
  }
  for (const [index, [body, tail]] of kept.entries()) {
    assert.deepEqual(body, Buffer.alloc(100).fill(`${index} `));
    assert.equal(tail!.toString(), 'tail');
  }
});

benchTest('received parts are Buffers that do not overlap', async (bench) => {
  const { pull, push } = pushPull(bench);
  await push.sendMany([
    ['aaaa', 'bbbb'],
    ['cccc', 'dddd'],
  ]);
  const [first, second] = [await pull.recv(), await pull.recv()];
  first[1]!.fill('x');
  assert.ok(Buffer.isBuffer(first[0]));
  assert.deepEqual([...text(first), ...text(second)], ['aaaa', 'xxxx', 'cccc', 'dddd']);
});

const unsendable: [name: string, value: unknown, text: RegExp][] = [
  ['undefined', undefined, /not undefined/],
  ['null', null, /not null/],
  ['a number', 7, /not number/],
  ['an object', { a: 1 }, /not Object/],
  ['an ArrayBuffer', new ArrayBuffer(3), /not ArrayBuffer/],
  ['a Float64Array', new Float64Array(1), /not Float64Array/],
  ['an array with a number', ['ok', 3], /not number/],
  ['an array in an array', [['nested']], /not Array/],
  ['no part', [], /at least one part/],
];

for (const [name, value, message] of unsendable) {
  benchTest(`${name} cannot be sent`, async (bench) => {
    const { pull, push } = pushPull(bench);
    const expected = { name: 'TypeError', message };
    await assert.rejects(push.send(value as Message), expected);
    await assert.rejects(push.send(value as Message, { timeoutMs: 0 }), expected);
    await assert.rejects(push.sendMany(['first', value as Message]), expected);
    assert.equal(pull.tryRecv(), undefined);
    await push.send('still works');
    assert.deepEqual(text(await pull.recv()), ['still works']);
  });
}
