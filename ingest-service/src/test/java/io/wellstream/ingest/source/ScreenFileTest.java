package io.wellstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.ingest.files.InvalidScreenException;
import io.wellstream.ingest.files.SourceFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenFileTest {
    @Test
    void aFolderWithoutADescriptionIsRxrx1(@TempDir Path folder) {
        assertThat(ScreenFile.read(SourceFiles.ofFolder(folder, List.of(folder)))
                        .screen())
                .isEqualTo(Screen.rxrx1());
    }

    @Test
    void aDescriptionIsReadAndMissingKeysAreAsInRxrx1() {
        ScreenFile described = ScreenFile.parse("""
                name: pilot
                cell-types: [A549]
                images: "{experiment}/{plate}/{well}-{site}-{channel}.png"
                sites: 4
                channels:
                  - {number: 1, stain: nuclei}
                  - {number: 3, stain: actin}
                plates: {rows: 8, columns: 12}
                layout: {used: B02-G11, positive-controls: [B02, G11], treatments: 50}
                """);

        assertThat(described.screen().cellTypes()).containsExactly(new CellType("A549"));
        assertThat(described.screen().channels()).hasSize(2);
        assertThat(described.screen().sites()).isEqualTo(4);
        assertThat(described.screen().columns()).isEqualTo(Screen.rxrx1().columns());
        assertThat(described.layout().used()).hasToString("Optional[B02-G11]");
        assertThat(described.layout().treatments()).isEqualTo(50);
    }

    @Test
    void theLayoutOfAnotherScreenIsNotAssumed() {
        assertThat(ScreenFile.parse("name: pilot").layout()).isEqualTo(Layout.UNDECLARED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "colour: red                    | unknown key 'colour'; expected one of name, cell-types",
                "plates: {rows: 8, colums: 12}  | unknown key 'plates.colums'; expected one of rows, columns",
                "channels: [{number: 1, dye: a}] | unknown key 'channels[0].dye'",
                "channels: [{number: 0}]      | 'channels[0]': channel 0; expected 1 to 99",
                "sites: two                     | 'sites' is two; expected a whole number",
                "bit-depth: 12                  | bit depth 12; expected 8 or 16",
                "channels: [{number: 1, black: 5}] | 'channels[0]': only one of black and white; expected both",
                "channels: [{number: 1, black: 9, white: 9}] | black 9 and white 9; expected two grey levels",
                "channels: [{number: 1, page: 1}, {number: 2}] | some channels have a page and some have none",
                "{bit-depth: 8, channels: [{number: 1, black: 5, white: 9}]} | levels of channel 1 at bit depth 8",
                "images: a.png                  | image pattern 'a.png' lacks {experiment}",
                "plates: 3                      | 'plates' is 3; expected keys and values",
                "a: [}                        | screen.yaml is not YAML",
            })
    void whatIsWrongIsNamedByItsKey(String yaml, String said) {
        assertThatExceptionOfType(InvalidScreenException.class)
                .isThrownBy(() -> ScreenFile.parse(yaml))
                .withMessageContaining("screen.yaml")
                .withMessageContaining(said);
    }

    @Test
    void aDescriptionNestedWithoutEndIsRefused() {
        assertThatExceptionOfType(InvalidScreenException.class)
                .isThrownBy(() -> ScreenFile.parse("name: " + "[".repeat(500_000)))
                .withMessageContaining("screen.yaml");
    }

    @Test
    void aDescriptionThatMultipliesItselfIsRefused() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1)));
        }

        assertThatExceptionOfType(InvalidScreenException.class)
                .isThrownBy(() -> ScreenFile.parse(laughs.toString()))
                .withMessageContaining("screen.yaml");
    }
}
