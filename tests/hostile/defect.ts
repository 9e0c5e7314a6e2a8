/** What the corpus is made of: a named defect, how to make a message that has it, and what the door has to answer. */
import type { FaultCode } from '../../gateway/domain/faults.ts'

/**
 * A fault; or the message is read, and then `SAME`: exactly as the genuine one, `OTHER_TEXT`: as its signer wrote it, not
 * as the genuine one, `UNREADABLE`: the content broke its schema, `official`: fault of the official's signature.
 */
export type Expectation =
  | { readonly fault: FaultCode }
  | { readonly read: 'SAME' | 'OTHER_TEXT' | 'UNREADABLE' }
  | { readonly read: 'OFFICIAL'; readonly official: FaultCode | 'MISSING' | 'VERIFIED' }

export type Message = string | Uint8Array
type Built = Message | readonly Message[]

export interface Defect {
  readonly expected: Expectation
  /** One message, or several that share the defect. */
  readonly build: () => Built | Promise<Built>
  /** Made when it is needed: no file should be so long, or differ each time. */
  readonly isBig: boolean
  /** The door of an office that admits windows-1251 beside UTF-8. */
  readonly admitsWindows1251: boolean
  /** Content-Type of the package; a message alone has none. */
  readonly packageType?: string
}

/** By name, which is the defect in words. */
export type Defects = Readonly<Record<string, Defect>>

const usual = { isBig: false, admitsWindows1251: false }

export const refused = (fault: FaultCode, build: Defect['build']): Defect => ({ ...usual, expected: { fault }, build })

export const read = (what: 'SAME' | 'OTHER_TEXT' | 'UNREADABLE', build: Defect['build']): Defect => ({
  ...usual,
  expected: { read: what },
  build,
})

export const official = (verdict: FaultCode | 'MISSING' | 'VERIFIED', build: Defect['build']): Defect => ({
  ...usual,
  expected: { read: 'OFFICIAL', official: verdict },
  build,
})

export const big = (defect: Defect): Defect => ({ ...defect, isBig: true })
export const inWindows1251 = (defect: Defect): Defect => ({ ...defect, admitsWindows1251: true })

export const inPackage = (packageType: string, defect: Defect): Defect => ({ ...defect, packageType })

/** The messages of a defect as bytes. */
export async function messagesOf({ build }: Defect): Promise<readonly Uint8Array[]> {
  const built = await build()
  const messages: readonly Message[] = typeof built === 'string' || built instanceof Uint8Array ? [built] : built
  return messages.map((each) => Buffer.from(each))
}
