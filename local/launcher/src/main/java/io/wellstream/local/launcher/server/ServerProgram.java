package io.wellstream.local.launcher.server;

import io.wellstream.wire.store.StoreConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The program of an S3 server, and how it is called. All ports are on loopback; only S3 asks for credentials.
 *
 * @param file the program
 */
public record ServerProgram(Path file, Kind kind) {
    /** The servers that are known, by the name of their program. */
    enum Kind {
        /** SeaweedFS, of which {@code server -s3} runs master, volume server, filer and S3 gateway in one process. */
        WEED("weed", "/healthz"),
        MINIO("minio", "/minio/health/ready");

        private final String program;
        private final String readiness;

        Kind(String program, String readiness) {
            this.program = program;
            this.readiness = readiness;
        }
    }

    /** @throws IllegalArgumentException if it is no program, or of no known server */
    public static ServerProgram of(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        if (!Files.isExecutable(absolute) || Files.isDirectory(absolute)) {
            throw new IllegalArgumentException("store program " + absolute + " is not an executable file");
        }
        String name = String.valueOf(absolute.getFileName());
        for (Kind kind : Kind.values()) {
            if (name.equals(kind.program)) {
                return new ServerProgram(absolute, kind);
            }
        }
        throw new IllegalArgumentException("store program " + absolute
                + "; expected one named weed (SeaweedFS) or minio, because the name decides how it is called");
    }

    /** The path at which a ready server answers with status 200. */
    String readiness() {
        return kind.readiness;
    }

    /**
     * The command line.
     *
     * @param folder for the objects
     * @param port where S3 is served
     * @param others ports for the server's other parts
     */
    List<String> command(Path folder, int port, IntSupplier others) {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        switch (kind) {
            case MINIO ->
                command.addAll(List.of(
                        "server",
                        "--quiet",
                        "--address=127.0.0.1:" + port,
                        "--console-address=127.0.0.1:" + others.getAsInt(),
                        folder.toString()));
            case WEED -> {
                command.addAll(List.of(
                        "-logtostderr=true",
                        "server",
                        "-dir=" + folder,
                        "-ip=127.0.0.1",
                        "-ip.bind=127.0.0.1",
                        // Files of at most 1 GB, as many as the disk has room for, and none of them allocated before it
                        // is needed.
                        "-master.volumeSizeLimitMB=1024",
                        "-volume.max=0",
                        "-volume.preStopSeconds=0",
                        "-master.telemetry=false", // else statistics go to its makers
                        "-s3",
                        "-s3.port.iceberg=0",
                        "-s3.port.lance=0",
                        "-s3.iam=false",
                        "-s3.port=" + port));
                for (String part : List.of("master", "volume", "filer")) {
                    command.add("-" + part + ".port=" + others.getAsInt());
                    command.add("-" + part + ".port.grpc=" + others.getAsInt());
                }
                command.add("-s3.port.grpc=" + others.getAsInt());
            }
        }
        return command;
    }

    /** The environment that gives the program its credentials. */
    Map<String, String> environment(StoreConfig config) {
        return switch (kind) {
            case WEED -> Map.of("AWS_ACCESS_KEY_ID", config.accessKey(), "AWS_SECRET_ACCESS_KEY", config.secretKey());
            case MINIO -> Map.of("MINIO_ROOT_USER", config.accessKey(), "MINIO_ROOT_PASSWORD", config.secretKey());
        };
    }
}
