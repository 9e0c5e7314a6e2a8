/** The registered bodies of the trust bundle by their certificates: who is calling, and to whom an answer is sealed. */
import { createHash } from 'node:crypto'
import { GatewayError } from '../gateway/domain/faults.ts'
import type { EncryptionProfile, Requester, RequesterSystem, Sender } from '../gateway/domain/requester.ts'
import type { SignerCertificate } from '../gateway/ports/signatures.ts'
import type { Trust } from '../gateway/ports/trust.ts'
import { getProfile } from './cms/profiles.ts'
import { parseListedCertificate } from './listed-certificate.ts'
import type { CertificateUse, TrustStore } from './trust-store.ts'
import { parseCertificate, type Certificate } from './x509/certificate.ts'

export interface RequesterRegister extends Pick<
  Trust,
  'findRequester' | 'recipientCertificates' | 'findEncryptionProfile'
> {
  readonly identifySender: (certificate: SignerCertificate) => Sender
}

interface RegisteredSystem {
  readonly requester: Requester
  readonly system: RequesterSystem
  readonly encryption: readonly Certificate[]
}

interface Index {
  readonly byId: Map<string, Requester>
  /** By id, which is also the name of the answer queue. */
  readonly systems: Map<string, RegisteredSystem>
  readonly bySigningCertificate: Map<string, RegisteredSystem>
}

/** Throws TRUST_BUNDLE_INVALID naming the JSON path of what contradicts itself. */
export function createRequesterRegister(requesters: readonly Requester[], trustStore: TrustStore): RequesterRegister {
  const { byId, systems, bySigningCertificate } = indexRequesters(requesters)
  return {
    findRequester: (id) => byId.get(id),
    identifySender(certificate) {
      const registered = bySigningCertificate.get(certificate.fingerprint)
      if (!registered) return identifyStranger(certificate)
      const { requester, system } = registered
      checkSubject(certificate, requester)
      return { kind: 'REGISTERED', requesterId: requester.id, systemId: system.id, queue: system.id }
    },
    findEncryptionProfile(sender) {
      return sender.kind === 'REGISTERED' ? systems.get(sender.systemId)?.system.encryptionProfile : undefined
    },
    recipientCertificates(sender, at) {
      if (sender.kind === 'REGISTERED') {
        const listed = systems.get(sender.systemId)?.encryption ?? []
        return listed.flatMap((certificate) => derOfValid(trustStore, certificate, { at, use: 'encryption' }))
      }
      // A stranger shows one certificate, that of its signature; it is all we can encrypt to.
      const own = parseCertificate(Buffer.from(sender.certificate, 'base64'))
      return derOfValid(trustStore, own, { at, use: 'signing' })
    },
  }
}

function indexRequesters(requesters: readonly Requester[]): Index {
  const index: Index = { byId: new Map(), systems: new Map(), bySigningCertificate: new Map() }
  for (const [position, requester] of requesters.entries()) {
    addOnce(index.byId, requester.id, requester, `/requesters/${position}/id`)
    for (const [order, system] of requester.systems.entries())
      indexSystem(index, { requester, system }, `/requesters/${position}/systems/${order}`)
  }
  return index
}

function indexSystem(
  { systems, bySigningCertificate }: Index,
  { requester, system }: Omit<RegisteredSystem, 'encryption'>,
  path: string,
): void {
  const encryption = listCertificates(system.encryptionCertificates, requester, `${path}/encryptionCertificates`)
  if (encryption.length > 0) checkProfile(encryption, system.encryptionProfile, path)
  const signing = listCertificates(system.signingCertificates, requester, `${path}/signingCertificates`)
  const registered = { requester, system, encryption }
  addOnce(systems, system.id, registered, `${path}/id`)
  for (const [order, { fingerprint }] of signing.entries())
    addOnce(bySigningCertificate, fingerprint, registered, `${path}/signingCertificates/${order}`)
}

/** A body that is in no register, known by its issuer and number: another issuer's certificate is another stranger. */
function identifyStranger({ der, fingerprint, ...certificate }: SignerCertificate): Sender {
  const { ogrn, inn, organization, commonName } = certificate
  const number = ogrn ?? inn
  if (number === undefined)
    throw new GatewayError('SENDER_UNIDENTIFIABLE', `certificate ${fingerprint} names neither OGRN nor INN`)
  const { issuerDer } = parseCertificate(der)
  const identity = createHash('sha256')
    .update(issuerDer)
    .update(ogrn === undefined ? 'INN' : 'OGRN')
    .update(number)
  return {
    kind: 'STRANGER',
    name: organization ?? commonName ?? number,
    queue: `stranger:${identity.digest('hex').slice(0, 32)}`,
    certificate: Buffer.from(der).toString('base64'),
  }
}

/** Certificates of one system; each must name the body that is said to own it. */
function listCertificates(listed: readonly string[], requester: Requester, path: string): readonly Certificate[] {
  return listed.map((base64, index) => {
    const certificate = parseListedCertificate(base64, `${path}/${index}`)
    try {
      checkSubject(certificate, requester)
    } catch (cause) {
      throw new GatewayError('TRUST_BUNDLE_INVALID', `${path}/${index} is a certificate of another body`, { cause })
    }
    return certificate
  })
}

/**
 * The certificate names the body of the record: its OGRN always, its INN where it names one. Checked when the bundle is
 * opened and again whenever somebody calls with it. Throws CERTIFICATE_SUBJECT.
 */
function checkSubject(certificate: Pick<SignerCertificate, 'ogrn' | 'inn' | 'fingerprint'>, body: Requester): void {
  const { ogrn, inn, fingerprint } = certificate
  if (ogrn !== body.ogrn)
    throw new GatewayError('CERTIFICATE_SUBJECT', `certificate ${fingerprint} names another OGRN than ${body.id}`)
  if (inn !== undefined && inn !== body.inn)
    throw new GatewayError('CERTIFICATE_SUBJECT', `certificate ${fingerprint} names another INN than ${body.id}`)
}

/**
 * Every certificate can receive something, and one of them what is stated; found out now, and not when an answer is due.
 * Keys of two kinds stand side by side while a system changes from one to the other.
 */
function checkProfile(encryption: readonly Certificate[], stated: EncryptionProfile | undefined, path: string): void {
  try {
    for (const certificate of encryption) getProfile([certificate])
    getProfile(encryption, stated)
  } catch (cause) {
    if (!(cause instanceof GatewayError)) throw cause
    throw new GatewayError('TRUST_BUNDLE_INVALID', `${path}/encryptionCertificates: ${cause.message}`, { cause })
  }
}

function addOnce<T>(map: Map<string, T>, key: string, value: T, path: string): void {
  if (map.has(key)) throw new GatewayError('TRUST_BUNDLE_INVALID', `${path} is used twice`)
  map.set(key, value)
}

/** DER of a certificate that is valid at the instant; nothing of any other, nor of one that may have been revoked. */
function derOfValid(trustStore: TrustStore, certificate: Certificate, judged: { at: Date; use: CertificateUse }) {
  try {
    const { revocation } = trustStore.verifyCertificate(certificate, judged.at, judged.use)
    return revocation === 'UNKNOWN' ? [] : [certificate.der]
  } catch (error) {
    if (error instanceof GatewayError) return []
    throw error
  }
}
