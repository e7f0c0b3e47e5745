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
    const [first, second] = [ledger.ask(right, 10), ledger.ask(right, 20)];
    clock.now = 5;
    assert.equal(ledger.answer(first, right), 10);
    clock.now = 2000;
    assert.equal(ledger.answer(second, right), 20);
    const { files, bytes, seconds, p50, p99, mismatches, missing } = ledger.tally();
    assert.deepEqual([files, bytes, seconds, p50, p99, mismatches, missing], [2, 30, 2, 5, 2000, 0, 0]);
  });

  it('counts a wrong digest as a mismatch, not as missing', () => {
    const { ledger } = ledgerWithClock(1);
    assert.equal(ledger.answer(ledger.ask(right, 10), wrong), 10);
    const { files, mismatches, missing } = ledger.tally();
    assert.deepEqual([files, mismatches, missing], [0, 1, 0]);
  });

  it('counts a second reply, and one that nobody asked for, as mismatches', () => {
    const { ledger } = ledgerWithClock(1);
    const number = ledger.ask(right, 10);
    ledger.answer(number, right);
    assert.equal(ledger.answer(number, right), undefined);
    assert.equal(ledger.answer(99, right), undefined);
    const { files, mismatches, missing } = ledger.tally();
    assert.deepEqual([files, mismatches, missing], [1, 2, 0]);
  });

  it('counts files without a reply as missing, whether they were sent or not', () => {
    const { ledger } = ledgerWithClock(5);
    ledger.answer(ledger.ask(right, 1), right);
    ledger.ask(right, 1);
    ledger.skip();
    const { files, missing, unreadable } = ledger.tally();
    assert.deepEqual([files, missing, unreadable], [1, 3, 1]);
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
