import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plansOf } from '../../examples/start/links.js';

const bytes = 1_000_000;

function plansFor(seed: number, link: string) {
  return Array.from({ length: 6 }, (_, index) => plansOf({ cuts: 5, seed }, link, bytes)(index));
}

describe('the plans of a link', () => {
  it('cut so many connections, with RST and FIN in turn, and let the next be', () => {
    const faults = plansFor(1, 'tcp 0').map((plan) => plan?.fault);
    const cuts = ['rst', 'fin', 'rst', 'fin', 'rst'].map((how) => ({ kind: 'cut', how }));
    assert.deepEqual(faults, [...cuts, undefined]);
  });

  it('come to an end before the bytes do', () => {
    const sum = plansFor(1, 'tcp 0').reduce((total, plan) => total + (plan?.after ?? 0), 0);
    assert.ok(sum > 0 && sum < bytes, `${sum}`);
  });

  it('are the same for the same seed and link, and others for others', () => {
    assert.deepEqual(plansFor(1, 'tcp 0'), plansFor(1, 'tcp 0'));
    assert.notDeepEqual(plansFor(1, 'tcp 0'), plansFor(2, 'tcp 0'));
    assert.notDeepEqual(plansFor(1, 'tcp 0'), plansFor(1, 'tcp 1'));
  });
});
