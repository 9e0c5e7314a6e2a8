import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: 'tests/support/global-setup.ts',
    // Forks, as PGlite and libxml2 keep their WASM memory until the process ends; two suit the smallest machine.
    pool: 'forks',
    maxWorkers: 2,
    // Room for a slow machine; no test asserts a time.
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
})
