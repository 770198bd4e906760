# Replaces prom/prometheus where no image can be pulled, with Debian's Prometheus.
FROM eclipse-temurin:25-jre
COPY prometheus /bin/prometheus
RUN install -d -o nobody /prometheus
USER nobody
ENTRYPOINT ["/bin/prometheus"]
