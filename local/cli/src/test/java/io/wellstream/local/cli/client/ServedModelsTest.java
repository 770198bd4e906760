package io.wellstream.local.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wellstream.local.cli.link.Credentials;
import io.wellstream.local.cli.link.SystemAddress;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.RollbackRequest;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.store.StoreConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServedModelsTest {
    private final List<String> requests = new ArrayList<>();
    private final HttpServer trainer;
    private final URI address;
    private volatile boolean breaksOff;

    ServedModelsTest() throws IOException {
        trainer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        address = URI.create("http://127.0.0.1:" + trainer.getAddress().getPort());
        trainer.createContext("/", this::answer);
        trainer.start();
    }

    @AfterEach
    void stop() {
        trainer.stop(0);
    }

    @Test
    void anOperatorPromotesAndRollsBack() {
        ServedModels models = models("operate");

        assertThat(models.promote("huvec-1", true).getRun()).isEqualTo("huvec-1");
        assertThat(models.rollback(RollbackRequest.newBuilder()
                                .setDataset("demo")
                                .setCellType("")
                                .build())
                        .getRun())
                .isEqualTo("huvec-1");

        assertThat(requests)
                .containsExactly(
                        "POST /v1/models/huvec-1/promote {\"force\":true}",
                        "POST /v1/serving/rollback {\"dataset\":\"demo\",\"cellType\":\"\"}");
    }

    @Test
    void withoutTheRoleTheTrainersReasonIsShown() {
        ServedModels models = models("predict");

        assertThatThrownBy(() -> models.promote("huvec-1", false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("changing anything needs role operate");
        assertThatThrownBy(() -> models.rollback(RollbackRequest.getDefaultInstance()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("changing anything needs role operate");
    }

    @Test
    void aRollbackThatMayHaveArrivedIsNotSentTwice() {
        breaksOff = true;

        assertThatThrownBy(() -> models("operate").rollback(RollbackRequest.getDefaultInstance()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("whether the served model was changed is not known; see ./wellstream models");

        assertThat(requests).hasSize(1);
    }

    private ServedModels models(String token) {
        return new ServedModels(SystemClient.at(new SystemAddress(
                address,
                address,
                address,
                KafkaConfig.of("127.0.0.1:9"),
                new StoreConfig(address, "bucket", "key", "secret"),
                new Credentials(token, null))));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean operates = "Bearer operate".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body.replaceAll("\\s", ""));
        if (breaksOff) {
            exchange.close(); // as a service that is killed
            return;
        }
        byte[] reply = (operates
                        ? "{\"dataset\":\"demo\",\"run\":\"huvec-1\",\"later\":1}"
                        : "{\"status\":403,\"detail\":\"your roles do not allow this; changing anything needs role operate\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(operates ? 200 : 403, reply.length);
        exchange.getResponseBody().write(reply);
        exchange.close();
    }
}
