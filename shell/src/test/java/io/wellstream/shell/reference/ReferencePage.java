package io.wellstream.shell.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of docs/ whose parts are printed from code. Each module checks its own part, or writes it with
 * {@code -Ddocs.update=true}.
 */
public final class ReferencePage {
    private final Path page;

    private ReferencePage(Path page) {
        this.page = page;
    }

    /** The page of that name; for tests that run in the folder of a module. */
    public static ReferencePage of(String name) {
        return new ReferencePage(Path.of("..", "docs", name));
    }

    /** Fails unless the part between its marks is this text. */
    public void check(String part, String text) throws IOException {
        String begin = "<!-- begin " + part + " -->\n";
        String end = "<!-- end " + part + " -->";
        String whole = Files.readString(page);
        int from = whole.indexOf(begin);
        int to = whole.indexOf(end);
        assertThat(from).as("the mark '%s' in %s", begin.strip(), page).isNotNegative();
        assertThat(to).as("the mark '%s' in %s", end, page).isGreaterThan(from);
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(page, whole.substring(0, from + begin.length()) + text + whole.substring(to));
            return;
        }
        assertThat(whole.substring(from + begin.length(), to))
                .as("%s is stale; run the tests with -Ddocs.update=true", page)
                .isEqualTo(text);
    }
}
