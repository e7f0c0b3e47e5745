import { resolve } from 'node:path';
import type { SourceFile } from 'ts-morph';
import type { ConstantModel, EnumModel, Model } from '../model.js';
import { collectDeclarations, type Declarations, libraryName, openProject, reportTypeErrors } from './declarations.js';
import { Diagnostics } from './diagnostics.js';
import { paragraphs } from './docs.js';
import { lowerConstant, lowerEnum } from './enums.js';
import { type FunctionContext, lowerFunction } from './functions.js';
import { lowerOptionNumber, lowerOptions } from './options.js';
import { checkNotNewer } from './since.js';
import { lowerHandle, lowerStruct } from './structs.js';
import { TypeReader } from './types.js';

export { SpecError } from './diagnostics.js';

/**
 * Reads the spec whose root module is given, lowers it to the model, and has TypeScript check its types. This folder is
 * the only code that knows ts-morph.
 *
 * @throws SpecError with every complaint as `file:line:column: message`, files relative to `folder`.
 */
export function lower(rootPath: string, folder: string): Model {
  const { project, root } = openProject(resolve(rootPath));
  const diagnostics = new Diagnostics(resolve(folder));
  const model = lowerSound(root, diagnostics);
  reportTypeErrors(project, diagnostics);
  diagnostics.throwIfAny();
  return model;
}

/** The same without the check of types, which takes most of the time: for a spec that was checked before. */
export function lowerChecked(rootPath: string, folder: string): Model {
  return lowerSound(openProject(resolve(rootPath)).root, new Diagnostics(resolve(folder)));
}

function lowerSound(root: SourceFile, diagnostics: Diagnostics): Model {
  const model = lowerModules(root, diagnostics);
  diagnostics.throwIfAny();
  return model;
}

function lowerModules(root: SourceFile, diagnostics: Diagnostics): Model {
  const declarations = collectDeclarations(root, diagnostics);
  const types = new TypeReader(declarations, diagnostics);
  const handles = [...declarations.handles.values()].map((alias) => lowerHandle(alias, diagnostics));
  const options = [...declarations.optionTables.values()].flatMap((table) => lowerOptions(table, diagnostics));
  const enums = lowerEnums(declarations, options, diagnostics);
  const library = libraryName(root);
  const context = { library, handles, statuses: members(enums, 'Status'), types, diagnostics };
  const completionKinds = members(enums, 'CompletionKind');
  const constants = lowerConstants(declarations, diagnostics);
  const model: Model = {
    library,
    version: version(constants, root, diagnostics),
    doc: rootDoc(root, diagnostics),
    constants,
    handles,
    enums,
    structs: [...declarations.structs.values()].map((alias) => lowerStruct(alias, types)),
    options,
    functions: lowerFunctions(declarations, { ...context, completionKinds }),
  };
  checkWhole(model, declarations, diagnostics);
  return model;
}

function lowerEnums(declarations: Declarations, options: Model['options'], diagnostics: Diagnostics): EnumModel[] {
  const written = [...declarations.enums.values()].map((declaration) => lowerEnum(declaration, diagnostics));
  const numbers = [...declarations.optionNumbers.values()];
  return [...written, ...numbers.map((alias) => lowerOptionNumber(alias, options, declarations, diagnostics))];
}

function lowerConstants(declarations: Declarations, diagnostics: Diagnostics): ConstantModel[] {
  const constants = [...declarations.constants.values()].map((statement) => lowerConstant(statement, diagnostics));
  return constants.filter((constant) => constant !== undefined);
}

function lowerFunctions(declarations: Declarations, context: FunctionContext): Model['functions'] {
  return [...declarations.functions.values()].map((declaration) => lowerFunction(declaration, context));
}

function members(enums: readonly EnumModel[], name: string): ReadonlySet<string> {
  return new Set(enums.find((one) => one.name === name)?.values.map((value) => value.name));
}

/** The comment that the root module begins with. */
function rootDoc(root: SourceFile, diagnostics: Diagnostics): string[] {
  const comment = root.getStatements()[0]?.getLeadingCommentRanges()[0]?.getText() ?? '';
  const doc = paragraphs(comment.replace(/^\/\*\*|\*\/$/g, '').replace(/^\s*\* ?/gm, ''));
  if (doc.length === 0) diagnostics.report(root, 'the root module begins with a comment that says what the library is');
  return doc;
}

function version(constants: readonly ConstantModel[], root: SourceFile, diagnostics: Diagnostics): string {
  const found = constants.find((constant) => constant.name === 'VERSION' && /^\d+\.\d+\.\d+$/.test(constant.value));
  if (found === undefined) diagnostics.report(root, "the spec needs `export const VERSION = 'major.minor.patch'`");
  return found?.value ?? '';
}

/** What holds of a spec as a whole. */
function checkWhole(model: Model, declarations: Declarations, diagnostics: Diagnostics): undefined {
  for (const name of ['Status', 'CompletionKind']) {
    if (!declarations.enums.has(name)) diagnostics.report(declarations.root, `the enum ${name} is missing`);
  }
  const [, second] = declarations.optionTables.values();
  if (second !== undefined) diagnostics.report(second, 'a spec has one table of options');
  checkConstantNames(model, declarations, diagnostics);
  checkSymbolsForManifest(model, declarations, diagnostics);
  checkVersions(model, declarations, diagnostics);
}

function checkVersions(model: Model, declarations: Declarations, diagnostics: Diagnostics): void {
  if (model.version === '') return;
  const [table] = declarations.optionTables.values();
  for (const { name, since } of [...model.functions, ...model.options]) {
    const node = declarations.functions.get(name) ?? table?.getProperty(name) ?? declarations.root;
    checkNotNewer(since, model.version, node, diagnostics);
  }
}

/** Constants of C share one namespace, whatever enum they stand in. */
function checkConstantNames(model: Model, declarations: Declarations, diagnostics: Diagnostics): undefined {
  const owners = new Map<string, string>();
  const claim = (name: string, owner: string) => {
    const node =
      declarations.enums.get(owner) ?? declarations.optionNumbers.get(owner) ?? declarations.constants.get(owner);
    const earlier = owners.get(name);
    if (earlier !== undefined) diagnostics.report(node ?? declarations.root, `${name} stands for ${earlier} already`);
    owners.set(name, owner);
  };
  for (const { name, prefix } of model.constants) claim(prefix + name, name);
  for (const one of model.enums) for (const value of one.values) claim(one.prefix + value.name, one.name);
}

/** Bindings compare manifests when they load a library, so that it must export its own. */
function checkSymbolsForManifest(model: Model, declarations: Declarations, diagnostics: Diagnostics): undefined {
  const name = `${model.library}_abi_manifest`;
  const found = model.functions.find((one) => one.name === name);
  const fits = found?.returns === 'static_text' && found.parameters.length === 0;
  if (!fits) diagnostics.report(declarations.root, `the function ${name}() must be there and return StaticText`);
}
