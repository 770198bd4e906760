# The steps of `run`. Each is a function that reports failure by its exit code; its output goes to the log.

compose() {
  docker-compose --env-file "$scratch/env" --project-directory "$home" -f "$home/docker-compose.yml" "${overlays[@]}" "$@"
}

overlays=()

wellstream() { compose run --rm -T wellstream "$@"; }

# step NAME SECONDS FUNCTION: runs the function with a time limit; if it fails, ends the whole run.
step() {
  local name=$1 limit=$2 function=$3 start=$SECONDS
  printf '%-44s' "$name"
  printf '\n=== %s\n' "$name" >>"$log"
  (
    set -e
    "$function"
  ) >>"$log" 2>&1 &
  local child=$!
  (
    sleep "$limit"
    kill -TERM "$child" 2>/dev/null
  ) >/dev/null 2>&1 &
  local watchdog=$!
  local code=0
  wait "$child" || code=$?
  kill "$watchdog" 2>/dev/null || true
  if [ "$code" != 0 ]; then
    printf 'FAILED after %d s (limit %d s)\n\n' $((SECONDS - start)) "$limit"
    tail -n 40 "$log" >&2
    exit 1
  fi
  printf 'passed  %4d s\n' $((SECONDS - start))
  passed+=("$name")
}

