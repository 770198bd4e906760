package io.wellstream.local.cli.demo;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.Endpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The demo's folder. It is emptied before each demo, but only if a demo created it. */
record DemoFolder(Path root) {
    Path screen() {
        return root.resolve("screen");
    }

    Path truth() {
        return root.resolve("truth.csv");
    }

    Path system() {
        return root.resolve("system");
    }

    Path submission() {
        return root.resolve("submission.csv");
    }

    Path picture() {
        return root.resolve("demo.png");
    }

    private Path marker() {
        return root.resolve(".wellstream-demo");
    }

    void prepare() throws IOException {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new UserError(root + " is a file; name a folder with --data");
        }
        if (Files.isDirectory(root) && !isEmpty() && !Files.exists(marker())) {
            throw new UserError(root + " is not empty and not a demo's folder; name another folder with --data");
        }
        if (Endpoints.find(system()).isPresent()) {
            throw new UserError(
                    "a system runs on " + system() + "; stop it first with: ./wellstream down --data " + system());
        }
        if (Files.isDirectory(root)) {
            empty();
        }
        Files.createDirectories(root);
        Files.writeString(marker(), "Created by wellstream demo, which empties this folder.\n");
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.findAny().isEmpty();
        }
    }

    private void empty() throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            tree.filter(path -> !path.equals(root) && !path.equals(marker()))
                    .sorted(Comparator.reverseOrder())
                    .forEach(DemoFolder::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path + " of an earlier demo", e);
        }
    }
}
