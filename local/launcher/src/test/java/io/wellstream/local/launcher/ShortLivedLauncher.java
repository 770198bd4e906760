package io.wellstream.local.launcher;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A launcher with one child process, which a test kills. */
final class ShortLivedLauncher {
    private ShortLivedLauncher() {}

    /** Argument: a folder. Prints the child's process number and waits. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (SupervisedProcess child =
                SupervisedProcess.start(SupervisedProcessTest.launch(folder, FreePort.find()), () -> {})) {
            System.out.println(child.pid());
            new CountDownLatch(1).await();
        }
    }
}