clean_up() {
  local code=$?
  set +e
  if [ -S "$scratch/docker.sock" ]; then
    if [ "$code" != 0 ]; then
      compose ps >>"$log" 2>&1
      compose logs --no-color --tail=60 >>"$log" 2>&1
      cp "$log" "${TMPDIR:-/tmp}/wellstream-engine.log" && echo "Complete log: ${TMPDIR:-/tmp}/wellstream-engine.log"
    fi
    compose down --volumes --timeout 20 >>"$log" 2>&1
  fi
  if [ -s "$scratch/dockerd.pid" ]; then
    engine=$(cat "$scratch/dockerd.pid")
    kill "$engine" 2>/dev/null
    timeout 30 tail --pid="$engine" -f /dev/null
  fi
  [ -n "$keep" ] || rm -rf "$scratch"
  printf '\n%d steps passed in %d s.\n' ${#passed[@]} "$SECONDS"
  exit "$code"
}

# Without iptables and a default bridge the engine changes nothing on the machine; compose's network provides names and ports.
start_engine() {
  rm -f "$scratch/dockerd.pid"
  setsid dockerd --iptables=false --ip6tables=false --bridge=none --data-root "$scratch/docker" --exec-root "$scratch/exec" \
    --pidfile "$scratch/dockerd.pid" --host "$DOCKER_HOST" >"$scratch/dockerd.log" 2>&1 &
  until docker info >/dev/null 2>&1; do
    kill -0 $! || { cat "$scratch/dockerd.log"; return 1; }
    sleep 0.5
  done
  install -d -o 10001 "$scratch/screens"
  make_certificate
  cat >"$scratch/env" <<ENV
S3_ACCESS_KEY=check-$RANDOM
S3_SECRET_KEY=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
WELLSTREAM_TOKEN=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
GRAFANA_PASSWORD=unused
SCREENS=$scratch/screens
INGEST_PORT=18081
TRAINER_PORT=18083
SCORER_PORT=18084
PROMETHEUS_PORT=19090
TRAINER_MEMORY=4g
OMP_NUM_THREADS=1
TLS=$scratch/tls
INGEST_TLS_PORT=18481
TRAINER_TLS_PORT=18483
SCORER_TLS_PORT=18484
KAFKA_IMAGE=wellstream-check/kafka
S3_IMAGE=wellstream-check/store
PROMETHEUS_IMAGE=wellstream-check/prometheus
ENV
  # The project's own S3 server, if SeaweedFS was not built, is called otherwise.
  [ -n "$weed" ] || printf 'S3_COMMAND=server /data\nS3_READY=ready\n' >>"$scratch/env"
}

# Base images: Debian with this machine's JDK. The build image has the complete JDK and Maven, the runtime image a jlinked runtime.
make_base_images() {
  docker image inspect eclipse-temurin:25-jre >/dev/null 2>&1 || make_runtime_image
  docker image inspect maven:3.9.11-eclipse-temurin-25 >/dev/null 2>&1 || make_build_image
}

java_image() {
  docker import --change "ENV PATH=/opt/java/openjdk/bin:/opt/maven/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    --change 'ENV JAVA_HOME=/opt/java/openjdk' --change 'ENV MAVEN_ARGS=-o' - "$1"
}

make_runtime_image() {
  local root=$scratch/root modules
  rm -rf "$root"
  debootstrap --variant=minbase --include=fontconfig,fonts-dejavu-core,ca-certificates bookworm "$root"
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
  install -d "$root/opt/java"
  modules=$("$jdk/bin/java" --list-modules | sed 's/@.*//' | grep -vE '^jdk\.(jlink|jpackage|incubator\..*)$' | paste -sd,)
  "$jdk/bin/jlink" --add-modules "$modules" --strip-debug --no-man-pages --no-header-files --generate-cds-archive --output "$root/opt/java/openjdk"
  tar -C "$root" -c . | java_image eclipse-temurin:25-jre
}

# The runtime image's files plus the complete JDK, Maven, and this machine's Maven repository, so that a build in it needs no network.
# The repository is copied without the markers of each file's origin, which would make Maven look there again, and without CUDA.
make_build_image() {
  local root=$scratch/build-root
  rm -rf "$root"
  install -d "$root/opt/java/openjdk" "$root/opt/maven" "$root/root/.m2/repository"
  docker run --rm eclipse-temurin:25-jre tar -C / -c --one-file-system --exclude=./opt/java --exclude=./dev --exclude=./proc \
    --exclude=./sys . | tar -C "$root" -x
  cp -a "$jdk/." "$root/opt/java/openjdk/"
  cp -a "$(dirname "$(dirname "$maven")")/." "$root/opt/maven/"
  tar -C "$repository" --exclude=_remote.repositories --exclude='*.lastUpdated' --exclude=./io/wellstream \
    --exclude='*-cudnn.jar' --exclude=./org/bytedeco/cuda -c . | tar -C "$root/root/.m2/repository" -x
  tar -C "$root" -c . | java_image maven:3.9.11-eclipse-temurin-25
  rm -rf "$root"
}

build_images() {
  # An imported image has no digest of a registry.
  compose --profile tools build --build-arg BUILD_IMAGE=maven:3.9.11-eclipse-temurin-25 \
    ingest-service augment-service trainer-service scorer-service wellstream
}

make_replacements() {
  docker build -t wellstream-check/kafka -f "$here/kafka.Dockerfile" "$here"
  if [ -n "$weed" ]; then
    install -d "$scratch/seaweedfs"
    cp "$weed" "$here/wget" "$here/seaweedfs-start.sh" "$scratch/seaweedfs/"
    docker build -t wellstream-check/store -f "$here/seaweedfs.Dockerfile" "$scratch/seaweedfs"
  else
    docker build -t wellstream-check/store -f "$here/store.Dockerfile" "$here"
  fi
  if command -v prometheus >/dev/null; then
    install -d "$scratch/prometheus"
    cp "$(command -v prometheus)" "$scratch/prometheus/"
    docker build -t wellstream-check/prometheus -f "$here/prometheus.Dockerfile" "$scratch/prometheus"
  fi
}

services() {
  echo ingest-service augment-service trainer-service scorer-service
  ! docker image inspect wellstream-check/prometheus >/dev/null 2>&1 || echo prometheus
}

bring_up() {
  # Grafana's image cannot be made here; all other services of the file are started.
  # shellcheck disable=SC2046
  compose up -d --no-build $(services)
  await_healthy 4
}

# Waits until at least $1 service containers are healthy.
await_healthy() {
  until [ "$(docker ps --filter health=healthy --format '{{.Names}}' | grep -c -- -service)" -ge "$1" ]; do
    sleep 1
  done
  docker ps
}

ingest_screen() {
  wellstream simulate /data/screen --side 64 --truth /data/truth.csv
  wellstream ingest /data/screen --dataset check
}

train_run() {
  wellstream train --dataset check --cell-type HUVEC --run first --epochs 2 --side 32 --batch 16
}

# outside SCHEME PORTS COMMAND…: runs the command line outside the containers' network, through the published ports only.
outside() {
  local scheme=$1 ports=$2
  shift 2
  docker run --rm --network host --env-file "$scratch/env" -v "$scratch/tls:/run/tls:ro" \
    -e WELLSTREAM_INGEST_URL="$scheme://127.0.0.1:${ports}1" -e WELLSTREAM_TRAINER_URL="$scheme://127.0.0.1:${ports}3" \
    -e WELLSTREAM_SCORER_URL="$scheme://127.0.0.1:${ports}4" -e WELLSTREAM_CERTIFICATES=/run/tls/tls.crt \
    -e WELLSTREAM_KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1 -e WELLSTREAM_STORE_ENDPOINT=http://127.0.0.1:1 \
    -e WELLSTREAM_STORE_BUCKET=none -e WELLSTREAM_STORE_ACCESS_KEY=none -e WELLSTREAM_STORE_SECRET_KEY=none \
    wellstream/wellstream "$@"
}

predict_published() {
  outside http 1808 predict --dataset check HUVEC-05/1/B03 --json >"$scratch/prediction"
  cat "$scratch/prediction"
  grep -q '"run":"first"' "$scratch/prediction"
}

kill_a_worker() {
  # shellcheck disable=SC2046
  compose up -d --no-build --scale augment-service=3 $(services)
  await_healthy 6
  wellstream train --dataset check --cell-type HUVEC --run second --epochs 6 --side 32 --batch 8 --no-promote &
  local training=$!
  until compose logs --no-color trainer-service | grep -q 'epoch run=second epoch=2/'; do
    kill -0 "$training"
    sleep 0.5
  done
  local victim
  victim=$(docker ps --filter name=augment-service --format '{{.Names}}' | sort | head -n 1)
  local killed=$SECONDS
  kill -KILL "$(docker inspect -f '{{.State.Pid}}' "$victim")"
  wait "$training"
  [ "$(docker inspect -f '{{.RestartCount}}' "$victim")" -ge 1 ]
  await_healthy 6
  echo "killed $victim; the run ended and the worker was back $((SECONDS - killed)) s later"
}

check_confinement() {
  local name
  for name in $(docker ps --format '{{.Names}}' | grep -- -service); do
    [ "$(docker exec "$name" id -u)" = 10001 ]
    if docker exec "$name" sh -c 'echo x >/app/x' 2>/dev/null; then
      echo "$name can write to its root filesystem"
      return 1
    fi
    [ "$(docker exec "$name" sh -c "sed -n 's/^CapEff:[[:space:]]*//p' /proc/1/status")" = 0000000000000000 ]
    docker exec "$name" sh -c 'cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max'
    docker stats --no-stream --format '{{.Name}} {{.MemUsage}}' "$name"
  done
  docker ps --format '{{.Ports}}' | grep -o '[0-9.]*:[0-9]*->' | grep -v '^127\.0\.0\.1:' && return 1
  # Each image starts as any user of group 0, as OpenShift starts it, and contains its bill of materials.
  for name in ingest-service augment-service trainer-service scorer-service wellstream; do
    docker run --rm --read-only --tmpfs /tmp:exec,mode=1777 --user 54321:0 --entrypoint sh "wellstream/$name" \
      -c 'test -s /app/sbom.json && java -XshowSettings:properties --version 2>&1 | grep "user.home = /tmp"'
  done
  docker run --rm --user 54321:0 --entrypoint sh wellstream/trainer-service -c 'touch /spool/x'
  # MinIO's image has no replacement here; its file must at least be valid.
  (
    export MINIO_IMAGE=any
    overlays=(-f "$home/docker-compose.minio.yml")
    compose config >/dev/null
  )
  # No image contains a secret.
  local secret
  secret=$(sed -n 's/^WELLSTREAM_TOKEN=//p' "$scratch/env")
  ! docker history --no-trunc wellstream/trainer-service | grep -q "$secret"
}

query() { "$jdk/bin/java" "$here/Query.java" "http://127.0.0.1:19090/api/v1/query" "$1"; }

check_prometheus() {
  docker image inspect wellstream-check/prometheus >/dev/null 2>&1 || { echo "not checked: this machine has no prometheus"; return; }
  until query 'count(up{job="augment"} == 1)' | grep -q '"3"'; do sleep 2; done
  query 'sum(augment_samples_total) > 0' | grep -q '"value"'
  query 'count(up == 1)'
}

make_certificate() {
  install -d -o 10001 "$scratch/tls"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=wellstream \
    -addext subjectAltName=IP:127.0.0.1 -keyout "$scratch/tls/tls.key" -out "$scratch/tls/tls.crt"
  chown 10001 "$scratch/tls/tls.key"
}

# Checks that the data survives a restart and that callers can use TLS.
restart_everything() {
  compose down --timeout 40
  overlays=(-f "$home/docker-compose.tls.yml")
  bring_up
  outside https 1848 predict --dataset check HUVEC-05/1/B03 --json >"$scratch/again"
  cmp "$scratch/prediction" "$scratch/again"
  if outside http 1848 predict --dataset check HUVEC-05/1/B03; then
    echo "the TLS port answers plain text"
    return 1
  fi
  wellstream ingest /data/screen --dataset check | tee "$scratch/ingested"
  grep -q ' 0 objects uploaded' "$scratch/ingested"
  wellstream status
}
