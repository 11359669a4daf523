#!/bin/sh
# record.sh DEVICE SECONDS [asked] - runs in the guest: records from DEVICE (PATH stands for the board's socket) and says
# what came. "asked": the program must find the device by itself first.
set -u
device=$1 seconds=$2
tonusctl=/src/build/release/tonusctl
for usb in /sys/bus/usb/devices/*/idVendor; do
  case $(cat "$usb") in 0403 | 2341 | 1209) path=$(basename "$(dirname "$usb")") ;; esac
done
echo "board at ${path:-nowhere}; kernel driver: $(basename "$(readlink "/sys/bus/usb/devices/${path:-x}/${path:-x}:1.0/driver")" 2>/dev/null)"
device=$(echo "$device" | sed "s/PATH/${path:-x}/")
if [ "${3:-}" = asked ]; then
  "$tonusctl" devices --json > /out/devices.json || exit 1
  grep -q "\"$device\"" /out/devices.json || { cat /out/devices.json; echo "$device was not found"; exit 1; }
  echo "found by asking: $device"
fi
"$tonusctl" record --device "$device" --store /tmp/store.tonus --patient P1 --seconds "$seconds" --json > /out/record.json || exit 1
"$tonusctl" verify --store /tmp/store.tonus --json > /out/verify.json || exit 1
cat /out/record.json
echo "kernel driver afterwards: $(basename "$(readlink "/sys/bus/usb/devices/$path/$path:1.0/driver")" 2>/dev/null)"
