import { lexicographicSortSchema, printSchema } from 'graphql';
import { expect, test } from 'vitest';
import { connect } from '../src/orm.ts';
import { createSchema } from '../src/schema.ts';
import { testDatabase } from './support/database.ts';

test('schema/schema.graphql is what the code says', async () => {
  await expect(`${printSchema(lexicographicSortSchema(createSchema()))}\n`).toMatchFileSnapshot('../schema/schema.graphql');
});

test('the migrated database is what the entities say, walls included', async () => {
  const { owner } = await testDatabase();
  const orm = await connect(owner, { max: 2 });
  try {
    expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
  } finally {
    await orm.close();
  }
});
