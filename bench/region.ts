/** The synthetic region that is measured. */
import { REGION_OFFICES } from '../gateway/development/offices.ts'

/** The authority makes no acts. */
export const DEPARTMENTS = REGION_OFFICES.slice(1).map(({ code }) => code)
/** Inquiries are registered on this day; all the records were made before. */
export const REGISTERED_ON = '2026-11-22'
