import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/**
 * The last line of a run, for programs that read it: `N passed, N failed`. What failed outside a test (a file that could
 * not be loaded, an error that nobody caught) counts as one failure each; a skipped test counts as neither.
 */
export default class Summary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const failed = tests.filter((test) => test.result().state === 'failed').length + broken + unhandled.length;
    process.on('exit', () => console.log(`${passed} passed, ${failed} failed`));
  }
}
