import fs from 'node:fs/promises';
import path from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { projectRoot } from '../database/embedded-files.ts';
import { createSchema } from '../schema.ts';

/** Writes the API that the code defines to schema/schema.graphql, sorted. */
const file = path.join(projectRoot(), 'schema/schema.graphql');
await fs.mkdir(path.dirname(file), { recursive: true });
await fs.writeFile(file, `${printSchema(lexicographicSortSchema(createSchema()))}\n`);
console.log(`已写入 ${path.relative(process.cwd(), file)}`);
