#!/usr/bin/env bash
# What action.yml runs: installs govlint apart from everything else, annotates the change, writes a summary.
# Runs anywhere: GOVLINT_PATHS=报告/ GOVLINT_SOURCE=. bash action/run.sh
set -euo pipefail

source="${GOVLINT_SOURCE:?}"
if [ -n "${GOVLINT_VERSION:-}" ]; then
  source="govlint==$GOVLINT_VERSION"
fi

# One a line, so that names may hold spaces.
options=() paths=()
while IFS= read -r line; do
  if [ -n "$line" ]; then options+=("$line"); fi
done <<<"${GOVLINT_ARGS:-}"
while IFS= read -r line; do
  if [ -n "$line" ]; then paths+=("$line"); fi
done <<<"${GOVLINT_PATHS:-}"
if [ "${#paths[@]}" = 0 ]; then paths=(.); fi
case "${GOVLINT_FAIL_ON:-warning}" in
  never) options+=(--exit-zero) ;;
  *) options+=(--fail-on "${GOVLINT_FAIL_ON:-warning}") ;;
esac

place="${RUNNER_TEMP:-$(mktemp -d)}/govlint-venv"
if command -v uv >/dev/null; then # brings a Python of its own where the system's is too old
  uv venv --quiet --allow-existing --python ">=3.11" "$place"
  VIRTUAL_ENV="$place" uv pip install --quiet "$source"
else
  python3 -m venv "$place"
  "$place/bin/pip" install --quiet --disable-pip-version-check "$source"
fi
govlint="$place/bin/govlint"
if [ ! -e "$govlint" ]; then govlint="$place/Scripts/govlint.exe"; fi # Windows

status=0
"$govlint" check --output-format github "${options[@]}" -- "${paths[@]}" || status=$?

if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  # GitHub takes a megabyte a step; the whole list is in the log. What is cut off may end inside a line.
  {
    printf '### govlint\n\n````\n'
    { "$govlint" check --no-color --summary "${options[@]}" -- "${paths[@]}" || true; } 2>&1 | head -c 500000
    printf '\n````\n'
  } >>"$GITHUB_STEP_SUMMARY"
fi
exit "$status"
