# Replaces the S3 server where no image can be pulled and SeaweedFS was not built, with the project's own.
FROM eclipse-temurin:25-jre
COPY --from=wellstream/wellstream /app/lib /app/lib
COPY --from=wellstream/wellstream /app/classes /app/classes
COPY ready /usr/local/bin/
RUN install -d -o nobody /data
USER nobody
ENTRYPOINT ["java", "-Xmx384m", "-XX:+UseSerialGC", "-cp", "/app/classes:/app/lib/*", "io.wellstream.local.launcher.StoreServer"]
