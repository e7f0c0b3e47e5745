import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { benchTest, type Transport, text } from './support.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const venvPython = `${root}.venv/bin/python`;

/** Answers each request with its parts in reverse, until it is told to stop. */
const kReverser = `
import sys, ymq
with ymq.IoContext() as context, context.connector(ymq.REP) as rep:
    rep.connect(sys.argv[1])
    while True:
        parts = rep.recv()
        rep.send(parts[::-1])
        if parts[0] == b'stop':
            break
    rep.close(linger=10.0)
`;

function startReverser(endpoint: string): ChildProcess {
  return spawn(existsSync(venvPython) ? venvPython : 'python3', ['-c', kReverser, endpoint], {
    env: { ...process.env, PYTHONPATH: `${root}bindings/python` },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

for (const transport of ['tcp', 'ipc'] as Transport[]) {
  benchTest(`a Python process answers over ${transport}`, async ({ context, fresh }) => {
    const req = context.connector('req');
    const python = startReverser(req.bind(fresh(transport)));
    const exited = once(python, 'exit');
    const failed = exited.then(([code]) => assert.equal(code, 0, `Python ended with status ${code}`));
    const blob = randomBytes(3_000_000);
    const ask = async (parts: (string | Buffer)[]): Promise<Buffer[]> => {
      const answer = req.send(parts).then(() => req.recv());
      return (await Promise.race([answer, failed.then(() => answer)]))!;
    };
    for (let round = 0; round < 100; round += 1) {
      assert.deepEqual(text(await ask([`${round}`, '', 'ü'])), ['ü', '', `${round}`]);
    }
    assert.deepEqual(await ask(['name', blob]), [blob, Buffer.from('name')]);
    assert.deepEqual(text(await ask(['stop'])), ['stop']);
    assert.deepEqual(await exited, [0, null]);
  });
}
