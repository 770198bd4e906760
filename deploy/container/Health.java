import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Health probe of the container images: exits with 0 if the service in this container is ready, otherwise with 1. The images
 * have no curl, and the JDK's HTTP client takes longer to load than the request.
 */
final class Health {
    private static final int LIMIT_MILLIS = 3_000;

    private Health() {}

    public static void main(String[] arguments) {
        int port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream()
                    .write("GET /q/health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader reply =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String status = reply.readLine();
            if (status == null || !status.contains(" 200 ")) {
                fail(String.valueOf(status));
            }
        } catch (IOException e) {
            fail(e.getMessage());
        }
    }

    private static void fail(String reason) {
        System.err.println("not ready: " + reason);
        System.exit(1);
    }
}
