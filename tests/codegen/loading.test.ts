import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import * as abi from '../../bindings/node/src/abi.gen.js';
import { buildFakeLibrary, type Change, compile } from './fake_library.js';
import { output, tree, withFolder, ymq } from './support.js';

/** What a binding made of a library: the entries that it complained about, none where it accepted the library. */
type Verdict = readonly string[];

function loadInNode(path: string): Verdict {
  try {
    abi.load(path);
    return [];
  } catch (error) {
    if (error instanceof abi.AbiMismatch) return error.entries;
    throw error;
  }
}

const program = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("abi", sys.argv[1])
abi = importlib.util.module_from_spec(spec)
spec.loader.exec_module(abi)
try:
    abi.load(sys.argv[2])
    print("[]")
except abi.AbiMismatch as mismatch:
    assert all(entry in str(mismatch) for entry in mismatch.entries)
    print(json.dumps(mismatch.entries))
`;

function loadInPython(path: string): Verdict {
  return JSON.parse(output('python3', ['-c', program, join(tree, 'bindings/python/ymq/_abi.py'), path]));
}

interface Case {
  name: string;
  change: Change;
  /** What both say, unless Node, which leaves out functions that may wait, has nothing to say. */
  refused: Verdict;
  node?: Verdict;
}

const other = '00000000';

const cases: Case[] = [
  { name: 'the library of this very spec', change: () => {}, refused: [] },
  {
    name: 'a library with more of everything',
    change: ({ entries, layouts }) => {
      entries['function connector_fly'] = other;
      entries['value ConnectorType.SWARM'] = other;
      entries['option colour'] = other;
      entries['field ConnectorStats.colour'] = other;
      const stats = layouts.ConnectorStats;
      assert.ok(stats !== undefined);
      stats.fields.colour = [stats.size, 8];
      stats.size += 8;
    },
    refused: [],
  },
  {
    name: 'a library of a later version',
    change: (manifest) => {
      manifest.version = '9.9.9';
    },
    refused: [],
  },
  {
    name: 'a changed function',
    change: ({ entries }) => {
      entries['function connector_try_send'] = other;
    },
    refused: ['function connector_try_send changed'],
  },
  {
    name: 'a missing function and a changed value',
    change: ({ entries }) => {
      delete entries['function message_destroy'];
      entries['value Status.AGAIN'] = other;
    },
    refused: ['function message_destroy is missing', 'value Status.AGAIN changed'],
  },
  {
    name: 'a changed function that may wait',
    change: ({ entries }) => {
      entries['function connector_send_sync'] = other;
    },
    refused: ['function connector_send_sync changed'],
    node: [],
  },
  {
    name: 'a missing option',
    change: ({ entries }) => {
      delete entries['option linger'];
    },
    refused: ['option linger is missing'],
  },
  {
    name: 'a field that moved',
    change: ({ entries, layouts }) => {
      entries['field Event.kind'] = other;
      const event = layouts.Event;
      assert.ok(event !== undefined);
      event.fields.kind = [28, 4];
    },
    refused: ['field Event.kind changed'],
  },
  {
    name: 'a layout that does not fit its fingerprint',
    change: ({ layouts }) => {
      const part = layouts.Part;
      assert.ok(part !== undefined);
      part.fields.flags = [12, 4];
    },
    refused: ['field Part.flags is not at 8'],
  },
];

/** Complaints in any order, without the sizes that Python adds to the place of a field. */
function normal(verdict: Verdict): Verdict {
  return verdict.map((entry) => entry.replace(/\[(\d+), \d+\]/, '$1')).sort();
}

for (const { name, change, refused, node = refused } of cases) {
  test(`loading ${name}`, async () => {
    await withFolder((folder) => {
      const path = buildFakeLibrary(folder, ymq, change);
      assert.deepEqual(normal(loadInPython(path)), normal(refused), 'Python');
      assert.deepEqual(normal(loadInNode(path)), normal(node), 'Node');
    });
  });
}

test('loading a library that is another one altogether', async () => {
  await withFolder((folder) => {
    const path = compile(folder, 'other', 'int other(void) { return 0; }');
    const refused = ['function ymq_abi_manifest is missing'];
    assert.deepEqual(loadInPython(path), refused);
    assert.deepEqual(loadInNode(path), refused);
  });
});
