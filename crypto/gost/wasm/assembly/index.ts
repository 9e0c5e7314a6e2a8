/** What the module offers to TypeScript (gost-core.ts), and where it takes and leaves its numbers. */
export { allocate, digestAt, nonceAt, pointAt, scalarAt, signatureAt } from './layout'
export { agree, derivePublicKey, sign } from './sign'
export {
  absorb,
  finish,
  iterationConstantsAt,
  matrixAt,
  messageAt,
  prepareStreebog,
  stateAt,
  substitutionAt,
} from './streebog'
export { makeTable, provePoint, verify } from './verify'
