import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faultsOf, judge, type Ledger, type Receipt } from './oracle.js';

function ledger(name: string, told: Partial<Ledger> = {}): Ledger {
  return { name, accepted: 0, owedFrom: 0, receipts: [], stats: {}, undelivered: 0, isKilled: false, ...told };
}

function receipts(from: string, ...numbers: number[]): Receipt[] {
  return numbers.map((number) => ({ from, number, redelivered: false, intact: true }));
}

function again(receipt: Receipt): Receipt {
  return { ...receipt, redelivered: true };
}

/** What is wrong where s accepted so many messages and these were received. */
function faults(accepted: number, received: Receipt[], told: Partial<Ledger> = {}): string[] {
  return faultsOf(judge([ledger('s', { accepted })], [ledger('r', { receipts: received, ...told })]));
}

describe('the oracle', () => {
  it('has nothing to say where every message came once and in order', () => {
    assert.deepEqual(faults(3, receipts('s', 0, 1, 2)), []);
  });

  it('sees what is lost, twice, out of order, damaged and invented', () => {
    assert.deepEqual(faults(3, receipts('s', 0, 2)), ['1 lost: s 1']);
    assert.deepEqual(faults(2, receipts('s', 0, 1, 1)), ['1 twice: s 1']);
    assert.deepEqual(faults(3, receipts('s', 0, 2, 1)), ['1 disordered: s 1 at r']);
    assert.deepEqual(faults(1, receipts('s', 0, 1)), ['1 invented: s 1']);
    const damaged = receipts('s', 0).map((receipt) => ({ ...receipt, intact: false }));
    assert.deepEqual(faults(1, [...receipts('s', 0), ...damaged]), ['1 damaged: s 0']);
  });

  it('lets a message come again, and late, where it is marked', () => {
    const [first, second] = receipts('s', 0, 1) as [Receipt, Receipt];
    assert.deepEqual(faults(2, [first, second, again(first), again(second)]), []);
    assert.deepEqual(faults(2, [second, again(first)]), []);
  });

  it('keeps order for each sender and receiver by themselves', () => {
    const senders = [ledger('a', { accepted: 4 }), ledger('b', { accepted: 1 })];
    const one = ledger('one', { receipts: [...receipts('a', 1, 3), ...receipts('b', 0)] });
    const other = ledger('other', { receipts: receipts('a', 0, 2) });
    assert.deepEqual(faultsOf(judge(senders, [one, other])), []);
  });

  it('forgives a PUB what it sent before somebody had subscribed', () => {
    const receiver = ledger('r', { receipts: receipts('s', 2, 4) });
    assert.deepEqual(faultsOf(judge([ledger('s', { accepted: 5, owedFrom: 2 })], [receiver])), ['1 lost: s 3']);
  });

  it('forgives a killed sender what it took with it, but no gap', () => {
    const verdict = (...numbers: number[]) =>
      faultsOf(
        judge([ledger('s', { accepted: 3, isKilled: true })], [ledger('r', { receipts: receipts('s', ...numbers) })]),
      );
    assert.deepEqual(verdict(0, 1), []);
    assert.deepEqual(verdict(0, 1, 2, 3), []);
    assert.deepEqual(verdict(0, 1, 2, 3, 4), ['1 invented: s 4']);
    assert.deepEqual(verdict(0, 2), ['1 lost: s 1']);
  });

  it('forgives a killed receiver the message that it had in hands', () => {
    const killed = (...numbers: number[]) => ledger('r1', { receipts: receipts('s', ...numbers), isKilled: true });
    const next = (...numbers: number[]) => ledger('r2', { receipts: receipts('s', ...numbers) });
    const sender = ledger('s', { accepted: 5 });
    assert.deepEqual(faultsOf(judge([sender], [killed(0, 1), next(3, 4)])), []);
    assert.deepEqual(faultsOf(judge([sender], [killed(0, 1), next(4)])), ['1 lost: s 3']);
  });

  it('checks the counters', () => {
    const received = { messages_sent: 0, messages_received: 1, messages_acknowledged: 0 };
    assert.deepEqual(faults(1, receipts('s', 0), { stats: received }), []);
    assert.deepEqual(faults(1, receipts('s', 0), { stats: { ...received, messages_received: 2 } }), [
      '1 miscounted: r received 1 and counted 2',
    ]);
    const sent = { messages_sent: 3, messages_received: 0, messages_acknowledged: 1, messages_queued: 1 };
    const sender = (stats: Record<string, number>) => ledger('s', { accepted: 3, stats, undelivered: 1 });
    const verdict = judge([sender(sent)], []);
    assert.deepEqual(verdict.miscounted, ['s owed 3 and knows of 2', 's did not deliver 1']);
    assert.equal(verdict.admitted, 1);
  });
});
