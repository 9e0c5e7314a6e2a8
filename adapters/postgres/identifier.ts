/** Identifiers that come from outside are asked for as they are: what is no UUID names nothing here. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** The identifier for a uuid column, or undefined when no row can have it. */
export function findUuid(text: string): string | undefined {
  return isUuid(text) ? text : undefined
}
