import { basename, dirname, resolve } from 'node:path';
import {
  type EnumDeclaration,
  type FunctionDeclaration,
  type ImportDeclaration,
  type InterfaceDeclaration,
  Node,
  Project,
  type SourceFile,
  type Statement,
  type TypeAliasDeclaration,
  type TypeNode,
  ts,
  type VariableStatement,
} from 'ts-morph';
import type { Diagnostics } from './diagnostics.js';

/** Everything that a spec declares, in the order in which its root module exports it. */
export interface Declarations {
  root: SourceFile;
  enums: Map<string, EnumDeclaration>;
  handles: Map<string, TypeAliasDeclaration>;
  structs: Map<string, TypeAliasDeclaration>;
  optionNumbers: Map<string, TypeAliasDeclaration>;
  optionTables: Map<string, InterfaceDeclaration>;
  constants: Map<string, VariableStatement>;
  functions: Map<string, FunctionDeclaration>;
}

/** The module that declares the grammar; its declarations are not part of the ABI. */
const vocabularyModule = 'vocabulary.ts';

export function openProject(rootPath: string): { project: Project; root: SourceFile } {
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: [],
    },
  });
  const root = project.addSourceFileAtPath(rootPath);
  addReferences(root);
  return { project, root };
}

/** Adds the modules that a module names. By path: asking the type checker would load the libraries of TypeScript. */
function addReferences(module: SourceFile): void {
  for (const statement of module.getStatements()) {
    const path = referencedPath(statement);
    const known = path === undefined || module.getProject().getSourceFile(path) !== undefined;
    const added = known ? undefined : module.getProject().addSourceFileAtPathIfExists(path);
    if (added !== undefined) addReferences(added);
  }
}

/** The file that an import or an export names, which is written with the suffix that it has once it is compiled. */
function referencedPath(statement: Statement): string | undefined {
  if (!Node.isImportDeclaration(statement) && !Node.isExportDeclaration(statement)) return undefined;
  const name = statement.getModuleSpecifierValue()?.replace(/\.js$/, '.ts');
  return name && resolve(dirname(statement.getSourceFile().getFilePath()), name);
}

/** What tsc says about the spec: run after the generator's own rules, whose complaints are plainer. */
export function reportTypeErrors(project: Project, diagnostics: Diagnostics): undefined {
  for (const diagnostic of project.getPreEmitDiagnostics()) {
    const file = diagnostic.getSourceFile();
    const node = file?.getDescendantAtPos(diagnostic.getStart() ?? 0) ?? file;
    if (node === undefined) throw new Error(JSON.stringify(diagnostic.getMessageText()));
    const message = ts.flattenDiagnosticMessageText(diagnostic.compilerObject.messageText, ' ');
    diagnostics.report(node, `TypeScript: ${message}`);
  }
}

export function collectDeclarations(root: SourceFile, diagnostics: Diagnostics): Declarations {
  const collector = new Collector(root, diagnostics);
  for (const module of exportedModules(root, diagnostics)) {
    for (const statement of module.getStatements()) collector.add(statement);
  }
  return collector.declarations;
}

function exportedModules(root: SourceFile, diagnostics: Diagnostics): SourceFile[] {
  const modules: SourceFile[] = [];
  for (const statement of root.getStatements()) {
    const target = exportedModule(statement);
    if (target === undefined) diagnostics.report(statement, 'the root module may only say `export * from` a module');
    else if (target.getBaseName() !== vocabularyModule) modules.push(target);
  }
  return modules;
}

function exportedModule(statement: Statement): SourceFile | undefined {
  const path = referencedPath(statement);
  if (path === undefined || !Node.isExportDeclaration(statement) || !statement.isNamespaceExport()) return undefined;
  return statement.getProject().getSourceFile(path);
}

/** The names under which the same contract may be called: `Call` and the unions of names that its errors come from. */
function isHelper(alias: TypeAliasDeclaration): boolean {
  if (alias.getName() === 'Call') return true;
  return /^keyof typeof \w+$/.test(alias.getTypeNode()?.getText() ?? '');
}

