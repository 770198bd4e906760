#!/bin/bash
# Starts SeaweedFS as its image does: `server` gets the image's own options first.
set -eu
[ "$1" = server ] || exec /usr/bin/weed "$@"
shift
exec /usr/bin/weed -logtostderr=true server -dir=/data -volume.max=0 -master.volumePreallocate -master.volumeSizeLimitMB=1024 "$@"
