package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreePortTest {
    private static final int SYSTEMS = 4;
    private static final int PORTS = 300;
    private static final int DRAWS = 30_000; // the ephemeral range of Linux has 28,232 ports

    @BeforeEach
    void onLinux() {
        assumeTrue(System.getProperty("os.name").contains("Linux"), "skipped: ports are reserved on Linux only");
    }

    @Test
    void nobodyElseGetsAPortBeforeItsServerListensThere() throws IOException {
        Set<Integer> reserved = new HashSet<>();
        for (int i = 0; i < PORTS; i++) {
            reserved.add(FreePort.find());
        }
        assertThat(reserved).hasSize(PORTS);

        List<Integer> drawn = new ArrayList<>();
        for (int i = 0; i < DRAWS; i++) {
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                drawn.add(other.getLocalPort());
            }
        }

        assertThat(drawn).doesNotContainAnyElementsOf(reserved);
    }

    @Test
    void aServerListensOnItsPortAgainAfterARestart() throws IOException {
        int port = FreePort.find();
        for (int start = 1; start <= 3; start++) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.start();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(client.isConnected()).isTrue();
            }
            server.stop(0);
        }
    }

    @Test
    void systemsThatStartTogetherGetDifferentPorts() throws Exception {
        List<Process> systems = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        try {
            for (int i = 0; i < SYSTEMS; i++) {
                systems.add(new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                PortTaker.class.getName(),
                                String.valueOf(PORTS))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            }
            for (Process system : systems) {
                BufferedReader output = system.inputReader();
                for (int i = 0; i < PORTS; i++) {
                    all.add(Integer.valueOf(output.readLine()));
                }
            }
        } finally {
            systems.forEach(Process::destroyForcibly);
        }

        assertThat(all).hasSize(SYSTEMS * PORTS).doesNotHaveDuplicates();
    }
}
