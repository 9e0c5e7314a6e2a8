import { describe, expect, test } from 'vitest'
import { createSigners, tableBytes, type Signer, type Signers } from '../../../../crypto/gost/wasm/signers.ts'
import { curveOf } from '../openssl-tables.ts'

const SHORT = curveOf('1.2.643.7.1.2.1.1.1')
const LONG = curveOf('1.2.643.7.1.2.1.2.1')

describe('signers', () => {
  test('get a table with the third good signature, and are proved once', () => {
    const { signers, proved, tables } = signersOver()
    const signer = find(signers, 1)
    for (const expected of [0, 0, 1000, 1000]) {
      signers.noteVerified(find(signers, 1))
      expect(signer.table).toBe(expected)
    }
    expect(proved).toHaveLength(1)
    expect(tables).toEqual([{ table: 1000, bytes: 262_144 }])
  })

  test('that are no points of the subgroup are not kept', () => {
    const { signers, proved } = signersOver({ prove: () => false })
    expect([signers.find(keyOf(1)), signers.find(keyOf(1))]).toEqual([undefined, undefined])
    expect(proved).toHaveLength(2)
  })

  test('keep their tables however many strangers come', () => {
    const { signers } = signersOver()
    const known = frequent(signers, 1)
    for (let i = 2; i < 1000; i++) find(signers, i)
    expect(find(signers, 1)).toBe(known)
    expect(known.table).toBe(1000)
  })

  test('share 64 tables of 256 KiB, the one unused for longest going to the newcomer', () => {
    const { signers, allocated } = signersOver()
    const all = Array.from({ length: 64 }, (_, i) => frequent(signers, i))
    find(signers, 0)
    const newcomer = frequent(signers, 64)
    expect(newcomer.table).toBe(1001)
    expect([all[0]!.table, all[1]!.table, all[2]!.table]).toEqual([1000, 0, 1002])
    expect(allocated).toEqual(Array.from({ length: 64 }, () => 262_144))
  })

  test('of 512 bits share 16 tables of 1 MiB of their own', () => {
    const { signers, allocated } = signersOver()
    for (let i = 0; i < 20; i++) frequent(signers, i, LONG)
    expect(allocated).toEqual(Array.from({ length: 16 }, () => 1_048_576))
  })

  test('do without a table where there is no memory left', () => {
    const { signers, tables } = signersOver({ allocate: () => 0 })
    expect(frequent(signers, 1).table).toBe(0)
    expect(tables).toEqual([])
  })

  test('lose a table and may earn it again', () => {
    const { signers } = signersOver()
    for (let i = 0; i < 65; i++) frequent(signers, i)
    expect(find(signers, 0).table).toBe(0)
    signers.noteVerified(find(signers, 0))
    expect(find(signers, 0).table).not.toBe(0)
  })
})

function signersOver(work: { prove?: () => boolean; allocate?: () => number } = {}) {
  const proved: unknown[] = []
  const allocated: number[] = []
  const tables: { table: number; bytes: number }[] = []
  const signers = createSigners({
    prove(key) {
      proved.push(key)
      return work.prove?.() ?? true
    },
    allocate(bytes) {
      allocated.push(bytes)
      return work.allocate?.() ?? 999 + allocated.length
    },
    makeTable: ({ table, key }) => void tables.push({ table, bytes: tableBytes(key.curve.byteLength) }),
  })
  return { signers, proved, allocated, tables }
}

function keyOf(number: number, curve = SHORT) {
  const point = new Uint8Array(2 * curve.byteLength)
  point.set([number & 255, number >> 8])
  return { curve, point }
}

function find(signers: Signers, number: number, curve = SHORT): Signer {
  return signers.find(keyOf(number, curve))!
}

function frequent(signers: Signers, number: number, curve = SHORT): Signer {
  for (let i = 0; i < 3; i++) signers.noteVerified(find(signers, number, curve))
  return find(signers, number, curve)
}