class Collector {
  readonly declarations: Declarations;
  readonly #names = new Set<string>();

  constructor(
    root: SourceFile,
    readonly diagnostics: Diagnostics,
  ) {
    const maps = { enums: new Map(), handles: new Map(), structs: new Map(), constants: new Map() };
    this.declarations = { root, ...maps, optionNumbers: new Map(), optionTables: new Map(), functions: new Map() };
  }

  add(statement: Statement): undefined {
    if (Node.isImportDeclaration(statement)) return this.#checkImport(statement);
    if (Node.isExportable(statement) && !statement.isExported()) {
      return this.diagnostics.report(statement, 'every declaration of a spec is exported');
    }
    if (Node.isEnumDeclaration(statement)) return this.#keep(this.declarations.enums, statement);
    if (Node.isFunctionDeclaration(statement)) return this.#keep(this.declarations.functions, statement);
    if (Node.isInterfaceDeclaration(statement)) return this.#keep(this.declarations.optionTables, statement);
    if (Node.isTypeAliasDeclaration(statement)) return this.#addAlias(statement);
    if (Node.isVariableStatement(statement)) return this.#addConstant(statement);
    this.diagnostics.report(statement, `a ${statement.getKindName()} has no place in a spec`);
  }

  #checkImport(statement: ImportDeclaration): undefined {
    const plain = statement.getDefaultImport() === undefined && statement.getNamespaceImport() === undefined;
    const renamed = statement.getNamedImports().some((name) => name.getAliasNode() !== undefined);
    if (!plain || renamed) this.diagnostics.report(statement, 'imports keep the names of what they import');
  }

  #addAlias(alias: TypeAliasDeclaration): undefined {
    if (isHelper(alias)) return;
    const family = this.#family(aliasTarget(alias.getTypeNode()));
    if (family === undefined) {
      const message = `${alias.getName()} must be a Handle, Frozen, Sized or OptionNumber: another alias has no meaning in C`;
      return this.diagnostics.report(alias, message);
    }
    if (alias.getTypeParameters().length > 0) this.diagnostics.report(alias, 'type parameters are not allowed');
    this.#keep(family, alias);
  }

  #family(target: string | undefined): Map<string, TypeAliasDeclaration> | undefined {
    if (target === 'Handle') return this.declarations.handles;
    if (target === 'Frozen' || target === 'Sized') return this.declarations.structs;
    return target === 'OptionNumber' ? this.declarations.optionNumbers : undefined;
  }

  #addConstant(statement: VariableStatement): undefined {
    const [declaration, ...more] = statement.getDeclarations();
    if (declaration === undefined || more.length > 0 || statement.getDeclarationKind() !== 'const') {
      return this.diagnostics.report(statement, 'one `const` for each constant');
    }
    if (this.#claim(declaration.getName(), statement)) {
      this.declarations.constants.set(declaration.getName(), statement);
    }
  }

  #keep<Kept extends EnumDeclaration | FunctionDeclaration | InterfaceDeclaration | TypeAliasDeclaration>(
    family: Map<string, Kept>,
    declaration: Kept,
  ): undefined {
    const name = declaration.getName() ?? '';
    if (this.#claim(name, declaration)) family.set(name, declaration);
  }

  #claim(name: string, node: Node): boolean {
    if (this.#names.has(name)) this.diagnostics.report(node, `${name} is declared twice`);
    return !this.#names.has(name) && this.#names.add(name) !== undefined;
  }
}

/** The name that an alias's type begins with: `Frozen` of `Frozen<{…}, 16>`. */
export function aliasTarget(type: TypeNode | undefined): string | undefined {
  return Node.isTypeReference(type) ? type.getTypeName().getText() : undefined;
}

export function libraryName(root: SourceFile): string {
  return basename(root.getFilePath(), '.ts');
}
