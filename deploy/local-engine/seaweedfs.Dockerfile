# Replaces chrislusf/seaweedfs where no image can be pulled, with the program that deploy/object-store/check built.
FROM eclipse-temurin:25-jre
COPY weed /usr/bin/weed
COPY wget seaweedfs-start.sh /usr/local/bin/
RUN install -d -o nobody /data
USER nobody
ENTRYPOINT ["/usr/local/bin/seaweedfs-start.sh"]
