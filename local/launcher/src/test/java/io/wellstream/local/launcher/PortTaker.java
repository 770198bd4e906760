package io.wellstream.local.launcher;

import java.util.concurrent.CountDownLatch;

/** A process that takes ports and waits. */
final class PortTaker {
    private PortTaker() {}

    /** Argument: how many ports. Prints one a line. */
    public static void main(String[] arguments) throws InterruptedException {
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            System.out.println(FreePort.find());
        }
        new CountDownLatch(1).await();
    }
}
