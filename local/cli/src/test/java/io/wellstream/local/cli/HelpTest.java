package io.wellstream.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** What {@code --help} prints: examples can be copied to a terminal as they are, summaries are whole sentences. */
class HelpTest {
    private static final String COMMAND = "./wellstream ";
    private static final int WIDTH = 80;

    @Test
    void everyVerbHasExamplesThatParseAndDoNotWrap() {
        for (CommandLine verb : verbs(Main.line())) {
            String name = verb.getCommandSpec().qualifiedName();
            List<String> printed = verb.getUsageMessage(Help.Ansi.OFF).lines().toList();
            List<String> examples = examples(verb);

            assertThat(examples).as(name).isNotEmpty();
            for (String example : examples) {
                assertThat(printed).contains("  " + example);
                String[] arguments = example.substring(COMMAND.length()).split(" ", -1);
                assertThat(example).startsWith("./" + name);
                Main.line().parseArgs(arguments); // throws if wrong
            }
            assertThat(printed).as(name).allMatch(line -> line.length() <= WIDTH);
        }
    }

    @Test
    void everySummaryIsAWholeSentence() {
        for (CommandLine verb : verbs(Main.line())) {
            assertThat(verb.getCommandSpec().usageMessage().description()[0])
                    .as(verb.getCommandName())
                    .endsWith(".")
                    .hasSizeLessThan(WIDTH);
        }
    }

    @Test
    void theVersionIsThatOfTheBuild() throws Exception {
        assertThat(new Version().getVersion())
                .singleElement()
                .asString()
                .matches("wellstream \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }

    private static List<String> examples(CommandLine verb) {
        return List.of(verb.getCommandSpec().usageMessage().footer()).stream()
                .map(String::strip)
                .filter(line -> line.startsWith(COMMAND))
                .toList();
    }

    private static List<CommandLine> verbs(CommandLine command) {
        List<CommandLine> verbs = new ArrayList<>();
        for (Map.Entry<String, CommandLine> verb : command.getSubcommands().entrySet()) {
            verbs.add(verb.getValue());
            verbs.addAll(verbs(verb.getValue()));
        }
        return verbs;
    }
}
