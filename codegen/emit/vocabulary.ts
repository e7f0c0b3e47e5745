import type { EnumModel, Model, OptionModel } from '../model.js';
import { enumerator, pascalCase } from '../names.js';
import { generatedLine, joinCall, joinLines, lineComment, separated, wrapParagraphs } from './text.js';

/** The words of the spec for the library's own C++: scoped enums and the table of options. */
export function emitVocabulary(model: Model): string {
  return joinLines(
    separated([
      [`// ${generatedLine(model.library)}`],
      ['#pragma once'],
      ['#include <cstdint>', '#include <string_view>'],
      [`namespace ${model.library} {`],
      ...model.enums.map(enumeration),
      optionTypes(),
      optionTable(model.options),
      findOption(),
      [`}  // namespace ${model.library}`],
    ]),
  );
}

function enumeration(one: EnumModel): string[] {
  const type = one.flags ? 'uint32_t' : 'int32_t';
  const values = one.values.flatMap((value) => [
    ...lineComment(wrapParagraphs(value.doc, 110), '  '),
    `  ${enumerator(value.name)} = ${value.value},`,
  ]);
  const comment = lineComment(wrapParagraphs(one.doc, 110));
  return [...comment, `enum class ${one.name} : ${type} {`, ...values, '};'];
}

function optionTypes(): string[] {
  return separated([
    ['enum class OptionType : uint8_t { kInt, kBool, kBytes, kText };'],
    [
      'enum class OptionUnit : uint8_t {',
      '  kNone,',
      '  kMessages,',
      '  kBytes,',
      '  kMicroseconds,',
      '  kMilliseconds,',
      '  kSeconds,',
      '  kConnections,',
      '  kTopics,',
      '  kProbes,',
      '};',
    ],
    [
      '// One option of a connector. The bounds hold for numbers, and for the length in bytes of `kBytes` and `kText`.',
      'struct OptionInfo {',
      '  OptionId id;',
      '  std::string_view name;',
      '  OptionType type;',
      '  int64_t min;',
      '  int64_t max;',
      '  // The default of `kInt` and `kBool`.',
      '  int64_t default_value;',
      '  // The default of `kBytes` and `kText`.',
      '  std::string_view default_text;',
      '  OptionUnit unit;',
      '  bool read_only;',
      '  // A change takes effect on what exists already.',
      '  bool live;',
      '};',
    ],
  ]);
}

function optionTable(options: readonly OptionModel[]): string[] {
  return [
    'inline constexpr OptionInfo kOptions[] = {',
    ...options.flatMap((one) => joinCall('    {', optionCells(one), '},')),
    '};',
  ];
}

function optionCells(one: OptionModel): string[] {
  const text = typeof one.default === 'string' ? one.default : '';
  return [
    `OptionId::${enumerator(one.name)}`,
    JSON.stringify(one.name),
    `OptionType::k${pascalCase(one.type)}`,
    ...[one.min, one.max, typeof one.default === 'string' ? 0 : Number(one.default)].map(String),
    JSON.stringify(text),
    `OptionUnit::k${pascalCase(one.unit)}`,
    String(one.readOnly),
    String(one.live),
  ];
}

function findOption(): string[] {
  return [
    '// The option with this number, or null.',
    'constexpr const OptionInfo* find_option(int32_t id) {',
    '  for (const OptionInfo& option : kOptions) {',
    '    if (static_cast<int32_t>(option.id) == id) return &option;',
    '  }',
    '  return nullptr;',
    '}',
  ];
}
