// Holds docs/conformance.md to the list of scenarios, and docs/differences-from-zeromq.md to the tests that it names.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { conformance, conformanceFile } from '../../scripts/conformance.js';
import { filesBelow, inProject } from '../../scripts/environment.js';
import { scenarios, withoutLibzmq } from '../scenarios/scenarios.js';

const differences = readFileSync(inProject('docs', 'differences-from-zeromq.md'), 'utf8');
const rows = differences.split('\n').filter((line) => line.startsWith('| ') && !/^\| (---|libzmq )/.test(line));
const namedIn = (row: string) => [...(row.split('|').at(-2) ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

/** Every line of the tests that names one. */
const beginnings = [...filesBelow('tests'), ...filesBelow('bindings/node/test')]
  .filter((file) => /\.(cpp|py|ts)$/.test(file))
  .flatMap((file) => readFileSync(inProject(file), 'utf8').split('\n'))
  .filter((line) => /^\s*(TEST_CASE\(|(async )?def test_|(benchTest|test|it)\(|name: ')/.test(line));

describe('docs/conformance.md', () => {
  it('is what the list of scenarios says', () => {
    assert.equal(readFileSync(conformanceFile, 'utf8'), conformance());
  });

  it('calls each scenario by a name of its own', () => {
    assert.equal(new Set(scenarios.map(({ name }) => name)).size, scenarios.length);
  });

  it('has libzmq on some side of most scenarios, and on either of many', () => {
    const places = scenarios.map(withoutLibzmq);
    assert.ok(places.filter(({ first, others }) => !first || !others).length > scenarios.length / 2);
    assert.ok(places.filter(({ first, others }) => !first && !others).length > scenarios.length / 3);
  });
});

describe('docs/differences-from-zeromq.md', () => {
  it('names a test or a scenario in every row', () => {
    assert.ok(rows.length > 20);
    assert.deepEqual(
      rows.filter((row) => namedIn(row).length === 0),
      [],
    );
  });

  it('names only tests and scenarios that exist', () => {
    const unknown = rows.flatMap(namedIn).filter((name) => !beginnings.some((line) => line.includes(name)));
    assert.deepEqual(unknown, []);
  });

  it('names every scenario that libzmq does otherwise', () => {
    const unlike = scenarios.filter(({ libymqOnly, libymqFirst }) => libymqOnly || libymqFirst);
    const silent = unlike.filter(({ name }) => !differences.includes(`\`${name}\``));
    assert.deepEqual(
      silent.map(({ name }) => name),
      [],
    );
  });
});
