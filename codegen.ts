import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types for every document in the tests, from the schema that the code emits. */
export default {
  schema: 'schema/schema.graphql',
  documents: ['tests/**/*.ts', '!tests/gql/**'],
  ignoreNoDocuments: true,
  generates: {
    'tests/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        importExtension: '.ts',
        scalars: { DateTimeISO: 'string' },
        documentMode: 'string',
      },
    },
  },
} satisfies CodegenConfig;
