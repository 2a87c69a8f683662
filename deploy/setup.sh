#!/usr/bin/env bash
# Installs what is missing, and nothing else: system packages by apt, Python packages from pins with hashes into .venv,
# the compiled translations. `setup.sh run` for running, `setup.sh test` for the tests and checks as well. A package
# that could not be had is not asked for again until `setup.sh run --retry` (that is `make setup`).
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:-run}
retry=${2:-}
python=${PYTHON:-python3}
log=var/log/setup.log
refused=.venv/.packages-refused # in .venv and not in var/, because both belong to the machine
if [ "$retry" = --retry ]; then rm -f $refused-*; fi

say() { printf '%s\n' "$*" >&2; }
stop() {
  say "$*"
  exit 1
}

feature_of() {
  case $1 in
    fonts-noto-cjk) echo "Chinese characters in PDF files" ;;
    chromium-headless-shell) echo "the browser tests and make screenshots" ;;
    redis-server) echo "the tests with Celery" ;;
    gettext) echo "make messages" ;;
    poppler-utils | qpdf | zbar-tools) echo "the tests that read PDF files" ;;
    *) echo "PDF files" ;;
  esac
}

wanted_packages() {
  echo libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk
  if [ "$purpose" = test ]; then echo chromium-headless-shell redis-server gettext poppler-utils qpdf zbar-tools; fi
  # Without it there is no .venv; Debian has it apart from python3.
  if [ ! -x .venv/bin/python ] && ! "$python" -c "import ensurepip" 2>/dev/null; then echo python3-venv; fi
}

missing_packages() {
  local wanted installed
  wanted=$(wanted_packages)
  # shellcheck disable=SC2016,SC2086
  installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^installed //p' || true)
  # shellcheck disable=SC2086
  comm -23 <(printf '%s\n' $wanted | sort) <(sort -u <<<"$installed")
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo --non-interactive "$@"
  fi
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes -o Acquire::Retries=1 -o Acquire::http::Timeout=30 \
    -o DPkg::Lock::Timeout=120 "$@" </dev/null >>"$log" 2>&1
}

# The tests start a Redis of their own on a free port; Debian's package would start another as a service.
without_services() {
  local policy=/usr/sbin/policy-rc.d ours=
  if [ ! -e $policy ]; then
    ours=yes
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
    as_root chmod 755 $policy
  fi
  local result=0
  "$@" || result=$?
  if [ $ours ]; then as_root rm -f $policy; fi
  return $result
}

install_packages() {
  local package redis_is_new=
  [[ " $* " == *" redis-server "* ]] && redis_is_new=yes
  say "Installing system packages: $* (details in $log)"
  apt_get update || true # an old list is better than none
  # When they cannot be had all together, one by one: what can be had is installed.
  without_services apt_get install --no-install-recommends "$@" ||
    for package in "$@"; do without_services apt_get install --no-install-recommends "$package" || true; done
  if [ $redis_is_new ] && [ -d /run/systemd/system ]; then as_root systemctl disable --quiet redis-server || true; fi
}

why_not_installed() {
  if ! command -v apt-get >/dev/null; then
    echo "there is no apt on this system; install them by its own means"
  elif [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    echo "that needs root, and there is no sudo; as root run: apt-get install $*"
  fi
}

system_packages() {
  local missing why package
  if ! command -v dpkg-query >/dev/null; then
    # Not Debian: programs can be looked for; what libraries are missing the start itself will say.
    missing=$(for package in $(wanted_packages); do case $package in
      chromium-headless-shell | redis-server) command -v "$package" >/dev/null || echo "$package" ;;
    esac; done)
  else
    missing=$(missing_packages)
  fi
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086
  why=$(why_not_installed $missing)
  mkdir -p var/log
  if [ -z "$why" ] && ! cmp -s <(echo "$missing") "$refused-$purpose"; then
    # shellcheck disable=SC2086
    install_packages $missing
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
  fi
  why=${why:-"apt could not install them ($log says why); make setup tries again"}
  if grep -qx python3-venv <<<"$missing"; then
    stop "Python cannot make a virtual environment without python3-venv: $why."
  fi
  say "Not installed: $(paste -sd ' ' <<<"$missing"); $why. Everything works but: $(
    for package in $missing; do feature_of "$package"; done | sort -u | paste -sd ';' | sed 's/;/; /g'
  )."
  still_missing=$missing
}

python_packages() {
  local files=(requirements.txt) stamp
  if [ "$purpose" = test ]; then files+=(requirements-dev.txt); fi
  stamp=$(sha256sum "${files[@]}")
  if [ "$stamp" = "$(cat ".venv/.installed-$purpose" 2>/dev/null)" ] && .venv/bin/python -c "" 2>/dev/null; then return 0; fi

  "$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null ||
    stop "Xueshi needs Python 3.11 or newer, and $python here is $("$python" -V 2>&1 | tail -n 1). Name another: PYTHON=python3.12 make run"
  mkdir -p var/log
  # An installation that was cut off, or a Python that is gone, is begun anew.
  if [ -e .venv/.unfinished ] || ! .venv/bin/python -c "" 2>/dev/null; then
    "$python" -m venv --clear .venv || stop "$python cannot make a virtual environment in .venv; its own words are above."
  fi
  touch .venv/.unfinished
  say "Installing Python packages into .venv (details in $log)"
  .venv/bin/python -m pip install --disable-pip-version-check --no-input --cache-dir var/cache/pip --require-hashes \
    "${files[@]/#/--requirement=}" >>"$log" 2>&1 ||
    stop "pip could not install the Python packages: $(grep -i error "$log" | tail -n 1) Check the network and pip's index, then run the same command again."
  rm .venv/.unfinished
  sha256sum requirements.txt >.venv/.installed-run
  echo "$stamp" >".venv/.installed-$purpose"
}

translations() {
  local catalog stale=()
  for catalog in locale/*/LC_MESSAGES/*.po; do
    if [ "$catalog" -nt "${catalog%.po}.mo" ]; then stale+=("$catalog"); fi
  done
  if [ ${#stale[@]} -gt 0 ]; then .venv/bin/python -m ops.catalogs "${stale[@]}"; fi
}

command -v "$python" >/dev/null || stop "There is no $python here. Install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)."
still_missing=
system_packages
python_packages
if [ -n "$still_missing" ]; then echo "$still_missing" >"$refused-$purpose"; fi
shopt -s nullglob
translations
