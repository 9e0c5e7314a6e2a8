/** Two ways to one result, held against each other on random cases. */
export interface Comparison {
  readonly name: string
  /** Of every hundred cases; the slower of two ways decides how many are affordable. */
  readonly share: number
  /** What differed in cases `first`..`first + count - 1` of the seed, each line enough to repeat it. */
  readonly findDifferences: (seed: number, first: number, count: number) => readonly string[]
}

/** A comparison case by case: `describe` says what differed in one. */
export function eachCase(
  name: string,
  share: number,
  describe: (seed: number, index: number) => string | undefined,
): Comparison {
  return {
    name,
    share,
    findDifferences: (seed, first, count) => {
      const found: string[] = []
      for (let index = first; index < first + count; index++) {
        const difference = describe(seed, index)
        if (difference !== undefined) found.push(`${name}, seed ${seed}, case ${index}: ${difference}`)
      }
      return found
    },
  }
}

/** The first of several answers that is not the first answer; undefined when all are equal. */
export function firstDifference(answers: Readonly<Record<string, string>>): string | undefined {
  const [[name, expected] = ['', ''], ...others] = Object.entries(answers)
  const different = others.find(([, answer]) => answer !== expected)
  return different && `${name}: ${expected}\n  ${different[0]}: ${different[1]}`
}

/** Bytes as text, or the fault that there was instead of them: to fail in the same way is to agree. */
export function outcomeOf(work: () => Uint8Array | string): string {
  try {
    const result = work()
    return typeof result === 'string' ? result : Buffer.from(result).toString()
  } catch (error) {
    return `${(error as { code?: string }).code ?? String(error)}`
  }
}
