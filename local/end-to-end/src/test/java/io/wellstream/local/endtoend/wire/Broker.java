package io.wellstream.local.endtoend.wire;

import io.wellstream.local.launcher.EmbeddedKafka;
import io.wellstream.local.launcher.LauncherLog;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Provides one real broker to all tests, started on first use. */
final class Broker implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == KafkaConfig.class || type == MessageSender.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(Namespace.create(Broker.class))
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
        return parameter.getParameter().getType() == KafkaConfig.class ? running.kafka.config() : running.sender;
    }

    private record Running(EmbeddedKafka kafka, MessageSender sender) implements AutoCloseable {
        static Running start() {
            try {
                Path folder =
                        Files.createTempDirectory(Path.of("target"), "broker").toAbsolutePath();
                LauncherLog.to(folder.resolve("broker.log"));
                EmbeddedKafka kafka = EmbeddedKafka.start(folder);
                Topics.ensure(kafka.config());
                return new Running(kafka, new MessageSender(kafka.config()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            sender.close();
            kafka.close();
        }
    }
}
