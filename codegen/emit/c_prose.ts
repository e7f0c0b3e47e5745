import type { Model } from '../model.js';
import { cConstant } from './c_types.js';

/** The model with every `NAME` of an enum's member in its documentation written as C knows it. */
export function spellConstants(model: Model): Model {
  const spelled = constantsByMember(model);
  const spell = (text: string) => text.replace(/`([A-Z][A-Z0-9_]*)`/g, (whole, name) => spelled.get(name) ?? whole);
  return JSON.parse(JSON.stringify(model), (key, value) => {
    const isDoc = (key === 'doc' || key === 'returnsDoc') && Array.isArray(value);
    return isDoc ? value.map(spell) : value;
  });
}

/** Members whose name only one enum has; of several, the status is meant. */
function constantsByMember(model: Model): Map<string, string> {
  const spelled = new Map<string, string>();
  const others = new Set<string>();
  for (const one of model.enums.filter((each) => !each.fromOptions && each.name !== 'Status')) {
    for (const { name } of one.values) {
      if (others.has(name)) spelled.delete(name);
      else spelled.set(name, `\`${cConstant(one, name)}\``);
      others.add(name);
    }
  }
  const status = model.enums.find((one) => one.name === 'Status');
  for (const { name } of status?.values ?? []) spelled.set(name, `\`${status?.prefix}${name}\``);
  return spelled;
}
