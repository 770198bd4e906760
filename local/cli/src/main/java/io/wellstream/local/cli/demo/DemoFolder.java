package io.wellstream.local.cli.demo;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.local.launcher.LauncherProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        if (Files.isDirectory(root) && !MoreFiles.listFiles(root).isEmpty() && !Files.exists(marker())) {
            throw new UserError(root + " is not empty and not a demo's folder; name another folder with --data");
        }
        if (Endpoints.find(system()).isPresent()
                || LauncherProcess.holding(system()).isPresent()) {
            throw new UserError(
                    "a system runs on " + system() + "; stop it first with: ./wellstream down --data " + system());
        }
        Files.createDirectories(root);
        for (Path old : MoreFiles.listFiles(root)) {
            if (!old.equals(marker())) { // kept, so that an interrupted deletion can be repeated
                MoreFiles.deleteRecursively(old, RecursiveDeleteOption.ALLOW_INSECURE);
            }
        }
        Files.writeString(marker(), "Created by wellstream demo, which empties this folder.\n");
    }
}
