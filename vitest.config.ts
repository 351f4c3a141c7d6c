import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // vitest would load graphql's ESM build beside the CommonJS one that type-graphql and Apollo use, and two never match
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts'],
    pool: 'forks',
    // every core: by default one is left idle, and of two that is half
    maxWorkers: '100%',
    env: { NODE_ENV: 'test', TZ: 'UTC' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // each test has a federation of its own, so tests of a file may say `describe.concurrent`
    maxConcurrency: 8,
    reporters: ['default', './tests/support/summary.ts'],
  },
});
