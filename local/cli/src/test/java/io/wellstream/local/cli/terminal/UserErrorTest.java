package io.wellstream.local.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserErrorTest {
    @Test
    void whatDoesNotExistIsNamedWithWhatDoes() {
        assertThat(UserError.doesNotExist("data set", "bas", List.of("base")))
                .hasMessage("data set 'bas' does not exist; there are: base");
        assertThat(UserError.doesNotExist("data set", "bas", List.of()))
                .hasMessage("data set 'bas' does not exist; there are: none");
    }

    @Test
    void ofManyNamesTheMostSimilarAreShown() {
        List<String> names =
                IntStream.range(100, 150).mapToObj(i -> "sirna_" + i).toList();

        assertThat(UserError.closest("sirna_14", names))
                .isEqualTo("sirna_140, sirna_141, sirna_142, sirna_143, sirna_144, sirna_145, sirna_146, sirna_147,"
                        + " sirna_148, sirna_149 and 40 more");
    }
}
