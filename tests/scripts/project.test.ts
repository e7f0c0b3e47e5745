import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { backendNames, fallBack } from '../../scripts/backends.js';
import { inProject } from '../../scripts/environment.js';
import { filesOfC } from '../../scripts/lint.js';
import { suites } from '../../scripts/suites.js';

interface LockedPackage {
  version?: string;
  link?: boolean;
  optionalDependencies?: Record<string, string>;
}

const lockText = readFileSync(inProject('package-lock.json'), 'utf8');
const locked = (JSON.parse(lockText) as { packages: Record<string, LockedPackage> }).packages;

describe('the lock file', () => {
  it('names no registry', () => {
    assert.doesNotMatch(lockText, /"resolved": "(http|git)/);
  });

  it('has an entry for every platform package, without which npm ci refuses it', () => {
    const wanted = Object.values(locked).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    const missing = wanted.filter((name) => !locked[`node_modules/${name}`]?.version);
    assert.ok(wanted.length > 10);
    assert.deepEqual(missing, []);
  });

  it('pins what package.json asks for', () => {
    const { devDependencies } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
    for (const [name, version] of Object.entries(devDependencies)) {
      assert.equal(locked[`node_modules/${name}`]?.version, version, name);
    }
  });
});

describe('the table of suites', () => {
  it('has a name of its own for every suite', () => {
    const names = suites.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
  });

  it('runs what opens contexts on each backend', () => {
    const named = suites.filter(({ backend }) => backend !== undefined);
    assert.ok(named.length > 10);
    for (const { name, backend, env } of named) {
      assert.equal(env?.YMQ_BACKEND, backend, name);
      const twins = backendNames.map((other) => name.replace(new RegExp(`${backend}$`), other));
      assert.deepEqual(
        twins.filter((twin) => !suites.some((suite) => suite.name === twin)),
        [],
      );
    }
  });

  it('skips a suite where contexts fall back to another backend, for the reason that they give', () => {
    assert.equal(fallBack('io_uring', 'io_uring: chosen by YMQ_BACKEND'), undefined);
    const said = 'epoll: instead of io_uring (chosen by YMQ_BACKEND): Operation not permitted';
    assert.equal(fallBack('io_uring', said), said);
    assert.equal(fallBack('epoll', said), undefined);
  });

  it('looks at hand-written C files and at no generated ones', () => {
    const files = filesOfC();
    assert.ok(files.includes('examples/start/broker.c'));
    assert.deepEqual(
      files.filter((file) => file.includes('.gen.') || file === 'include/ymq/ymq.h'),
      [],
    );
  });
});
