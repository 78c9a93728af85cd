#!/usr/bin/env bash
# Installs IB Gateway without a screen, from a file or an address, only if it is the file that you have checked before.
# Usage: install_gateway.sh INSTALLER SHA256 [DIRECTORY]
#   INSTALLER  the offline installer for Linux, downloaded from IBKR's page of stable (offline) versions, or its address
#   SHA256     of that version, noted when you looked at it; `sha256sum FILE` prints it
set -euo pipefail
if [ "$#" -lt 2 ] || [ "$#" -gt 3 ]; then
    sed -n '2,5s/^# //p' "$0" >&2
    exit 2
fi
installer=$1 expected=$2 directory=${3:-$HOME/Jts/ibgateway}
[[ $expected =~ ^[0-9a-f]{64}$ ]] || { echo "$expected is no SHA-256: 64 digits of 0-9 and a-f" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $installer in
https://* | file://*) curl --fail --silent --show-error --location --retry 3 --output "$work/installer.sh" "$installer" ;;
http://*) echo "$installer: not over a line that anybody can change" >&2; exit 2 ;;
*) cp "$installer" "$work/installer.sh" ;;
esac

found=$(sha256sum "$work/installer.sh" | cut -d ' ' -f 1)
if [ "$found" != "$expected" ]; then
    echo "$installer is another file: its SHA-256 is $found. Nothing was installed" >&2
    exit 1
fi
# -q asks nothing; the program still needs a (virtual) display and a log-in when it starts
bash "$work/installer.sh" -q -dir "$directory"
echo "installed in $directory"
