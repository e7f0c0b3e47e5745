import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseJUnit } from '../../scripts/junit.js';

const catch2Report = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="ymq_unit" errors="0" failures="1" tests="3">
    <testcase classname="ymq_unit.global" name="a &lt;name>/one" time="0.000" status="run"/>
    <testcase classname="ymq_unit.global" name="fails" time="0.000" status="run">
      <failure message="hidden() == 43" type="CHECK">
FAILED:
  CHECK( hidden() == 43 )
with expansion:
  42 == 43
      </failure>
    </testcase>
    <testcase classname="ymq_unit.global" name="skips" time="0.000" status="run">
      <system-out>
SKIP: this machine has no IPv6
      </system-out>
    </testcase>
    <system-out>
SKIP: this machine has no IPv6
    </system-out>
  </testsuite>
</testsuites>
`;

describe('the reader of JUnit reports', () => {
  it('reads what Catch2 writes', () => {
    const [one, fails, skips] = parseJUnit(catch2Report);
    assert.deepEqual(one, { name: 'a <name>/one', result: 'passed', detail: '' });
    assert.equal(fails?.result, 'failed');
    assert.match(fails?.detail ?? '', /42 == 43/);
    assert.deepEqual(skips, { name: 'skips', result: 'skipped', detail: 'this machine has no IPv6' });
  });

  it('reads what pytest writes: failures, errors in fixtures, skips', () => {
    const report = `<testsuites><testsuite name="pytest"><testcase classname="test_x.TestA" name="ok[&lt;a&gt;]" />
      <testcase classname="test_x" name="bad"><failure message="assert 1 == 2">E assert 1 == 2</failure></testcase>
      <testcase classname="test_x" name="broken"><error message="setup &quot;x&quot;">trace</error></testcase>
      <testcase classname="test_x" name="skip"><skipped message="no peer">x.py:6: no peer</skipped></testcase>
      </testsuite></testsuites>`;
    assert.deepEqual(
      parseJUnit(report).map(({ name, result, detail }) => [name, result, detail]),
      [
        ['test_x.TestA: ok[<a>]', 'passed', ''],
        ['test_x: bad', 'failed', 'E assert 1 == 2'],
        ['test_x: broken', 'failed', 'setup "x"\ntrace'],
        ['test_x: skip', 'skipped', 'x.py:6: no peer'],
      ],
    );
  });

  it('reads what node:test writes: nested suites, skips without a text, comments at the end', () => {
    const report = `<testsuites>
      <testsuite name="outer"><testsuite name="inner"><testcase name="deep" classname="test"/></testsuite></testsuite>
      <testcase name="later" classname="test"><skipped type="skipped" message="no reason"/></testcase>
      <!-- tests 2 -->
      <!-- pass 1 -->
      </testsuites>`;
    assert.deepEqual(
      parseJUnit(report).map(({ name, result, detail }) => [name, result, detail]),
      [
        ['deep', 'passed', ''],
        ['later', 'skipped', 'no reason'],
      ],
    );
  });

  it('refuses a report that a crash cut short', () => {
    assert.throws(() => parseJUnit(catch2Report.slice(0, 500)), /cut short/);
    assert.throws(() => parseJUnit(''), /cut short/);
  });

  it('finds no test in an empty report', () => {
    assert.deepEqual(parseJUnit('<testsuites><testsuite name="x"></testsuite></testsuites>'), []);
    assert.deepEqual(parseJUnit('<testsuites></testsuites>'), []);
  });
});
