#!/usr/bin/env bash
# A stranger's proof: Debian's openssl with the GOST engine opens a document that the gateway delivered, and accepts the
# Head's signature inside. Nothing of this project takes part in the opening.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! openssl engine gost >/dev/null 2>&1; then
  echo 'SKIPPED: open-delivered-document needs openssl with the GOST engine (Debian: openssl libengine-gost-openssl)'
  exit 0
fi

work=$(mktemp -d)
export ZAGS_DATA_DIR=$work/data ZAGS_PORT=${ZAGS_PORT:-18480} ZAGS_ADMIN_PORT=${ZAGS_ADMIN_PORT:-18481} ZAGS_LOG_LEVEL=error
npm start >"$work/gateway.log" 2>&1 &
gateway=$!
trap 'kill "$gateway" 2>/dev/null || true; wait "$gateway" 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 240); do
  grep -q 'serves agencies' "$work/gateway.log" && break
  kill -0 "$gateway" 2>/dev/null || { cat "$work/gateway.log"; exit 1; }
  sleep 0.5
done

npm run -s gateway -- agency send --as court --url "http://127.0.0.1:$ZAGS_PORT/smev" --save "$work/saved"
sealed=$(ls "$work"/saved/*.p7m | tail -1)
court=$ZAGS_DATA_DIR/development/agencies/court

openssl cms -decrypt -engine gost -inform DER -in "$sealed" \
  -inkey "$court/encryption.key" -recip "$court/encryption.pem" -binary -out "$work/signed.p7s" 2>"$work/decrypt.log" ||
  { cat "$work/decrypt.log"; exit 1; }
echo "openssl decrypted $(basename "$sealed") with the court's key"

openssl cms -verify -engine gost -inform DER -in "$work/signed.p7s" \
  -CAfile "$court/peers/root.pem" -signer "$work/signer.pem" -binary -out "$work/document.xml" 2>"$work/verify.log" ||
  { cat "$work/verify.log"; exit 1; }
echo 'openssl accepted the signature inside:'
openssl x509 -in "$work/signer.pem" -noout -subject -serial -nameopt utf8,sep_comma_plus,esc_ctrl,sname
grep -q "<[^>]*ReplyDocument" "$work/document.xml"
echo "the document: $(wc -c <"$work/document.xml") octets of XML"
