# Replaces apache/kafka where no image can be pulled: the same broker, from the same jars, configured by the same variables.
FROM eclipse-temurin:25-jre
RUN useradd --uid 1000 --no-create-home appuser && install -d -o appuser /var/lib/kafka/data
COPY --from=wellstream/wellstream /app/lib /opt/kafka/libs
COPY kafka-start.sh /opt/kafka/bin/
COPY logback.xml /opt/kafka/
USER 1000
ENTRYPOINT ["/opt/kafka/bin/kafka-start.sh"]
