import { emitChecks } from './emit/checks.js';
import { emitExports } from './emit/exports.js';
import { emitHeader } from './emit/header.js';
import { emitNode } from './emit/node.js';
import { emitPython } from './emit/python.js';
import { emitPythonTypes } from './emit/python_types.js';
import { emitReference } from './emit/reference.js';
import { emitTables, emitTablesHeader } from './emit/tables.js';
import { emitVocabulary } from './emit/vocabulary.js';
import { makeManifest } from './manifest.js';
import type { Model } from './model.js';

/** Every generated file: its path within the tree, and its text. */
export function outputs(model: Model): Map<string, string> {
  const { library } = model;
  return new Map([
    [`include/${library}/${library}.h`, emitHeader(model)],
    ['libcore/base/vocabulary.gen.h', emitVocabulary(model)],
    ['libcore/abi/exports.map', emitExports(model)],
    ['libcore/abi/checks.gen.cpp', emitChecks(model)],
    ['libcore/abi/tables.gen.h', emitTablesHeader(model)],
    ['libcore/abi/tables.gen.cpp', emitTables(model)],
    ['libcore/abi/manifest.json', `${JSON.stringify(makeManifest(model), null, 2)}\n`],
    [`bindings/python/${library}/_abi.py`, emitPython(model)],
    [`bindings/python/${library}/_abi.pyi`, emitPythonTypes(model)],
    ['bindings/node/src/abi.gen.ts', emitNode(model)],
    ['docs/reference.md', emitReference(model)],
  ]);
}
