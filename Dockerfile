# Builds five images, one per target: docker build --target trainer-service .
# Both base images can be replaced, e.g. by those of a company's own registry. The one for the build is pinned by digest. The one
# that runs is not, so that a build gets its fixes of the operating system; pin it with
# --build-arg RUNTIME_IMAGE=eclipse-temurin:25-jre@sha256:…
ARG BUILD_IMAGE=maven:3.9.11-eclipse-temurin-25@sha256:407c4423cec0cf2981055bc2c6c0dc211d9605b6669279b95997f2d1c7e91e2c
ARG RUNTIME_IMAGE=eclipse-temurin:25-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /source
COPY . .
# For example -Ptorch-cuda, see docker-compose.torch-cuda.yml.
ARG MAVEN_OPTIONS=
RUN mvn -B -ntp -q -Dquick -DskipTests -pl '!benchmarks' ${MAVEN_OPTIONS} package \
 && mvn -B -ntp -q -Dquick -Psbom ${MAVEN_OPTIONS} org.cyclonedx:cyclonedx-maven-plugin:makeAggregateBom \
 && javac -d /probe deploy/container/Health.java

# Common to all five images: an unprivileged user, a health probe, no writes outside /tmp and volumes, and the bill of materials (CycloneDX)
# of all five. Any other user of group 0 can run them, too. Services that keep the table of wells on disk do so in /tables.
FROM ${RUNTIME_IMAGE} AS runtime
RUN useradd --system --uid 10001 --gid 0 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin wellstream \
 && install -d -o 10001 -g 0 -m 0770 /tables
WORKDIR /app
COPY --from=build /probe /probe
COPY --from=build /source/target/bom.json ./sbom.json
USER 10001
# HOME is for users that the image does not know.
ENV QUARKUS_HTTP_HOST=0.0.0.0 HOME=/tmp
HEALTHCHECK --interval=15s --timeout=10s --start-period=90s --retries=4 \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-cp", "/probe", "Health"]

# The heap is a share of the container's memory limit; direct buffers, threads and code use the rest.
FROM runtime AS ingest-service
COPY --from=build /source/ingest-service/target/quarkus-app/ ./
VOLUME /tables
ENV QUARKUS_HTTP_PORT=8081 WELLSTREAM_TABLES_FOLDER=/tables
EXPOSE 8081
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:MaxDirectMemorySize=192m", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError", \
  "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "quarkus-run.jar"]

FROM runtime AS augment-service
COPY --from=build /source/augment-service/target/quarkus-app/ ./
ENV QUARKUS_HTTP_PORT=8082
EXPOSE 8082
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:MaxDirectMemorySize=192m", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError", \
  "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "quarkus-run.jar"]

# The training engine keeps its arrays outside the heap; the trainer takes no run that the container's limit has no room for. The
# C library gives them large pages from one area. Checkpoints and models pass through files in /spool.
FROM runtime AS trainer-service
COPY --from=build /source/trainer-service/target/quarkus-app/ ./
USER root
RUN install -d -o 10001 -g 0 -m 0770 /spool
USER 10001
VOLUME /spool /tables
ENV QUARKUS_HTTP_PORT=8083 WELLSTREAM_TRAINER_NATIVE_FOLDER=/tmp/native WELLSTREAM_TRAINER_SPOOL_FOLDER=/spool \
  WELLSTREAM_TABLES_FOLDER=/tables \
  GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1:glibc.malloc.mmap_threshold=1048576
EXPOSE 8083
ENTRYPOINT ["java", "-Xms64m", "-Xmx2g", "-XX:MaxNewSize=128m", "-XX:MaxDirectMemorySize=256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", \
  "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "quarkus-run.jar"]

# ONNX Runtime keeps the loaded networks outside the heap. The inference threads, as many as the CPU limit, share half of the direct memory.
# The C library returns the memory of a model that is replaced.
FROM runtime AS scorer-service
COPY --from=build /source/scorer-service/target/quarkus-app/ ./
VOLUME /tables
ENV QUARKUS_HTTP_PORT=8084 WELLSTREAM_TABLES_FOLDER=/tables \
  GLIBC_TUNABLES=glibc.malloc.arena_max=2:glibc.malloc.mmap_threshold=1048576
EXPOSE 8084
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=40", "-XX:MaxDirectMemorySize=256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", \
  "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "quarkus-run.jar"]

# The command line: docker compose run --rm wellstream status
FROM runtime AS wellstream
COPY --from=build /source/local/cli/target/lib/ ./lib/
COPY --from=build /source/local/cli/target/classes/ ./classes/
HEALTHCHECK NONE
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+UseSerialGC", "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED", \
  "--sun-misc-unsafe-memory-access=allow", "-cp", "classes:lib/*", "io.wellstream.local.cli.Main"]
