package io.wellstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/training.md has the size of each network. */
class NetworkTableTest {
    private static final Path PAGE = Path.of("..", "docs", "training.md");

    private record Row(String network, int depth) {}

    private static final List<Row> ROWS = List.of(
            new Row("stacked-resnet", 10),
            new Row("stacked-resnet", 18),
            new Row("stacked-resnet", 34),
            new Row("stacked-resnet", 50),
            new Row("densenet", 121),
            new Row("densenet", 169),
            new Row("densenet", 201),
            new Row("vgg-composite", 11),
            new Row("vgg-composite", 13),
            new Row("vgg-composite", 16),
            new Row("vgg-composite", 19),
            new Row("six-branch", 0));

    @Test
    void theTableOfTheDocumentIsComputed() throws IOException {
        String table = Stream.concat(
                        Stream.of(
                                "| network | depth | parameters | multiply-adds | largest result |",
                                "| --- | --- | --- | --- | --- |"),
                        ROWS.stream().map(NetworkTableTest::line))
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(PAGE))
                .as("%s lacks this table:%n%s", PAGE, table)
                .contains(table);
    }

    private static String line(Row row) {
        BodySettings body = new BodySettings(new InputMaps.All(), row.depth(), 0, 0, 0, BranchSettings.DEFAULTS);
        HeadSettings head = new HeadSettings(0, 0, -1, -1, new HeadSettings.Softmax());
        NetworkSpec spec = NetworkSpecs.named(new NetworkSettings(row.network(), body, head), 6, 224, 1_108);
        Shape largest = spec.shapes().values().stream()
                .max((a, b) -> Long.compare(a.values(), b.values()))
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | %.2f M | %.2f G | %d × %d × %d |",
                row.network(),
                row.depth() == 0 ? "" : row.depth(),
                spec.trainedWeights() / 1e6,
                spec.multiplyAdds() / 1e9,
                largest.channels(),
                largest.side(),
                largest.side());
    }
}
