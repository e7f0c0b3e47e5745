import type { FunctionModel, OptionModel, Parameter } from '../model.js';

/** Sentences that headers, bindings and the reference page share. */

export const blockingSentence: Record<FunctionModel['blocking'], string> = {
  never: 'Never waits.',
  bounded: 'May wait for other threads of the library to step aside, never for a peer or the network.',
  may_block: 'May wait, up to its timeout.',
};

export const threadSentence: Record<FunctionModel['thread'], string> = {
  any: 'Any thread may call it, at any time.',
  one_at_a_time: 'Any thread may call it, but only one at a time on the same handle.',
};

/** What a function returns, good and bad; `spell` writes the name of a status as the reader knows it. */
export function returnsText(one: FunctionModel, spell = (status: string) => status): string {
  const errors = one.errors.map(spell).join(', ');
  const negative = errors === '' ? [] : [`Negative: ${errors}.`];
  return [...one.returnsDoc, ...goodReturn(one), ...negative].join(' ');
}

function goodReturn({ returns }: FunctionModel): string[] {
  if (returns === 'status') return ['0: success.'];
  if (returns === 'static_text') return ['NUL-terminated text that lives as long as the library.'];
  return returns === 'thread_text'
    ? ['NUL-terminated text that lives until the same thread calls the library again.']
    : [];
}

/** Says whether there is a completion, and when it comes. */
export function completionText(one: FunctionModel): string[] {
  if (one.completion === null) return [];
  const { kind, follows, payload } = one.completion;
  const when = follows === 'always' ? 'follows success' : 'follows where less than everything was done at once';
  const carries = { none: 'nothing else', messages: 'messages', message: 'a message as a handle' }[payload];
  return [`A completion \`${kind}\` ${when}; it carries ${carries}.`];
}

/** What the type says about a parameter beyond its documentation. */
export function parameterText(parameter: Parameter): string {
  const transferred = parameter.transferred ? ['After success the handle belongs to the library.'] : [];
  const lent = parameter.lent ? ['After success not to be changed or freed before the completion.'] : [];
  const nullable = parameter.nullable && !/\bnull\b/i.test(parameter.doc.join(' ')) ? ['May be null.'] : [];
  return [...parameter.doc, ...nullable, ...transferred, ...lent].join(' ');
}

/** Bounds, unit, default and effect of an option, in words. */
export function optionText(option: OptionModel): string {
  const applies = option.live
    ? 'A change takes effect at once.'
    : 'A change takes effect on later links and endpoints.';
  const rest = option.readOnly ? ['Read-only.'] : [`Default ${optionDefault(option)}.`, applies];
  return [optionBounds(option), ...rest].join(' ');
}

function optionBounds({ type, min, max, unit }: OptionModel): string {
  if (type === 'bool') return 'A truth value, 0 or 1.';
  if (type === 'int') return `${min} to ${max}${unit === 'none' ? '' : ` ${unit}`}.`;
  return `${type === 'text' ? 'Text' : 'Bytes'}, ${min} to ${max} bytes long.`;
}

export function optionDefault(option: OptionModel): string {
  return option.default === '' ? 'empty' : String(option.default);
}
