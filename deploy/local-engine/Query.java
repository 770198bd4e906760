import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Sends one query to Prometheus and prints the reply: Query.java URL EXPRESSION. */
final class Query {
    private Query() {}

    public static void main(String[] arguments) throws Exception {
        String expression = URLEncoder.encode(arguments[1], StandardCharsets.UTF_8);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0] + "?query=" + expression)).build();
            System.out.println(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }
}
