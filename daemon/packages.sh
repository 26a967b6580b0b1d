# Sourced by daemon/run and tests/run: what they need from Debian 12, installed when it is not there.

build_packages="g++ cmake ninja-build ccache pkg-config
  libboost1.81-dev libsqlite3-dev libtomlplusplus-dev libsodium-dev libkainjow-mustache-dev
  libhowardhinnant-date-dev libutf8proc-dev libcli11-dev libcurl4-openssl-dev libqrcodegencpp-dev
  libturbojpeg0-dev libpng-dev libwebp-dev tzdata ca-certificates"

# need PACKAGE...: installs those that are missing, in one go.
need() {
  local missing="" package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  local as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "These packages are missing, and there is no sudo to install them:$missing" >&2
      echo "Run as root: apt-get install$missing" >&2
      return 1
    }
    as_root=sudo
  fi
  echo "Installing:$missing" >&2
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $missing >/dev/null
}

# build PRESET TARGET...: configures once, then builds what changed.
build() {
  local preset=$1
  shift
  # Lets ccache serve the precompiled headers and every folder the project is cloned into.
  export CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_NOHASHDIR=1
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >&2 || return 1
  cmake --build --preset "$preset" --target "$@" >&2
}
