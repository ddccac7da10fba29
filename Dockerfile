# Sluice without its embedded servers: it needs the addresses of a Postgres, a Kafka and a Mongo. See docs/deploy.md.
ARG BUILD_BASE=docker.io/library/maven:3-eclipse-temurin-17
ARG RUN_BASE=docker.io/library/eclipse-temurin:17-jre

FROM ${BUILD_BASE} AS build
# For a mirror, or offline with a repository of yours: -s, -o, -Dmaven.repo.local.
ARG MAVEN_OPTIONS=""
WORKDIR /build
COPY pom.xml ./
COPY src/build src/build
COPY src/main src/main
COPY docs/problems.md docs/
RUN mvn -B -ntp ${MAVEN_OPTIONS} -Pcontainer -Dmaven.test.skip=true -Dspotless.check.skip=true package \
 && java -Djarmode=tools -jar target/sluice-container.jar extract --layers \
      --application-filename sluice.jar --destination /layers \
 && rm -rf target

FROM ${RUN_BASE}
# Spark asks the system for its user's name, so a number alone would not do.
RUN groupadd --system --gid 10001 sluice \
 && useradd --system --uid 10001 --gid sluice --home-dir /data --no-create-home --shell /usr/sbin/nologin sluice \
 && install -d -o sluice -g sluice -m 0750 /data \
 && install -d /app/pipelines
COPY LICENSE /licenses/LICENSE
COPY src/main/docker/health /usr/local/bin/health
# From what changes least to what changes most.
COPY --from=build /layers/spark/ /app/
COPY --from=build /layers/dependencies/ /app/
COPY --from=build /layers/application/ /app/

# The classes of a start, as this very Java lays them out: more than half of the processors' time of each later one. The
# flags are those of the entry point.
COPY src/main/docker/archive /tmp/archive-classes
RUN /tmp/archive-classes /app/sluice.jsa \
      -XX:+ExitOnOutOfMemoryError -Dspark.sql.warehouse.dir=/tmp/spark-warehouse -jar /app/sluice.jar \
 && rm /tmp/archive-classes

ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="Sluice" \
      org.opencontainers.image.description="Kafka topics through a SQL transform into PostgreSQL and MongoDB, exactly once." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"

# The heap is a part of the container's memory; the rest is for classes, threads and what Kafka and Spark keep outside.
ENV SERVER_ADDRESS=0.0.0.0 \
    SERVER_PORT=8080 \
    SLUICE_DATA_DIRECTORY=/data \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60"
USER 10001:10001
WORKDIR /app
VOLUME /data
EXPOSE 8080
# Liveness: a Sluice that waits for Kafka or a database is well, and heals by itself.
HEALTHCHECK --interval=10s --timeout=6s --start-period=90s --retries=3 CMD ["/usr/local/bin/health", "liveness"]
# No shell in between, so that SIGTERM reaches Java. Spark would make its warehouse in the working directory.
ENTRYPOINT ["java", "-XX:SharedArchiveFile=/app/sluice.jsa", "-XX:+ExitOnOutOfMemoryError", "-Dspark.sql.warehouse.dir=/tmp/spark-warehouse", "-jar", "/app/sluice.jar"]
