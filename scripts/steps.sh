# Sourced by the other scripts: one line per step instead of a wall of text; the wall goes to build/log/.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/build/log
mkdir -p "$logs"
# One clone's compiled files serve another's.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

# step NAME LOG COMMAND...: runs it, shows how far it is where a terminal is watching, and its end on failure.
step() {
  local name=$1 log=$logs/$2.log began=$SECONDS status=0
  shift 2
  if [ -t 2 ]; then
    # Progress that tools print as [12/345] or 45% is shown on the one line.
    "$@" 2>&1 | tee "$log" | tr '\r' '\n' |
      while IFS= read -r line; do
        case $line in
          \[*/*\]*) printf '\r  %-44s %s\033[K' "$name" "${line%%]*}]" >&2 ;;
          *%*) printf '\r  %-44s %s\033[K' "$name" "$(grep -oE '[0-9]+ ?%' <<<"$line" | tail -1)" >&2 ;;
        esac
      done
    status=${PIPESTATUS[0]}
    printf '\r\033[K' >&2
  else
    "$@" >"$log" 2>&1 || status=$?
  fi
  if [ "$status" -ne 0 ]; then
    printf '✗ %s (%s s). The end of %s:\n' "$name" "$((SECONDS - began))" "${log#"$root"/}" >&2
    tail -40 "$log" >&2
    exit "$status"
  fi
  printf '✓ %s (%s s)\n' "$name" "$((SECONDS - began))" >&2
}

# build PRESET [TARGET...]
build() {
  local preset=$1
  shift
  [ -e "$root/build/$preset/build.ninja" ] || step "Configuring $preset" "configure-$preset" cmake -S "$root" --preset "$preset"
  if [ $# -eq 0 ]; then
    step "Building $preset" "build-$preset" cmake --build "$root/build/$preset"
  else
    step "Building $preset" "build-$preset" cmake --build "$root/build/$preset" --target "$@"
  fi
}
