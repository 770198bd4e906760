# shellcheck shell=bash
# Sourced by the scripts in this folder. Finds a running scorer and calls it with grpcurl.
#
# Reads the address and the token from endpoints.json in the data folder of `./wellstream up`. WELLSTREAM_DATA names another data folder;
# WELLSTREAM_SCORER_URL and WELLSTREAM_TOKEN override the file, e.g. for a system in containers. For an https address,
# WELLSTREAM_CERTIFICATES can name a PEM file with your certificate authority.

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# usage: prints the comment at the top of the calling script.
usage() {
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

for tool in grpcurl jq; do
  command -v "$tool" >/dev/null || fail "needs $tool on the PATH"
done

case $(uname) in
  Darwin) data_home="$HOME/Library/Application Support" ;;
  *) data_home=${XDG_DATA_HOME:-$HOME/.local/share} ;;
esac
endpoints=${WELLSTREAM_DATA:-$data_home/wellstream}/endpoints.json

# endpoint FILTER: a value of endpoints.json.
endpoint() {
  [ -r "$endpoints" ] || fail "cannot read $endpoints; start the system with ./wellstream up, or set WELLSTREAM_SCORER_URL"
  jq -er "$1" "$endpoints"
}

if [ -z "${WELLSTREAM_SCORER_URL:-}" ]; then
  WELLSTREAM_SCORER_URL=$(endpoint .services.scorer.url)
  WELLSTREAM_TOKEN=$(endpoint .token)
fi
export WELLSTREAM_TOKEN="${WELLSTREAM_TOKEN:-}"

# call METHOD: sends the JSON requests on standard input to a method of the scorer, and prints the responses as JSON.
call() {
  case $WELLSTREAM_SCORER_URL in
    https://*) set -- "$1" ${WELLSTREAM_CERTIFICATES:+-cacert "$WELLSTREAM_CERTIFICATES"} ;;
    *) set -- "$1" -plaintext ;;
  esac
  method=$1
  shift
  # grpcurl expands the variable, so that the token does not appear in the list of processes.
  # shellcheck disable=SC2016
  grpcurl "$@" -expand-headers -H 'authorization: Bearer ${WELLSTREAM_TOKEN}' -d @ "${WELLSTREAM_SCORER_URL#*://}" \
    "wellstream.v1.Scorer/$method"
}

# wells WELL…: a JSON array of well keys from arguments such as HUVEC-05/1/B03.
wells() {
  for well; do
    case $well in
      */*/*) ;;
      *) fail "'$well' is not EXPERIMENT/PLATE/WELL, e.g. HUVEC-05/1/B03" ;;
    esac
  done
  printf '%s\n' "$@" | jq -Rn '[inputs | split("/") | {experiment: .[0], plate: (.[1] | tonumber), well: .[2]}]'
}
