#!/usr/bin/env bash
# For the release workflow on macOS: imports the signing certificate into a new keychain and writes the notary's key
# to a file. A secret that is not set is reported and skipped; the packages are then unsigned.
set -euo pipefail

if [ -n "${LINKDUE_NOTARY_KEY_TEXT:-}" ]; then
  (umask 077 && printf '%s\n' "$LINKDUE_NOTARY_KEY_TEXT" >"$RUNNER_TEMP/notary.p8")
else
  echo "No notary key: the disk image will not be notarized."
fi

if [ -z "${LINKDUE_MAC_CERTIFICATE:-}" ]; then
  echo "No certificate: the program will be signed for this machine only."
  exit 0
fi
keychain="$RUNNER_TEMP/linkdue.keychain-db"
certificate="$RUNNER_TEMP/certificate.p12"
password="$(uuidgen)"
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 21600 "$keychain"
security unlock-keychain -p "$password" "$keychain"
(umask 077 && printf '%s' "$LINKDUE_MAC_CERTIFICATE" | base64 --decode >"$certificate")
security import "$certificate" -f pkcs12 -k "$keychain" -P "$LINKDUE_MAC_CERTIFICATE_PASSWORD" -T /usr/bin/codesign
rm "$certificate"
security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" >/dev/null
security list-keychains -d user -s "$keychain" login.keychain-db
