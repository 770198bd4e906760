#!/bin/bash
# Stands in for Kafka's own tool, which is in no jar of ours: succeeds when the broker listens at --bootstrap-server HOST:PORT.
address=$2
exec 3<>"/dev/tcp/${address%:*}/${address#*:}"
