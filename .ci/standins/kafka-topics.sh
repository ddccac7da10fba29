#!/usr/bin/env bash
exec java ${KAFKA_HEAP_OPTS:-} -XX:TieredStopAtLevel=1 -cp '/opt/kafka/libs/*' /opt/kafka/Topics.java "$@"
