import assert from 'node:assert/strict';
import test from 'node:test';
import { curveKeyPair, curvePublicKey, isYmqError } from '../src/index.js';
import { benchTest } from './support.js';

const server = curveKeyPair();
const client = curveKeyPair();

test('keys are made and belong to each other', () => {
  assert.equal(client.public.length, 40);
  assert.equal(curvePublicKey(client.secret), client.public);
  assert.notEqual(client.secret, server.secret);
  for (const wrong of ['', 'short', '~'.repeat(40)])
    assert.throws(
      () => curvePublicKey(wrong),
      (error) => isYmqError(error, 'INVALID_ARGUMENT'),
    );
});

benchTest('by CURVE messages go both ways, and a handler says who is there', async ({ context, pair }) => {
  const handler = context.connector('rep');
  handler.bind('inproc://zeromq.zap.01');
  const rep = context.connector('rep', { curveServer: true, curveSecretKey: server.secret });
  const req = context.connector('req', { curveServerKey: server.public, curveSecretKey: client.secret });
  pair('tcp', rep, req);
  const sent = req.send('question');
  const [version, number, , address, , mechanism, key] = await handler.recv();
  assert.deepEqual([String(version), String(address), String(mechanism)], ['1.0', '127.0.0.1', 'CURVE']);
  assert.equal(key?.length, 32);
  await handler.send(['1.0', number ?? '', '200', '', 'joe', '']);
  await sent;
  assert.deepEqual((await rep.recv()).map(String), ['question']);
  await rep.send('answer');
  assert.deepEqual((await req.recv()).map(String), ['answer']);
});

benchTest('by PLAIN somebody whom the handler does not know is refused', async ({ context, pair }) => {
  const handler = context.connector('rep');
  handler.bind('inproc://zeromq.zap.01');
  const pull = context.connector('pull', { plainServer: true });
  const push = context.connector('push', { plainUsername: 'joe', plainPassword: 'wrong', linger: 0 });
  pair('tcp', pull, push);
  const request = await handler.recv();
  assert.deepEqual(request.slice(6).map(String), ['joe', 'wrong']);
  await handler.send(['1.0', request[1] ?? '', '400', 'no', '', '']);
  await handler.recv();
  assert.ok(pull.stats().handshakesFailed >= 1);
  assert.equal(pull.stats().linksOpened, 0);
});

benchTest('a key that is none is refused where it is set', async ({ context }) => {
  const connector = context.connector('pair');
  assert.throws(() => {
    connector.options.curveSecretKey = Buffer.from('short');
  }, /32 bytes, or 40 characters/);
  connector.options.curveServer = true;
  assert.throws(() => connector.bind('tcp://127.0.0.1:*'), /curve_secret_key/);
});

benchTest('what is said of GSSAPI is read again, and goes before PLAIN', async ({ context }) => {
  const named = { gssapiServicePrincipal: 'ymq/host@REALM', gssapiServicePrincipalForm: 2, gssapiPlaintext: true };
  const client = context.connector('pair', { plainUsername: 'joe', ...named });
  assert.equal(client.options.mechanism, 3);
  assert.equal(client.options.gssapiServicePrincipal, 'ymq/host@REALM');
  assert.equal(client.options.gssapiServicePrincipalForm, 2);
  assert.equal(client.options.gssapiPlaintext, true);
  const server = context.connector('pair', { gssapiServer: true, gssapiPrincipal: 'ymq@host' });
  assert.equal(server.options.mechanism, 3);
  assert.match(server.bind('tcp://127.0.0.1:*'), /^tcp:/);
  assert.throws(() => context.connector('pair', { gssapiPrincipalForm: 3 }), /within 0 to 2/);
});
