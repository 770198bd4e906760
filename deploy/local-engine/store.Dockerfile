# Replaces the S3 server where no image can be pulled, with the project's own, started with MinIO's arguments.
FROM eclipse-temurin:25-jre
COPY --from=wellstream/wellstream /app/lib /app/lib
COPY --from=wellstream/wellstream /app/classes /app/classes
COPY mc /usr/local/bin/
RUN install -d -o nobody /data
USER nobody
ENTRYPOINT ["java", "-Xmx384m", "-XX:+UseSerialGC", "-cp", "/app/classes:/app/lib/*", "io.wellstream.local.launcher.StoreServer"]
