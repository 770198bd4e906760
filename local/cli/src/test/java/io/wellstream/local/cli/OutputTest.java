package io.wellstream.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

class OutputTest {
    @Command(name = "probe")
    private static final class Probe implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init") // by picocli
        private CommandSpec spec;

        @Override
        public Integer call() {
            spec.commandLine().getOut().print("first\nsecond");
            return 0;
        }
    }

    @Test
    void aResultWithoutAnEndOfLineIsPrinted() {
        PrintStream real = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = Main.line().addSubcommand(new Probe());

            assertThat(line.execute("probe")).isZero();
        } finally {
            System.setOut(real);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("first\nsecond");
    }
}
