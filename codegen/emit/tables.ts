import { compactManifest } from '../manifest.js';
import type { EnumValue, Model } from '../model.js';
import { generatedLine, joinLines, separated } from './text.js';

/** What `…_status_name`, `…_status_text` and `…_abi_manifest` answer with. */
export function emitTablesHeader(model: Model): string {
  return joinLines(
    separated([
      [`// ${generatedLine(model.library)}`],
      ['#pragma once'],
      ['#include <cstdint>'],
      [`namespace ${model.library}::abi {`],
      ['// The name of a status, `UNKNOWN` for a number that is none. Any thread; lives as long as the library.'],
      ['const char* status_name(int32_t status);'],
      ['// What a status means, in a sentence. Any thread; lives as long as the library.'],
      ['const char* status_text(int32_t status);'],
      ['// The version of the library.'],
      ['extern const char* const kVersion;'],
      ['// The manifest as JSON: a fingerprint of each entry, and the layout of each struct.'],
      ['extern const char* const kManifest;'],
      [`}  // namespace ${model.library}::abi`],
    ]),
  );
}

export function emitTables(model: Model): string {
  const values = model.enums.find((one) => one.name === 'Status')?.values.filter((value) => value.alias === null) ?? [];
  return joinLines(
    separated([
      [`// ${generatedLine(model.library)}`],
      ['#include "abi/tables.gen.h"'],
      [`namespace ${model.library}::abi {`],
      lookUp('status_name', values, (value) => value.name, 'UNKNOWN'),
      lookUp('status_text', values, (value) => value.doc.join(' '), 'This number is no status.'),
      [`const char* const kVersion = ${JSON.stringify(model.version)};`],
      ['const char* const kManifest =', ...manifestLines(model), '    ;'],
      [`}  // namespace ${model.library}::abi`],
    ]),
  );
}

function lookUp(
  name: string,
  values: readonly EnumValue[],
  say: (value: EnumValue) => string,
  otherwise: string,
): string[] {
  const cases = values.map((value) => `    case ${value.value}: return ${JSON.stringify(say(value))};`);
  return [
    `const char* ${name}(int32_t status) {`,
    '  switch (status) {',
    ...cases,
    `    default: return ${JSON.stringify(otherwise)};`,
    '  }',
    '}',
  ];
}

/** A literal for each entry, so that a change of one shows as one line. */
function manifestLines(model: Model): string[] {
  const text = JSON.stringify(compactManifest(model));
  const pieces = text.split(/(?<=,)(?=")/);
  return pieces.map((piece) => `    ${JSON.stringify(piece)}`);
}
