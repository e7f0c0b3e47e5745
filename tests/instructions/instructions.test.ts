import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  change,
  countInstructions,
  differences,
  readRecord,
  tolerance,
  whyIncomparable,
} from '../../bench/instructions/counting.js';

describe('the comparison with the record', () => {
  it('finds what became longer or shorter by more than the tolerance, and what is on one side only', () => {
    const recorded = { same: 100, near: 100, longer: 100, shorter: 100, gone: 100 };
    const counted = { same: 100, near: 102.9, longer: 103.1, shorter: 96.9, added: 1 };
    const paths = differences(counted, recorded).map(({ path }) => path);
    assert.deepEqual(paths, ['longer', 'shorter', 'gone', 'added']);
  });

  it('says which tools are not those of the record', () => {
    const tools = { machine: 'x64', compiler: '12.2.0', libc: '2.36', valgrind: 'valgrind-3.19.0' };
    assert.equal(whyIncomparable(tools, { ...tools }), undefined);
    const reason = whyIncomparable({ ...tools, compiler: '13.1.0' }, tools);
    assert.equal(reason, 'compiler 13.1.0, recorded with 12.2.0');
  });
});

const record = readRecord();
const counts = await countInstructions();
const incomparable = whyIncomparable(counts.tools, record.tools);

describe('the instructions that a message costs', () => {
  it('are counted for the paths of the record', () => {
    assert.deepEqual(Object.keys(counts.instructions).sort(), Object.keys(record.instructions).sort());
  });

  it(`are within ${tolerance * 100} % of the record`, { skip: incomparable ?? false }, () => {
    const found = differences(counts.instructions, record.instructions).map(({ path, counted, recorded }) => {
      const both = counted !== undefined && recorded !== undefined;
      return `${path}: ${counted}, recorded ${recorded}${both ? `, ${change(counted, recorded)}` : ''}`;
    });
    assert.deepEqual(found, [], 'Where this is meant: npm run instructions -- --record');
  });
});
