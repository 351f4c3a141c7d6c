import { sql } from 'kysely';
import type { Role } from '../../src/context.ts';
import type { PlantedOrganization } from '../../src/domains/federation/found.ts';
import { putAside } from '../support/files.ts';
import { sheetData, workbook } from '../support/workbooks.ts';
import { type TestPerson, type World, world } from '../support/world.ts';

export const IMPORT = `id kind kindLabel state stateLabel fileName sha256 rowCount faultyRowCount summary { label count } appliedAt
  viewerCan { apply { allowed code } }
  checkJob { id state phase done total failureCount resultFile { id name } failures(first: 100) { nodes { row column code message } } }
  applyJob { id state phase done total failureCount failures(first: 100) { nodes { row column code message } } }`;
const CHECK = `mutation($input: CheckImportInput!) { checkImport(input: $input) { errors { code message path } import { ${IMPORT} } } }`;
const APPLY = `mutation($input: ApplyImportInput!) { applyImport(input: $input) { errors { code message path } import { ${IMPORT} } } }`;
const READ = `query($id: ID!) { node(id: $id) { ... on Import { ${IMPORT} } } }`;

export const ORGANIZATION_HEADINGS = ['编号', '上级组织编号', '上级组织', '类别', '名称', '简称', '机关代字'];

/** A table of organizations as CSV. */
export const csvOf = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  [headings, ...rows].map((row) => row.join(',')).join('\r\n');

/** The same as a workbook. */
export const xlsxOf = (headings: readonly string[], rows: readonly (readonly string[])[], sheet = '组织'): Promise<Buffer> =>
  workbook({ sheets: [[sheet]], content: [sheetData([headings, ...rows])] });

export class Importer {
  readonly w: World;
  readonly person: TestPerson;

  constructor(w: World, person: TestPerson) {
    this.w = w;
    this.person = person;
  }

  static async at(organization?: (w: World) => PlantedOrganization, roles: readonly Role[] = ['ADMINISTRATOR']): Promise<Importer> {
    const w = await world();
    return new Importer(w, await w.person(organization?.(w) ?? w.city, roles));
  }

  get api() {
    return this.w.as(this.person);
  }

  async put(content: Buffer | string, name: string): Promise<string> {
    const { file, errors } = await putAside(this.w, this.person, 'IMPORT', name, content);
    if (errors) throw new Error(JSON.stringify(errors));
    return file!.id;
  }

  async ask(kind: string, fileId: string) {
    return (await this.api.ask(CHECK, { input: { kind, fileId } })).checkImport;
  }

  /** Puts a table in, has it checked and answers what came of it. */
  async check(kind: string, content: Buffer | string, name = typeof content === 'string' ? '名单.csv' : '名单.xlsx') {
    const asked = await this.ask(kind, await this.put(content, name));
    if (asked.errors.length > 0) throw new Error(JSON.stringify(asked.errors));
    await this.w.settle();
    return this.read(asked.import.id);
  }

  async read(id: string) {
    return (await this.api.ask(READ, { id })).node;
  }

  async apply(importId: string) {
    return (await this.api.ask(APPLY, { input: { importId } })).applyImport;
  }

  /** Takes a sound table over and answers what came of it. */
  async take(importId: string) {
    const { errors } = await this.apply(importId);
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    await this.w.settle();
    return this.read(importId);
  }

  /** How many rows stand in each table that an import writes to. */
  async counts(): Promise<Readonly<Record<string, number>>> {
    const tables = ['organization', 'organization_version', 'post', 'person', 'appointment', 'audit_line'];
    return this.w.asSystem(async ({ db }) => {
      const counted = await Promise.all(
        tables.map(async (table) => {
          const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`.execute(db);
          return [table, rows[0]!.count] as const;
        }),
      );
      return Object.fromEntries(counted);
    });
  }
}

/** What is wrong, as `row column code`, by row. */
// oxlint-disable-next-line typescript/no-explicit-any -- an answer of the untyped client
export const faultsOf = (job: any): string[] => inOrder(job.failures.nodes.map(({ row, column, code }: any) => `${row} ${column} ${code}`));

/** Of one row nothing comes before anything else. */
export const inOrder = (faults: readonly string[]): string[] =>
  faults.toSorted((a, b) => (Number.parseInt(a, 10) || 0) - (Number.parseInt(b, 10) || 0) || (a < b ? -1 : 1));
