/** The table of commands: what it says of itself, and that a command loads nothing of the others. */
import { spawnSync } from 'node:child_process'
import { describe, expect, test, vi } from 'vitest'
import { runCommand } from '../../gateway/commands/run-command.ts'
import { fixturePath } from './inspect-run.ts'

interface Said {
  readonly exitCode: number
  readonly output: string
  readonly errors: string
}

async function run(...words: readonly string[]): Promise<Said> {
  const [print, complain] = (['log', 'error'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => undefined),
  )
  const said = (spy: typeof print): string => spy?.mock.calls.flat().join('\n') ?? ''
  try {
    return { exitCode: await runCommand(words, {}), output: said(print), errors: said(complain) }
  } finally {
    print?.mockRestore()
    complain?.mockRestore()
  }
}

const overview = await run('--help')
const commands = [...overview.output.matchAll(/^ {2}(\S+(?: \S+)*) {2,}(.+)$/gm)].map(
  ([, name = '', summary = '']) => ({
    name,
    summary,
  }),
)

describe('--help', () => {
  test('lists the commands', () => {
    expect(overview.exitCode).toBe(0)
    expect(commands.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['serve', 'demo', 'agency send', 'inspect']),
    )
  })

  test.each(commands)('$name --help tells more of it', async ({ name, summary }) => {
    const { exitCode, output } = await run(...name.split(' '), '--help')
    expect(exitCode).toBe(0)
    expect(output.split('\n').slice(0, 2)).toEqual([`npm run -s gateway -- ${name}: ${summary}`, ''])
    expect(output.split('\n').length).toBeGreaterThan(2)
  })
})

describe('wrong use has exit code 2', () => {
  test('no command shows the list', async () => {
    expect(await run()).toMatchObject({ exitCode: 2, output: expect.stringContaining('inspect') })
  })

  test.each([
    [['no-such-command'], 'unknown command: no-such-command; --help lists them'],
    [['agency'], 'unknown command: agency; --help lists them'],
    [['serve', 'x'], 'serve: serve takes no argument, found x'],
    [['inspect', 'no-such-file'], 'inspect: no-such-file: no such file'],
  ])('%j', async (words, line) => {
    expect(await run(...words)).toEqual({ exitCode: 2, output: '', errors: line })
  })
})

/** Prints the address of every module that was loaded. */
const WITNESS = `import { registerHooks } from 'node:module'
const loaded = []
registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
process.on('exit', () => console.error(loaded.join('\\n')))`

test('inspect starts without the server, the stores and the other commands', () => {
  const witness = `data:text/javascript,${encodeURIComponent(WITNESS)}`
  const words = ['--import', witness, 'gateway/main.ts', 'inspect', fixturePath('own/send-request.xml')]
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  expect(status).toBe(0)
  expect(stderr).toContain('gateway/commands/inspect.ts')
  const others = stderr
    .split('\n')
    .filter((url) => /fastify|pg-boss|\/pg\/|pglite|ajv|compose|config\.ts|demo/.test(url))
  expect(others).toEqual([])
})
