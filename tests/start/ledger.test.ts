import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ledger, quantile } from '../../examples/start/ledger.js';

const right = Buffer.from('right');
const wrong = Buffer.from('wrong');

function ledgerWithClock(expected: number) {
  const clock = { now: 0 };
  return { clock, ledger: new Ledger(expected, () => clock.now) };
}

describe('the ledger', () => {
  it('counts what came back right, and how long it took', () => {
    const { clock, ledger } = ledgerWithClock(2);
    ledger.ask(0, right, 10);
    ledger.ask(1, right, 20);
    clock.now = 5;
    ledger.answer(0, right);
    clock.now = 2000;
    ledger.answer(1, right);
    const { files, bytes, seconds, p50, p99, sent, mismatches, missing, twice } = ledger.tally();
    assert.deepEqual([files, bytes, seconds, p50, p99], [2, 30, 2, 5, 2000]);
    assert.deepEqual([sent, mismatches, missing, twice], [2, 0, 0, 0]);
  });

  it('counts a wrong digest as a mismatch, not as missing', () => {
    const { ledger } = ledgerWithClock(1);
    ledger.ask(0, right, 10);
    ledger.answer(0, wrong);
    const { files, mismatches, missing } = ledger.tally();
    assert.deepEqual([files, mismatches, missing], [0, 1, 0]);
  });

  it('counts a second reply by itself, and one that nobody asked for as a mismatch', () => {
    const { ledger } = ledgerWithClock(1);
    ledger.ask(0, right, 10);
    for (const reply of [right, right, wrong]) ledger.answer(0, reply);
    ledger.answer(99, right);
    const { files, mismatches, missing, twice } = ledger.tally();
    assert.deepEqual([files, mismatches, missing, twice], [1, 1, 0, 2]);
  });

  it('counts files without a reply as missing, whether they were sent or not', () => {
    const { ledger } = ledgerWithClock(5);
    ledger.ask(0, right, 1);
    ledger.answer(0, right);
    ledger.skip();
    ledger.ask(2, right, 1);
    const { files, sent, missing, unreadable } = ledger.tally();
    assert.deepEqual([files, sent, missing, unreadable], [1, 2, 3, 1]);
  });
});

describe('quantile', () => {
  it('is the least value that the share does not exceed', () => {
    const hundred = Float64Array.from({ length: 100 }, (_, index) => index + 1);
    assert.deepEqual([quantile(hundred, 0.5), quantile(hundred, 0.99), quantile(hundred, 1)], [50, 99, 100]);
    assert.equal(quantile(Float64Array.of(7), 0.01), 7);
    assert.equal(quantile(new Float64Array(), 0.5), 0);
  });
});
