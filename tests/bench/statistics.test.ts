import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatFigure, formatRatio, formatSize } from '../../bench/figures.js';
import { median, ratio, spread } from '../../bench/statistics.js';

describe('statistics', () => {
  it('takes the middle value, or the mean of the two in the middle', () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.equal(median([7]), 7);
  });

  it('tells the least and the most, and leaves the values in their order', () => {
    const values = [3, 1, 2];
    assert.deepEqual(spread(values), { median: 2, least: 1, most: 3 });
    assert.deepEqual(values, [3, 1, 2]);
  });

  it('has the ratio of the medians, with the spread of the rounds', () => {
    // The second round was slow for both, which says nothing about their ratio.
    assert.deepEqual(ratio([60, 6, 90], [10, 1, 30]), { median: 6, least: 3, most: 6 });
  });

  it('compares only rounds that both have', () => {
    assert.deepEqual(ratio([4, 8, 100], [2, 2]), { median: 4, least: 2, most: 4 });
  });
});

describe('figures', () => {
  it('are written with the places that they are worth', () => {
    assert.equal(formatFigure('messages_per_second', 1234567.8), '1,234,568');
    assert.equal(formatFigure('system_calls_per_message', 0.01234), '0.0123');
    assert.deepEqual([0.4567, 6.123, 12.34].map(formatRatio), ['0.457x', '6.12x', '12.3x']);
    assert.deepEqual([16, 1024, 65_536, 8 << 20].map(formatSize), ['16 B', '1 KiB', '64 KiB', '8 MiB']);
  });
});
