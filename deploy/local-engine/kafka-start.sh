#!/bin/bash
# Writes server.properties from the KAFKA_… variables like apache/kafka, formats the folder once, and starts the broker.
set -eu
settings=/tmp/server.properties
env | grep -v '^KAFKA_HEAP_OPTS=' | sed -n 's/^KAFKA_//p' | while IFS='=' read -r name value; do
  key=$(printf %s "$name" | tr 'A-Z_' 'a-z.')
  printf '%s=%s\n' "$key" "$value"
done >"$settings"
# Words of KAFKA_HEAP_OPTS are separate options, as in Kafka's own scripts.
# shellcheck disable=SC2086
kafka() { java ${KAFKA_HEAP_OPTS:--Xmx512m} -XX:+UseSerialGC -Dlogback.configurationFile=/opt/kafka/logback.xml -cp '/opt/kafka/libs/*' "$@"; }
kafka kafka.tools.StorageTool format --ignore-formatted -t 5L6g3nShT-eMCtK--X86sw -c "$settings"
# shellcheck disable=SC2086
exec java ${KAFKA_HEAP_OPTS:--Xmx512m} -XX:+UseSerialGC -Dlogback.configurationFile=/opt/kafka/logback.xml -cp '/opt/kafka/libs/*' kafka.Kafka "$settings"
