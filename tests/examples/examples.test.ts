// Runs every example in every language: each ends by itself with 0 and prints the lines that matter.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { inProject, python, typescript } from '../../scripts/environment.js';
import { run } from '../../scripts/run.js';

/** How an example is run, and the file that it stands in. */
interface Language {
  file: (name: string) => string;
  command: (name: string) => string[];
}

const languages: Record<string, Language> = {
  c: {
    file: (name) => `c/${name}.c`,
    command: (name) => [inProject('build', 'release', 'examples', 'c', name)],
  },
  python: {
    file: (name) => `python/${name}.py`,
    command: (name) => [python, inProject('examples', 'python', `${name}.py`)],
  },
  node: {
    file: (name) => `node/${name}.ts`,
    command: (name) => typescript(inProject('examples', 'node', `${name}.ts`)),
  },
};

/** What each prints, in this order; other lines may stand in between. */
const examples: Record<string, (string | RegExp)[]> = {
  request_reply: [
    'server 1 was asked: what is the time?',
    'server 2 was asked: what is the time? (redelivered)',
    'answer: noon',
    'without a server: UNDELIVERABLE',
  ],
  publish_subscribe: ['weather:rain', 'weather:sun'],
  pipeline: ['3 workers, 100 tasks, sum 338350'],
  shared_queue: [/^you asked: /, /^\d questions went through the queue$/],
  forwarder: ['news:one', 'news:two', '2 messages came to the forwarder'],
  streamer: [/^\d+00 tasks were done/],
  node_coordination: ['by request and reply: 30 of 30', 'by waiting for subscribers: 30 of 30'],
  thread_signalling: ['step 1 is done', 'step 2 is done', 'step 3 is ready'],
  monitor: ['connected', 'disconnected', 'nobody is there, trying again', 'connected'],
  last_value_cache: [
    'early: apples:1.20',
    'early: apples:1.30',
    'early: apples:1.40',
    'late: apples:1.30',
    'late: apples:1.40',
  ],
};

function assertLines(output: string, wanted: (string | RegExp)[]): void {
  const lines = output.split('\n');
  let from = 0;
  for (const line of wanted) {
    const at = lines.findIndex(
      (one, index) => index >= from && (line instanceof RegExp ? line.test(one) : one === line),
    );
    assert.notEqual(at, -1, `'${line}' is missing from line ${from + 1} on in\n${output}`);
    from = at + 1;
  }
}

for (const [name, lines] of Object.entries(examples)) {
  describe(name, () => {
    for (const [language, { file, command }] of Object.entries(languages)) {
      it(`in ${language}`, async () => {
        assert(existsSync(inProject('examples', file(name))), `examples/${file(name)} is missing`);
        const outcome = await run(command(name), 120);
        assert.deepEqual([outcome.code, outcome.timedOut, outcome.leftovers], [0, false, []], outcome.output);
        assertLines(outcome.output, lines);
      });
    }
  });
}

it('the index names every example in every language', () => {
  const index = readFileSync(inProject('examples', 'README.md'), 'utf8');
  const files = Object.keys(examples).flatMap((name) => Object.values(languages).map(({ file }) => file(name)));
  assert.deepEqual(
    files.filter((file) => !index.includes(`(${file})`)),
    [],
  );
});
