package io.wellstream.local.launcher;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A fake service that is ready at once and does nothing else. */
final class StandInService {
    private StandInService() {}

    /** Arguments: the port; {@code broken} ends it at once with code 3. */
    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("broken")) {
            System.out.println("the configuration is wrong");
            System.exit(3);
        }
        int port = Integer.parseInt(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
