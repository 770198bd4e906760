package io.wellstream.trainer.engine;

import io.wellstream.wire.keys.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;

/** Identifies the code of a module by the content of its classes, so that it does not depend on what a build calls itself. */
public final class CodeDigest {
    private CodeDigest() {}

    /** Twelve digits for the classes of the module that the class belongs to; {@code unknown} if they cannot be read. */
    public static String of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return "unknown";
        }
        try {
            return ofFolderOrJar(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException | IOException e) {
            return "unknown";
        }
    }

    static String ofFolderOrJar(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return ofFolder(path);
        }
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
            return ofFolder(jar.getPath("/"));
        }
    }

    private static String ofFolder(Path folder) throws IOException {
        List<Path> classes;
        try (Stream<Path> files = Files.walk(folder)) {
            classes = files.filter(file -> file.toString().endsWith(".class"))
                    .sorted((a, b) -> name(folder, a).compareTo(name(folder, b)))
                    .toList();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file : classes) {
            all.writeBytes(name(folder, file).getBytes(StandardCharsets.UTF_8));
            all.writeBytes(Sha256.of(Files.readAllBytes(file)));
        }
        return Sha256.hexOf(all.toByteArray()).substring(0, 12);
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString();
    }
}
