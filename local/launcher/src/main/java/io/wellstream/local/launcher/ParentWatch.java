package io.wellstream.local.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A Java agent that ends a service process when its launcher ends. The launcher holds the other end of the child's standard input,
 * which the operating system closes however the launcher ends. The services need no code for this.
 */
public final class ParentWatch {
    private static final int EXIT_CODE = 143; // as after SIGTERM
    private static final long GRACE_MILLIS = 5_000;

    private ParentWatch() {}

    /** Called by the Java launcher before the service's own main method. */
    public static void premain(@Nullable String arguments) {
        InputStream parent = System.in;
        Thread.ofPlatform().name("parent-watch").daemon().start(() -> {
            awaitEnd(parent);
            Thread.ofPlatform().name("parent-watch-exit").daemon().start(() -> System.exit(EXIT_CODE));
            haltAfterGrace();
        });
    }

    /** Writes the jar of this agent. */
    public static Path writeAgent(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", ParentWatch.class.getName());
        String entry = ParentWatch.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve("parent-watch.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream code = ParentWatch.class.getResourceAsStream("ParentWatch.class")) {
            if (code == null) {
                throw new IOException("class file of " + ParentWatch.class.getName() + " not found");
            }
            out.putNextEntry(new JarEntry(entry));
            code.transferTo(out);
        }
        return jar;
    }

    private static void awaitEnd(InputStream parent) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // a broken pipe means the same
        }
    }

    /** A service that has lost its broker may never finish closing. */
    private static void haltAfterGrace() {
        try {
            Thread.sleep(GRACE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
